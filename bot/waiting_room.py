"""The way to a lots: the truth about the wait, the reminder, and the promise of a left message."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from bot.content import Content
from bot.conversations import waiting
from bot.conversations.events import (
    Author,
    Body,
    Button,
    Message,
    Owner,
    OwnerChanged,
    Reason,
    Reminded,
)
from bot.conversations.owner import State
from bot.conversations.presence import loads
from bot.conversations.store import Transaction
from bot.handover.availability import (
    DEFAULT_HOURS,
    Availability,
    Hours,
    availability,
    parse_hours,
    promised_moment,
)
from bot.handover.calendar import moment_text, promise_of
from bot.handover.queue import Waiting, place, usual_minutes
from bot.handover.telling import Truth, left_key, wait_text

CANCEL = "hub:cancel"
"""The payload of the button back to the assistant; the hub alone offers it."""


class WaitingRoom:
    """The events by which a conversation comes to the lotsar, each with the truth told."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def handover_bodies(self, transaction: Transaction, state: State, reason: Reason) -> list[Body]:
        """The events by which a conversation goes to the lotsar, or becomes a left message."""
        if state.owner in (Owner.WAITING, Owner.LOTS) or state.erased:
            return []
        urgent = reason is Reason.CRISIS
        if not self._outcome(transaction, state).can_wait:
            return self.message_left_bodies(transaction, state, Reason.NOBODY_THERE, urgent)
        changed = OwnerChanged(Owner.WAITING, reason, urgent=urgent)
        back = Button(self._content.phrase("buttons.cancel_wait", state.language), CANCEL)
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
        said = notice(self._content, key, state, buttons=buttons, **values)
        return [changed, self._truthful(said, state, truth)]

    def reminder_bodies(self, transaction: Transaction, state: State) -> list[Body]:
        """What one who still waits is told; a left message when the lotsar have closed by now."""
        truth = self._truth(transaction, state, state.urgent)
        if not truth.outcome.can_wait:
            return self.message_left_bodies(transaction, state, Reason.NOBODY_THERE, state.urgent)
        return [Reminded(truth.promised), self._still(state, truth)]

    def still_waiting(self, transaction: Transaction, state: State) -> Message:
        """How it stands with one who waits and asks for a lots again; nothing changes by it."""
        return self._still(state, self._truth(transaction, state, state.urgent))

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
        day = moment_text(self._content, promised, state.language, state.time_zone)
        key = "notice.promise_late" if late else left_key(outcome)
        said = notice(self._content, key, state, day=day)
        if again and not late and (state.urgent or not urgent):
            return [said]
        reason = Reason.NOBODY_THERE if again else reason
        return [OwnerChanged(Owner.MESSAGE_LEFT, reason, urgent=urgent, promised=promised), said]

    def hours(self, municipality: str) -> Hours:
        """When the lotsar of a municipality answer; office hours where it is not known."""
        place = self._content.municipalities.get(municipality)
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

    def _still(self, state: State, truth: Truth) -> Message:
        return self._truthful(notice(self._content, "notice.still_waiting", state), state, truth)

    def _truthful(self, said: Message, state: State, truth: Truth) -> Message:
        told = wait_text(self._content, truth, state.language, state.time_zone)
        return dataclasses.replace(said, text=f"{said.text}\n\n{told}")


def notice(
    content: Content, key: str, state: State, *, buttons: tuple[Button, ...] = (), **values: str
) -> Message:
    """A phrase to the visitor in the conversation's language, as an event."""
    text = content.phrase(key, state.language, **values)
    return Message(Author.NOTICE, text, state.language, buttons=buttons)
