"""What the desk shows: the lists of conversations, and one conversation whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.conversations import outbox, tables
from bot.conversations.events import (
    Author,
    Erased,
    Event,
    FeedbackGiven,
    Message,
    Owner,
    OwnerChanged,
    kind_of,
    to_json,
)
from bot.conversations.store import Head, Transaction, heads

SHOWN = 100
"""Conversations with the assistant that the desk lists, newest first."""
PREVIEW = 120
_LISTS = {
    Owner.WAITING: "waiting",
    Owner.MESSAGE_LEFT: "unanswered",
    Owner.ASSISTANT: "assistant",
}


def lists(transaction: Transaction, lots_id: int) -> dict[str, list[dict[str, Any]]]:
    """The desk's four lists for one lots: waiting, own, unanswered, assistant.

    Urgent first, then who has waited longest; those with the assistant newest first.
    """
    found: dict[str, list[dict[str, Any]]] = {
        "waiting": [],
        "own": [],
        "unanswered": [],
        "assistant": [],
    }
    for head in _to_people(transaction) + _with_assistant(transaction):
        mine = head.state.owner is Owner.LOTS and head.state.lots_id == lots_id
        name = "own" if mine else _LISTS.get(head.state.owner, "")
        if name and not head.state.erased:
            found[name].append(case(transaction, head))
    return found


def case(transaction: Transaction, head: Head) -> dict[str, Any]:
    """One line of a list."""
    return {
        "conversation": head.id,
        "seq": head.state.seq,
        "owner": head.state.owner.value,
        "lots": head.state.lots,
        "lots_id": head.state.lots_id,
        "channel": head.channel,
        "language": head.state.language,
        "municipality": head.state.municipality,
        "urgent": head.state.urgent,
        "promised": head.state.promised,
        "since": (head.state.owner_since or head.created_at).isoformat(),
        "preview": _preview(transaction, head.id),
    }


def whole(transaction: Transaction, conversation: str, after: int) -> dict[str, Any]:
    """A conversation with every event after a seq, and the delivery of each message."""
    head = transaction.head(conversation)
    delivered = outbox.deliveries(transaction, conversation)
    events = [desk_event(event) for event in transaction.events(conversation, after)]
    return {
        "case": case(transaction, head),
        "events": [event for event in events if event],
        "deliveries": {str(seq): state for seq, state in delivered.items()},
    }


def desk_event(event: Event) -> dict[str, Any] | None:
    """An event as the desk sees it: more than the visitor, but no payloads or client ids."""
    if not isinstance(event.body, (Message, OwnerChanged, FeedbackGiven, Erased)):
        return None
    data = to_json(event.body)
    if isinstance(event.body, Message):
        data["from"] = data.pop("author")
        data["buttons"] = [button.title for button in event.body.buttons]
        data.pop("payload", None)
        data.pop("client_id", None)
    return {"seq": event.seq, "at": event.at.isoformat(), "type": kind_of(event.body)} | data


def _to_people(transaction: Transaction) -> list[Head]:
    table = tables.conversation
    query = (
        select(table)
        .where(table.c.owner != Owner.ASSISTANT.value)
        .order_by(table.c.urgent.desc(), table.c.owner_since)
    )
    return heads(transaction.connection.execute(query).mappings())


def _with_assistant(transaction: Transaction) -> list[Head]:
    table = tables.conversation
    query = (
        select(table)
        .where(table.c.owner == Owner.ASSISTANT.value)
        .order_by(table.c.updated_at.desc())
        .limit(SHOWN)
    )
    return heads(transaction.connection.execute(query).mappings())


def _preview(transaction: Transaction, conversation: str) -> str:
    """The visitor's newest words, cut short."""
    events: Sequence[Event] = transaction.newest(conversation, "message", 20)
    for event in events:
        if isinstance(event.body, Message) and event.body.author is Author.VISITOR:
            return event.body.text[:PREVIEW]
    return ""
