"""What a visitor can do in a conversation, whatever the channel. Every channel goes through here.

Write, ask for a lots, go back, change language, give feedback, be forgotten.
"""

from __future__ import annotations

import hmac
from datetime import timedelta

from bot import locales
from bot.content import Content
from bot.conversations import activity, emails, erasure, inbox, ownership
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
    TimeZoneKnown,
)
from bot.conversations.heads import Head
from bot.conversations.inbox import Written
from bot.conversations.owner import State
from bot.conversations.store import Store, Transaction, token_hash
from bot.conversations.stored import kind_of
from bot.errors import RefusedMessage, UnknownConversation
from bot.handover.calendar import known_zone
from bot.settings import Settings
from bot.waiting_room import WaitingRoom, notice


class Reception:
    """Conversations from the visitor's side. All methods that touch the database are async."""

    def __init__(self, settings: Settings, store: Store, content: Content) -> None:
        self.settings = settings
        self.store = store
        self.content = content
        self.waiting_room = WaitingRoom(content)

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
        head = await self.store.read(lambda tx: tx.head(conversation))
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
        bodies = self.waiting_room.handover_bodies(transaction, head.state, Reason.ASKED)
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
        """Goes on in this language, said by a notice.

        Raises: RefusedMessage (unknown_language, too_many).
        """
        if locales.known(language) is None:
            raise RefusedMessage("unknown_language", f"one of {', '.join(locales.LOCALES)}")

        await self.store.run(
            lambda tx: self.choosing_language(tx, tx.lock(conversation), self._language(language))
        )

    def choosing_language(self, transaction: Transaction, head: Head, language: str) -> None:
        """`choose_language` inside a transaction that has locked `head`; it is one of ours.

        Raises: RefusedMessage (too_many).
        """
        self._limit_of(transaction, head.id, LanguageChanged(""))
        transaction.append(head, *self.language_bodies(head.state, language))

    def language_bodies(self, state: State, language: str) -> list[Body]:
        """The events by which a person's choice of language is kept and confirmed."""
        chosen = LanguageChanged(language, chosen=True)
        text = self.content.phrase("assistant.language_changed", language)
        return [chosen, Message(Author.NOTICE, text, language)]

    async def feedback(self, conversation: str, about: int, helpful: bool) -> None:
        """Keeps whether the message `about` helped.

        Raises: RefusedMessage (unknown_message, too_many).
        """

        def work(transaction: Transaction) -> None:
            head = transaction.lock(conversation)
            there = 0 < about <= head.state.seq
            event = transaction.event(conversation, about) if there else None
            if event is None or not isinstance(event.body, Message):
                raise RefusedMessage("unknown_message", "no such message")
            self._limit_of(transaction, conversation, FeedbackGiven(about, helpful))
            transaction.append(head, FeedbackGiven(about, helpful))

        await self.store.run(work)

    async def put_email(self, conversation: str, email: str) -> None:
        """Keeps where the lotsar's answers go by e-mail, too; "" takes it back.

        Raises: RefusedMessage (invalid_email, not_offered, erased, too_many).
        """
        if email:
            emails.address_of(email)
        await self.store.run(lambda tx: self.putting_email(tx, tx.lock(conversation), email))

    def putting_email(self, transaction: Transaction, head: Head, email: str) -> None:
        """`put_email` inside a transaction that has locked `head`, for a valid address."""
        if head.state.erased:
            raise RefusedMessage("erased", "this conversation has been erased")
        if email and (not self.settings.smtp_host or head.address is not None):
            raise RefusedMessage("not_offered", "no e-mail here")
        if email != head.state.email:
            key = "notice.email_set" if email else "notice.email_removed"
            notice = self.notice(key, head.state, email=emails.masked(email))
            emails.put(transaction, head, email, notice)

    async def read(self, conversation: str, seq: int) -> None:
        """Keeps that the visitor has seen the log up to `seq`, if that saves her an e-mail."""

        def work(transaction: Transaction) -> None:
            head = transaction.lock(conversation)
            event = transaction.event(conversation, seq) if head.state.email else None
            if event is not None:
                activity.visitor_read(transaction, conversation, event.at)

        await self.store.run(work)

    async def forget(self, conversation: str) -> tuple[str, str]:
        """A receipt, and "erased" or "queued" as the municipality has set.

        Raises: RefusedMessage (erased).
        """
        return await self.store.run(lambda tx: self.forgetting(tx, tx.lock(conversation)))

    def forgetting(self, transaction: Transaction, head: Head) -> tuple[str, str]:
        """`forget` inside a transaction that has locked `head`; the notice is sent as well.

        Who asks again while her wish waits for its decision gets her first receipt.
        Raises: RefusedMessage (erased) when somebody was faster.
        """
        if head.state.erased:
            raise RefusedMessage("erased", "this conversation has been erased")
        immediate = self.settings.erasure == "immediate"
        address = head.address
        head, receipt = (erasure.erase if immediate else erasure.queue)(transaction, head)
        key = "notice.forgotten" if immediate else "notice.forget_queued"
        notice = self.notice(key, head.state, receipt=receipt)
        if immediate:
            erasure.say_goodbye(transaction, head, address, notice)
        elif not transaction.is_newest(head, notice):
            transaction.append(head, notice)
        return receipt, "erased" if immediate else "queued"

    async def events(self, conversation: str, after: int = 0) -> list[Event]:
        """The log of a conversation after a seq."""
        return await self.store.read(lambda tx: tx.events(conversation, after))

    async def news(self, conversation: str, after: int) -> tuple[list[Event], str]:
        """The log after a seq, and the name of the lots who writes to the visitor now, or ""."""

        def work(transaction: Transaction) -> tuple[list[Event], str]:
            writes = activity.writing_lots(transaction, transaction.head(conversation))
            return transaction.events(conversation, after), writes

        return await self.store.read(work)

    async def writing(self, conversation: str, writes: bool) -> None:
        """Tells the desk that the visitor writes, or no longer does; never what.

        Nothing is kept while no person has the conversation or is asked for.
        """

        def work(transaction: Transaction) -> None:
            state = transaction.lock(conversation).state
            if state.owner in (Owner.WAITING, Owner.LOTS) and not state.erased:
                activity.writing(transaction, conversation, activity.VISITOR, writes)

        await self.store.run(work)

    def notice(
        self, key: str, state: State, *, buttons: tuple[Button, ...] = (), **values: str
    ) -> Message:
        """A phrase to the visitor in the conversation's language, as an event."""
        return notice(self.content, key, state, buttons=buttons, **values)

    def _language(self, language: str) -> str:
        return locales.known(language) or self.settings.default_language

    def _limit(self, transaction: Transaction, conversation: str) -> None:
        recent = transaction.visitor_messages_since(
            conversation, transaction.at - timedelta(minutes=1)
        )
        if recent >= self.settings.max_messages_per_minute:
            raise RefusedMessage("too_many", "too many messages in a minute; wait a little")

    def _limit_of(self, transaction: Transaction, conversation: str, body: Body) -> None:
        """Raises: RefusedMessage (too_many) when a minute has as many of this kind as messages."""
        most = self.settings.max_messages_per_minute
        newest = transaction.newest(conversation, kind_of(body), most)
        if len(newest) == most and newest[-1].at > transaction.at - timedelta(minutes=1):
            raise RefusedMessage("too_many", "too many of these in a minute; wait a little")
