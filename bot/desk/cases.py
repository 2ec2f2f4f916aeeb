"""What the desk shows: the lists of conversations, and one conversation whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select

from bot.conversations import helped, outbox, tables
from bot.conversations.events import (
    AnswerProposed,
    Author,
    CardChanged,
    Erased,
    Event,
    FeedbackGiven,
    Message,
    NoteWritten,
    Owner,
    OwnerChanged,
    Tagged,
    TopicSaid,
    Translated,
)
from bot.conversations.heads import Head, heads
from bot.conversations.owner import State
from bot.conversations.spoken import spoken
from bot.conversations.store import Transaction
from bot.conversations.stored import kind_of, to_json
from bot.desk import accounts, marks
from bot.desk.accounts import Account
from bot.desk.activity import told as activity_told
from bot.desk.late import late
from bot.desk.rights import COORDINATOR, LOTS
from bot.desk.scope import scope_of
from bot.handover.routing import Routed, routed
from bot.plan.card import to_json as card_json

SHOWN = 100
"""Conversations with the assistant that the desk lists, newest first."""
PREVIEW = 120
NOBODY = Account(0, "", "", active=False)
_SHOWN = (
    Message,
    OwnerChanged,
    FeedbackGiven,
    NoteWritten,
    Tagged,
    TopicSaid,
    AnswerProposed,
    Translated,
    Erased,
)
_LISTS = {
    Owner.WAITING: "waiting",
    Owner.MESSAGE_LEFT: "unanswered",
    Owner.ASSISTANT: "assistant",
}


def lists(transaction: Transaction, lots_id: int) -> dict[str, list[dict[str, Any]]]:
    """The desk's four lists for one lots: waiting, own, unanswered, assistant.

    Urgent first, then what is this lots's to take (bot.handover.routing), then who has waited
    longest; those with the assistant newest first.
    """
    found: dict[str, list[dict[str, Any]]] = {
        "waiting": [],
        "own": [],
        "unanswered": [],
        "assistant": [],
    }
    listed = _to_people(transaction, lots_id) + _with_assistant(transaction, lots_id)
    said = _newest_words(transaction, [head.id for head in listed])
    find_route = _routes(transaction, lots_id)
    to_people = [head.id for head in listed if head.state.owner is not Owner.ASSISTANT]
    new = marks.unread(transaction, lots_id, to_people)
    broken = late(transaction, listed)
    for head in sorted(listed, key=lambda head: _order(head.state, find_route(head.state))):
        name = _LISTS.get(head.state.owner, "own")
        written = head.id in said or name != "assistant"
        if written and not head.state.erased:
            known = {"whose": find_route(head.state).whose.value, "late": head.id in broken}
            found[name].append(_case(head, said) | known | {"unread": new.get(head.id, 0)})
    return found


def lines(transaction: Transaction, lots_id: int, found: Sequence[Head]) -> list[dict[str, Any]]:
    """Conversations in their order, each as in the lists."""
    said = _newest_words(transaction, [head.id for head in found])
    new = marks.unread(transaction, lots_id, [head.id for head in found])
    broken = late(transaction, found)
    return [
        _case(head, said) | {"unread": new.get(head.id, 0), "late": head.id in broken}
        for head in found
    ]


def _routes(transaction: Transaction, lots_id: int) -> Callable[[State], Routed]:
    """Says of a case how it looks from this lots."""
    everyone = accounts.everyone(transaction)
    own = next((one for one in everyone if one.id == lots_id), NOBODY)
    colleagues = team(everyone)
    return lambda state: routed(state.municipality, state.language, own, colleagues)


def team(everyone: Iterable[Account]) -> list[Account]:
    """Those whom a municipality's cases belong to."""
    return [one for one in everyone if one.active and one.role in (LOTS, COORDINATOR)]


def _order(state: State, route: Routed) -> tuple[bool, ...]:
    """Keeps the order of those with the assistant and of one's own, but for urgent ones."""
    if state.owner in (Owner.WAITING, Owner.MESSAGE_LEFT):
        return (not state.urgent, *route.rank)
    return (not state.urgent,)


def _case(head: Head, said: Mapping[str, str]) -> dict[str, Any]:
    state = head.state
    with_assistant = state.owner is Owner.ASSISTANT
    return {
        "conversation": head.id,
        "seq": state.seq,
        "owner": state.owner.value,
        "lots": state.lots,
        "lots_id": state.lots_id,
        "channel": head.channel,
        "language": state.language,
        "municipality": state.municipality,
        "urgent": state.urgent,
        "promised": state.promised,
        "reminded": state.reminded,
        "tags": list(state.tags),
        "since": (
            head.updated_at if with_assistant else state.owner_since or head.created_at
        ).isoformat(),
        "to_answer": state.owner is Owner.LOTS and state.unanswered > 0,
        "preview": said.get(head.id, "")[:PREVIEW],
    }


def whole(transaction: Transaction, conversation: str, after: int) -> dict[str, Any]:
    """A conversation: its line, its family card, its events after a seq, and their delivery.

    `read_as` has of the whole log in which language a message was read, when that is known.

    Raises: UnknownConversation.
    """
    head = transaction.head(conversation)
    delivered = outbox.deliveries(transaction, conversation)
    way = "email_" if head.channel == "web" else ""  # the widget itself needs no delivery
    log = transaction.events(conversation)
    events = [desk_event(event) for event in log if event.seq > after]
    given = [one for one in events if one and one["type"] == "feedback"]
    for one in given:
        asked = transaction.event(conversation, one["about"])
        one["of_lots"] = asked is not None and helped.is_question(asked.body)
    return {
        "case": _case(head, _newest_words(transaction, [conversation]))
        | {"email": head.state.email},
        "card": card_json(head.state.card),
        "activity": activity_told(transaction, conversation),
        "events": [event for event in events if event],
        "read_as": {str(seq): language for seq, language in spoken(log).items()},
        "deliveries": {str(seq): f"{way}{state}" for seq, state in delivered.items()},
    }


def desk_event(event: Event) -> dict[str, Any] | None:
    """An event as the desk sees it: more than the visitor, but no payloads or client ids.

    Of the family card only who corrected it: the card itself is shown as it is now.
    """
    if isinstance(event.body, CardChanged) and event.body.lots:
        data: dict[str, Any] = {"lots": event.body.lots}
    elif isinstance(event.body, _SHOWN):
        data = to_json(event.body)
    else:
        return None
    if isinstance(event.body, Message):
        data["from"] = data.pop("author")
        data["buttons"] = [button.title for button in event.body.buttons]
        data.pop("payload", None)
        data.pop("kept", None)
    data.pop("client_id", None)
    return {"seq": event.seq, "at": event.at.isoformat(), "type": kind_of(event.body)} | data


def _to_people(transaction: Transaction, lots_id: int) -> list[Head]:
    """All that wait for a lots or for an answer, and this lots's own."""
    table = tables.conversation
    anybody = table.c.owner.in_([Owner.WAITING.value, Owner.MESSAGE_LEFT.value])
    own = and_(table.c.owner == Owner.LOTS.value, table.c.lots_id == lots_id)
    query = (
        select(table)
        .where(or_(anybody, own), scope_of(transaction, lots_id).clause())
        .order_by(table.c.urgent.desc(), table.c.owner_since)
    )
    return heads(transaction.connection.execute(query).mappings())


def _with_assistant(transaction: Transaction, lots_id: int) -> list[Head]:
    table = tables.conversation
    query = (
        select(table)
        .where(table.c.owner == Owner.ASSISTANT.value)
        .where(scope_of(transaction, lots_id).clause())
        .order_by(table.c.updated_at.desc())
        .limit(SHOWN)
    )
    return heads(transaction.connection.execute(query).mappings())


def _newest_words(transaction: Transaction, conversations: Sequence[str]) -> dict[str, str]:
    """What the visitor wrote last in each of these conversations in which a visitor wrote."""
    table = tables.event
    newest = (
        select(table.c.conversation, func.max(table.c.seq).label("seq"))
        .where(table.c.conversation.in_(conversations), table.c.kind == "message")
        .where(table.c.body["author"].as_string() == Author.VISITOR.value)
        .group_by(table.c.conversation)
        .subquery()
    )
    same = and_(table.c.conversation == newest.c.conversation, table.c.seq == newest.c.seq)
    query = select(table.c.conversation, table.c.body).join(newest, same)
    return {row.conversation: row.body["text"] for row in transaction.connection.execute(query)}
