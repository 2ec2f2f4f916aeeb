"""Which left messages have not been answered by the moment that was promised first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.conversations import tables
from bot.conversations.events import Owner
from bot.conversations.heads import Head
from bot.conversations.store import Transaction
from bot.handover.calendar import promise_of


def late(transaction: Transaction, found: Sequence[Head]) -> set[str]:
    """The ids of those among `found` that were left for later and were promised an earlier moment.

    A new promise does not make up for the first: the visitor has waited since then.
    """
    since = {
        head.id: head.state.owner_since
        for head in found
        if head.state.owner is Owner.MESSAGE_LEFT and head.state.promised
    }
    event = tables.event
    query = select(event.c.conversation, event.c.at, event.c.body).where(
        event.c.conversation.in_(since),
        event.c.kind == "owner",
        event.c.body["owner"].as_string() == Owner.MESSAGE_LEFT.value,
    )
    return {
        row.conversation
        for row in transaction.connection.execute(query)
        if row.at >= (since[row.conversation] or row.at)
        and row.body.get("promised")
        and promise_of(row.body["promised"]) <= transaction.at
    }
