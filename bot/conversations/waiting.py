"""Who waits for a lots now, and how long others waited lately."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.conversations import tables
from bot.conversations.events import Owner, Reason
from bot.conversations.heads import Head, heads
from bot.conversations.store import Transaction

RECENT = timedelta(days=14)
CLAIMS = 20
"""The newest claims that are measured."""


def queue(transaction: Transaction) -> list[Head]:
    """The conversations that wait for a lots, of every municipality."""
    table = tables.conversation
    query = select(table).where(table.c.owner == Owner.WAITING.value)
    return heads(transaction.connection.execute(query).mappings())


def recent_waits(transaction: Transaction, municipality: str) -> list[timedelta]:
    """How long each of the newest claimed waits took, in this municipality or in none.

    Of every municipality when none is given.
    """
    conversation, claimed = tables.conversation, tables.event.alias()
    began, between = tables.event.alias(), tables.event.alias()
    since = transaction.at - RECENT
    before = (
        select(func.max(between.c.seq))
        .where(between.c.conversation == claimed.c.conversation, between.c.kind == "owner")
        .where(between.c.seq < claimed.c.seq)
        .correlate(claimed)
        .scalar_subquery()
    )
    query = (
        select(began.c.at, claimed.c.at)
        .join(conversation, conversation.c.id == claimed.c.conversation)
        .join(began, began.c.conversation == claimed.c.conversation)
        .where(began.c.seq == before, began.c.body["owner"].as_string() == Owner.WAITING.value)
        .where(claimed.c.body["reason"].as_string() == Reason.CLAIMED.value)
        .where(claimed.c.kind == "owner", claimed.c.at > since)
        .where(conversation.c.updated_at > since)
        .order_by(claimed.c.at.desc())
        .limit(CLAIMS)
    )
    if municipality:
        query = query.where(conversation.c.municipality.in_([municipality, ""]))
    return [end - start for start, end in transaction.connection.execute(query)]
