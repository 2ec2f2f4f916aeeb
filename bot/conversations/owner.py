"""Who may speak: one pure function of the events, and nothing else decides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.conversations.events import (
    Author,
    Body,
    CardChanged,
    EmailKnown,
    Erased,
    Event,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
    Reminded,
    Tagged,
    TimeZoneKnown,
)
from bot.errors import NotOwner
from bot.plan.card import Card, from_json

HUB_PAYLOAD = "hub:"
"""Begins the payloads that the hub itself carries out; all others are for rasa."""
DIALOGUE_MESSAGES = 30
"""Visitor messages after which rasa gets a new dialogue, so that its cost stays flat."""
DIALOGUE_PAUSE = timedelta(hours=6)
"""Silence after which rasa gets a new dialogue."""

ASSISTANT_SPEAKS = frozenset({Owner.ASSISTANT, Owner.MESSAGE_LEFT})

CHANGES: dict[Owner, dict[Owner, frozenset[Reason]]] = {
    Owner.ASSISTANT: {
        Owner.WAITING: frozenset({Reason.ASKED, Reason.CRISIS}),
        Owner.MESSAGE_LEFT: frozenset({Reason.NOBODY_THERE}),
        Owner.LOTS: frozenset({Reason.STEPPED_IN}),
    },
    Owner.WAITING: {
        Owner.LOTS: frozenset({Reason.CLAIMED}),
        Owner.ASSISTANT: frozenset({Reason.CANCELLED}),
        Owner.MESSAGE_LEFT: frozenset({Reason.PATIENCE, Reason.NOBODY_THERE}),
    },
    Owner.LOTS: {
        Owner.ASSISTANT: frozenset({Reason.HANDED_BACK, Reason.CLOSED}),
        Owner.WAITING: frozenset({Reason.SILENT, Reason.TRANSFERRED}),
        Owner.LOTS: frozenset({Reason.TRANSFERRED}),
    },
    Owner.MESSAGE_LEFT: {
        Owner.LOTS: frozenset({Reason.CLAIMED}),
        Owner.WAITING: frozenset({Reason.ASKED, Reason.CRISIS}),
        Owner.ASSISTANT: frozenset({Reason.CLOSED}),
        Owner.MESSAGE_LEFT: frozenset({Reason.NOBODY_THERE}),
    },
}
"""Every change of owner that can happen: from → to → why."""


@dataclass(frozen=True)
class State:
    """A conversation after its newest event."""

    seq: int = 0
    owner: Owner = Owner.ASSISTANT
    lots_id: int = 0
    lots: str = ""
    language: str = "sv"
    language_chosen: bool = False
    municipality: str = ""
    time_zone: str = ""
    email: str = ""
    card: Card = field(default_factory=Card)
    tags: tuple[str, ...] = ()
    urgent: bool = False
    promised: str = ""
    owner_since: datetime | None = None
    reminded: bool = False
    dialogue: int = 1
    dialogue_messages: int = 0
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What outlives rasa's dialogue: `asked`, `search`, `topic`, and `interrupted` by a pause."""
    last_visitor_at: datetime | None = None
    unanswered: int = 0
    """The seq of the newest event that still waits for a word of whoever speaks; 0 for none."""
    erased: bool = False

    @property
    def assistant_speaks(self) -> bool:
        """True while the assistant may write to the visitor."""
        return self.owner in ASSISTANT_SPEAKS and not self.erased


def fold(events: Iterable[Event]) -> State:
    """The state after `events`, oldest first."""
    state = State()
    for event in events:
        state = after(state, event.seq, event.at, event.body)
    return state


def after(state: State, seq: int, at: datetime, body: Body) -> State:
    """The state after one more event.

    Raises: NotOwner when the event is a change of owner that cannot happen here.
    """
    state = replace(state, seq=seq)
    if isinstance(body, Message):
        return _said(state, at, body)
    if isinstance(body, OwnerChanged):
        return _owned(state, at, body)
    if isinstance(body, LanguageChanged):
        return replace(
            state, language=body.language, language_chosen=body.chosen or state.language_chosen
        )
    if isinstance(body, PlaceChanged):
        return replace(state, municipality=body.municipality)
    if isinstance(body, TimeZoneKnown):
        return replace(state, time_zone=body.time_zone)
    if isinstance(body, EmailKnown):
        return replace(state, email=body.email)
    if isinstance(body, Tagged):
        return replace(state, tags=body.tags)
    if isinstance(body, CardChanged):
        return replace(state, card=from_json(body.card))
    if isinstance(body, Reminded):
        return replace(state, reminded=True, promised=body.promised or state.promised)
    if isinstance(body, Erased):
        return _erased(state) if body.state == "erased" else state
    return state


def may_change(state: State, change: OwnerChanged) -> bool:
    """True if this change of owner can happen in this state."""
    return change.reason in CHANGES[state.owner].get(change.owner, frozenset())


def is_command(message: Message) -> bool:
    """True for a press on a button of the hub's own, which is no word to anybody."""
    return message.author is Author.VISITOR and message.payload.startswith(HUB_PAYLOAD)


def _said(state: State, at: datetime, message: Message) -> State:
    if message.author is Author.LOTS:
        return replace(state, unanswered=0)
    if message.author is Author.ASSISTANT and not message.unsent:
        kept = state.kept if message.kept is None else message.kept
        answered = message.answers >= state.unanswered
        return replace(state, kept=kept, unanswered=0 if answered else state.unanswered)
    if message.author is not Author.VISITOR or is_command(message):
        return state
    paused = state.last_visitor_at is not None and at - state.last_visitor_at > DIALOGUE_PAUSE
    if paused or state.dialogue_messages >= DIALOGUE_MESSAGES:
        state = _new_dialogue(state)
    if paused and state.kept:
        # An answer is still one; but whoever only says hello is not asked again at once.
        state = replace(state, kept={**state.kept, "interrupted": True})
    return replace(
        state,
        last_visitor_at=at,
        unanswered=state.seq,
        dialogue_messages=state.dialogue_messages + 1,
    )


def _owned(state: State, at: datetime, change: OwnerChanged) -> State:
    if not may_change(state, change):
        raise NotOwner("", state.owner.value)
    if state.owner in (Owner.LOTS, Owner.WAITING):
        # A person spoke, or was to: what the assistant asked before that is over.
        state = replace(_new_dialogue(state), kept={})
    again = state.owner is change.owner is Owner.MESSAGE_LEFT
    urgent = change.urgent or (state.urgent and change.owner is not Owner.ASSISTANT)
    # Who steps in finds the assistant's answers there. One who claims a case, or is given it, has
    # answered nothing yet, and is silent when no word comes.
    given = change.reason is Reason.TRANSFERRED and change.owner is Owner.LOTS
    claimed = given or change.reason is Reason.CLAIMED
    return replace(
        state,
        owner=change.owner,
        lots_id=change.lots_id,
        lots=change.lots,
        promised=change.promised,
        owner_since=state.owner_since if again else at,
        unanswered=state.seq if claimed else state.unanswered,
        reminded=False,
        urgent=urgent,
    )


def _erased(state: State) -> State:
    """Nobody speaks in it any more, and nobody at the desk has to look at it."""
    return replace(
        state,
        card=Card(),
        time_zone="",
        email="",
        tags=(),
        kept={},
        erased=True,
        owner=Owner.ASSISTANT,
        lots_id=0,
        lots="",
        urgent=False,
        promised="",
        unanswered=0,
    )


def _new_dialogue(state: State) -> State:
    return replace(state, dialogue=state.dialogue + 1, dialogue_messages=0)
