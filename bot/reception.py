"""What a visitor can do in a conversation, whatever the channel. Every channel goes through here.

Write, ask for a lots, go back, change language, give feedback, be forgotten.
"""

from __future__ import annotations

import dataclasses
import hmac
from collections.abc import Mapping
from datetime import timedelta

from bot import locales
from bot.content import Content
from bot.conversations import erasure, inbox, ownership, waiting
from bot.conversations.events import (
    Author,
    Body,
    Button,
    Event,
    FeedbackGiven,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
    Reminded,
    TimeZoneKnown,
)
from bot.conversations.heads import Head
from bot.conversations.inbox import Written
from bot.conversations.owner import State
from bot.conversations.presence import loads
from bot.conversations.store import Store, Transaction, token_hash
from bot.errors import RefusedMessage, UnknownConversation
from bot.handover.availability import (
    DEFAULT_HOURS,
    Availability,
    Hours,
    availability,
    parse_hours,
    promised_moment,
)
from bot.handover.calendar import known_zone, moment_text, promise_of
from bot.handover.queue import Waiting, place, usual_minutes
from bot.handover.telling import Truth, left_key, wait_text
from bot.settings import Settings

CANCEL = "hub:cancel"
"""The payload of the button back to the assistant; the hub alone offers it."""


class Reception:
    """Conversations from the visitor's side. All methods that touch the database are async."""

    def __init__(self, settings: Settings, store: Store, content: Content) -> None:
        self.settings = settings
        self.store = store
        self.content = content

    async def open(
        self, channel: str, *, municipality: str = "", language: str = "", time_zone: str = ""
    ) -> tuple[str, str]:
        """A new conversation's id and secret token.

        Unknown places, languages and time zones are left out.
        """
        return await self.store.run(
            lambda tx: self.opening(
                tx, channel, municipality=municipality, language=language, time_zone=time_zone
            )
        )

    def opening(
        self,
        transaction: Transaction,
        channel: str,
        *,
        municipality: str = "",
        language: str = "",
        address: str = "",
        time_zone: str = "",
    ) -> tuple[str, str]:
        """`open` inside a transaction."""
        bodies: list[Body] = [LanguageChanged(self._language(language))]
        if municipality in self.content.municipalities:
            bodies.append(PlaceChanged(municipality))
        if known_zone(time_zone):
            bodies.append(TimeZoneKnown(time_zone))
        return transaction.open(channel, address or None, *bodies)

    async def authorize(self, conversation: str, token: str) -> Head:
        """The conversation, if `token` is its secret. Raises: UnknownConversation."""
        head = await self.store.run(lambda tx: tx.head(conversation))
        if not hmac.compare_digest(head.token_hash, token_hash(token)):
            raise UnknownConversation("wrong token")
        return head

    async def receive(self, conversation: str, written: Written) -> int:
        """The seq of the visitor's message, which is stored now.

        Raises: RefusedMessage (too_long, empty, unknown_button, erased, too_many).
        """
        return await self.store.run(lambda tx: self.receiving(tx, conversation, written))

    def receiving(self, transaction: Transaction, conversation: str, written: Written) -> int:
        """`receive` inside a transaction; nothing is written when it raises."""
        if transaction.seq_of(conversation, written.client_id) is None:
            self._limit(transaction, conversation)
        return inbox.receive(transaction, conversation, written, self.settings.max_text)

    async def hand_over(self, conversation: str) -> None:
        """Asks for a lots, without a word to the assistant; does nothing when one is asked."""
        await self.store.run(lambda tx: self.handing_over(tx, tx.lock(conversation)))

    def handing_over(self, transaction: Transaction, head: Head) -> None:
        """`hand_over` inside a transaction that has locked `head`."""
        bodies = self.handover_bodies(transaction, head.state, Reason.ASKED)
        ownership.changes(transaction, head, bodies)

    async def cancel(self, conversation: str) -> None:
        """Back to the assistant while nobody has taken the conversation; else nothing."""
        await self.store.run(lambda tx: self.cancelling(tx, tx.lock(conversation)))

    def cancelling(self, transaction: Transaction, head: Head) -> None:
        """`cancel` inside a transaction that has locked `head`."""
        if head.state.owner is Owner.WAITING:
            changed = OwnerChanged(Owner.ASSISTANT, Reason.CANCELLED)
            notice = self.notice("notice.cancelled", head.state)
            ownership.change(transaction, head, changed, notice)

    async def choose_language(self, conversation: str, language: str) -> None:
        """Goes on in this language, said by a notice. Raises: RefusedMessage when not ours."""
        if locales.known(language) is None:
            raise RefusedMessage("unknown_language", f"one of {', '.join(locales.LOCALES)}")

        def work(transaction: Transaction) -> None:
            head = transaction.lock(conversation)
            transaction.append(head, *self.language_bodies(head.state, self._language(language)))

        await self.store.run(work)

    def language_bodies(self, state: State, language: str) -> list[Body]:
        """The events by which a person's choice of language is kept and confirmed."""
        chosen = LanguageChanged(language, chosen=True)
        text = self.content.phrase("assistant.language_changed", language)
        return [chosen, Message(Author.NOTICE, text, language)]

    async def feedback(self, conversation: str, about: int, helpful: bool) -> None:
        """Keeps whether the message `about` helped. Raises: RefusedMessage for other events."""

        def work(transaction: Transaction) -> None:
            head = transaction.lock(conversation)
            event = transaction.event(conversation, about)
            if event is None or not isinstance(event.body, Message):
                raise RefusedMessage("unknown_message", "no such message")
            transaction.append(head, FeedbackGiven(about, helpful))

        await self.store.run(work)

    async def forget(self, conversation: str) -> tuple[str, str]:
        """A receipt, and "erased" or "queued" as the municipality has set."""
        return await self.store.run(lambda tx: self.forgetting(tx, tx.lock(conversation)))

    def forgetting(self, transaction: Transaction, head: Head) -> tuple[str, str]:
        """`forget` inside a transaction that has locked `head`; the notice is sent as well."""
        immediate = self.settings.erasure == "immediate"
        address = head.address
        head, receipt = (erasure.erase if immediate else erasure.queue)(transaction, head)
        key = "notice.forgotten" if immediate else "notice.forget_queued"
        notice = self.notice(key, head.state, receipt=receipt)
        if immediate:
            erasure.say_goodbye(transaction, head, address, notice)
        else:
            transaction.append(head, notice)
        return receipt, "erased" if immediate else "queued"

    async def events(self, conversation: str, after: int = 0) -> list[Event]:
        """The log of a conversation after a seq."""
        return await self.store.run(lambda tx: tx.events(conversation, after))

    def handover_bodies(self, transaction: Transaction, state: State, reason: Reason) -> list[Body]:
        """The events by which a conversation goes to the lotsar, or becomes a left message."""
        if state.owner in (Owner.WAITING, Owner.LOTS) or state.erased:
            return []
        urgent = reason is Reason.CRISIS
        if not self._outcome(transaction, state).can_wait:
            return self.message_left_bodies(transaction, state, Reason.NOBODY_THERE, urgent)
        changed = OwnerChanged(Owner.WAITING, reason, urgent=urgent)
        back = Button(self.content.phrase("buttons.cancel_wait", state.language), CANCEL)
        return self.wait_bodies(transaction, state, changed, "notice.waiting", (back,))

    def wait_bodies(
        self,
        transaction: Transaction,
        state: State,
        changed: OwnerChanged,
        key: str,
        buttons: tuple[Button, ...] = (),
        **values: str,
    ) -> list[Body]:
        """The change to waiting, and the notice `key` with the truth about this wait behind it.

        A left message instead when the lotsar have closed for today.
        """
        urgent = state.urgent or changed.urgent
        truth = self._truth(transaction, state, urgent)
        changed = dataclasses.replace(changed, promised=truth.promised)
        if not truth.outcome.can_wait:
            left = self.message_left_bodies(transaction, state, Reason.NOBODY_THERE, urgent)
            return [changed, *left]
        notice = self._truthful(self.notice(key, state, buttons=buttons, **values), state, truth)
        return [changed, notice]

    def reminder_bodies(self, transaction: Transaction, state: State) -> list[Body]:
        """What one who still waits is told; a left message when the lotsar have closed by now."""
        truth = self._truth(transaction, state, state.urgent)
        if not truth.outcome.can_wait:
            return self.message_left_bodies(transaction, state, Reason.NOBODY_THERE, state.urgent)
        notice = self._truthful(self.notice("notice.still_waiting", state), state, truth)
        return [Reminded(truth.promised), notice]

    def message_left_bodies(
        self, transaction: Transaction, state: State, reason: Reason, urgent: bool = False
    ) -> list[Body]:
        """The events of a left message with a promised moment, told to the visitor.

        A promise that was made stays as long as it can be kept; a broken one is owned up to.
        """
        promised = self._promise(transaction, state)
        again = state.owner is Owner.MESSAGE_LEFT
        late = again and promised != state.promised
        outcome = self._outcome(transaction, state)
        day = moment_text(self.content, promised, state.language, state.time_zone)
        key = "notice.promise_late" if late else left_key(outcome)
        notice = self.notice(key, state, day=day)
        if again and not late and (state.urgent or not urgent):
            return [notice]
        reason = Reason.NOBODY_THERE if again else reason
        return [OwnerChanged(Owner.MESSAGE_LEFT, reason, urgent=urgent, promised=promised), notice]

    def notice(
        self, key: str, state: State, *, buttons: tuple[Button, ...] = (), **values: str
    ) -> Message:
        """A phrase to the visitor in the conversation's language, as an event."""
        text = self.content.phrase(key, state.language, **values)
        return Message(Author.NOTICE, text, state.language, buttons=buttons)

    def hours(self, municipality: str) -> Hours:
        """When the lotsar of a municipality answer; office hours where it is not known."""
        place = self.content.municipalities.get(municipality)
        stated = place.service.get("hours") if place else None
        return parse_hours(stated if isinstance(stated, Mapping) else DEFAULT_HOURS)

    def _outcome(self, transaction: Transaction, state: State) -> Availability:
        there = loads(transaction, state.municipality)
        return availability(self.hours(state.municipality), transaction.at, there)

    def _promise(self, transaction: Transaction, state: State) -> str:
        """The promise that stands, if it can still be kept, else a new one."""
        if state.promised and promise_of(state.promised) > transaction.at:
            return state.promised
        return promised_moment(self.hours(state.municipality), transaction.at).isoformat()

    def _truth(self, transaction: Transaction, state: State, urgent: bool) -> Truth:
        """How it stands with a wait that begins now or goes on; a promise made before stays."""
        outcome = self._outcome(transaction, state)
        since = state.owner_since if state.owner is Owner.WAITING else None
        queue = [
            Waiting(one.municipality, one.urgent, one.owner_since)
            for one in (head.state for head in waiting.queue(transaction))
        ]
        waits = waiting.recent_waits(transaction, state.municipality)
        needed = outcome is not Availability.OPEN or state.promised
        return Truth(
            outcome,
            place(Waiting(state.municipality, urgent, since), queue),
            usual_minutes(waits),
            self._promise(transaction, state) if needed else "",
        )

    def _truthful(self, notice: Message, state: State, truth: Truth) -> Message:
        told = wait_text(self.content, truth, state.language, state.time_zone)
        return dataclasses.replace(notice, text=f"{notice.text}\n\n{told}")

    def _language(self, language: str) -> str:
        return locales.known(language) or self.settings.default_language

    def _limit(self, transaction: Transaction, conversation: str) -> None:
        recent = transaction.visitor_messages_since(
            conversation, transaction.at - timedelta(minutes=1)
        )
        if recent >= self.settings.max_messages_per_minute:
            raise RefusedMessage("too_many", "too many messages in a minute; wait a little")
