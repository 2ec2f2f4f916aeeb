"""Who has a conversation open now, and who writes in it: signs of life that fade by themselves.

Never what is written, and never a part of the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Boolean, and_, delete, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.conversations import tables
from bot.conversations.events import Owner
from bot.conversations.heads import Head
from bot.conversations.notifier import DESK
from bot.conversations.store import Transaction

VISITOR = 0
"""The `lots_id` of the visitor's own sign of life."""
READING_FOR = timedelta(seconds=60)
"""How long after a sign of life somebody still has the conversation open."""
WRITING_FOR = timedelta(seconds=8)
"""How long after a sign of life somebody still writes."""
KEEP = timedelta(days=1)
"""How long a sign of life is kept at all."""


@dataclass(frozen=True)
class There:
    """A lots who has a conversation open now."""

    lots_id: int
    name: str
    writes: bool


def reading(transaction: Transaction, conversation: str, lots_id: int) -> None:
    """Notes that somebody has the conversation open; wakes the desk when it is news."""
    before = _row(transaction, conversation, lots_id).reading_at
    _note(transaction, conversation, lots_id, reading_at=transaction.at)
    if not _within(transaction, before, READING_FOR):
        transaction.touched.add(DESK)


def writing(transaction: Transaction, conversation: str, lots_id: int, writes: bool) -> None:
    """Notes that somebody writes, or no longer does; wakes those who see it when it is news."""
    before = _row(transaction, conversation, lots_id).writing_at
    wrote = _within(transaction, before, WRITING_FOR)
    if writes or before is not None:
        _note(transaction, conversation, lots_id, writing_at=transaction.at if writes else None)
    if writes != wrote:
        transaction.touched |= {DESK} if lots_id == VISITOR else {DESK, conversation}


def left(transaction: Transaction, conversation: str, lots_id: int) -> None:
    """Notes that somebody has the conversation no longer open."""
    table = tables.activity
    gone = transaction.connection.execute(delete(table).where(_key(conversation, lots_id)))
    if gone.rowcount:
        transaction.touched |= {DESK, conversation}


def lotsar(transaction: Transaction, conversation: str) -> list[There]:
    """The lotsar who read or write here now, by name."""
    table, lots, at = tables.activity, tables.lots, transaction.at
    lately = or_(table.c.reading_at > at - READING_FOR, table.c.writing_at > at - WRITING_FOR)
    query = (
        select(lots.c.id, lots.c.name, table.c.writing_at)
        .join(lots, lots.c.id == table.c.lots_id)
        .where(table.c.conversation == conversation, lots.c.active, lately)
        .order_by(lots.c.name, lots.c.id)
    )
    return [
        There(row.id, row.name, _within(transaction, row.writing_at, WRITING_FOR))
        for row in transaction.connection.execute(query)
    ]


def visitor_writes(transaction: Transaction, conversation: str) -> bool:
    """True while the visitor writes."""
    return _writes(transaction, conversation, VISITOR)


def visitor_read(transaction: Transaction, conversation: str, at: datetime) -> None:
    """Notes that the visitor has read all that was written until `at`; never takes it back."""
    before = visitor_read_at(transaction, conversation)
    if before is None or before < at:
        _note(transaction, conversation, VISITOR, reading_at=at)


def visitor_read_at(transaction: Transaction, conversation: str) -> datetime | None:
    """Until when the visitor has read what was written, as far as her browser said."""
    return _row(transaction, conversation, VISITOR).reading_at


def writing_lots(transaction: Transaction, head: Head) -> str:
    """The name of the lots who has this conversation and writes to the visitor now, or ""."""
    state = head.state
    theirs = state.owner is Owner.LOTS and not state.erased
    return state.lots if theirs and _writes(transaction, head.id, state.lots_id) else ""


def forget(transaction: Transaction, conversation: str) -> None:
    """Forgets every sign of life in a conversation."""
    table = tables.activity
    transaction.connection.execute(delete(table).where(table.c.conversation == conversation))


def fade(transaction: Transaction) -> None:
    """Forgets the signs of life that say nothing about now."""
    table, before = tables.activity, transaction.at - KEEP
    no_reading = or_(table.c.reading_at.is_(None), table.c.reading_at < before)
    no_writing = or_(table.c.writing_at.is_(None), table.c.writing_at < before)
    transaction.connection.execute(delete(table).where(no_reading, no_writing))


def _writes(transaction: Transaction, conversation: str, lots_id: int) -> bool:
    before = _row(transaction, conversation, lots_id).writing_at
    return _within(transaction, before, WRITING_FOR)


@dataclass(frozen=True)
class _Row:
    reading_at: datetime | None = None
    writing_at: datetime | None = None


def _row(transaction: Transaction, conversation: str, lots_id: int) -> _Row:
    table = tables.activity
    query = select(table.c.reading_at, table.c.writing_at).where(_key(conversation, lots_id))
    found = transaction.connection.execute(query).first()
    return _Row(*found) if found else _Row()


def _note(
    transaction: Transaction, conversation: str, lots_id: int, **values: datetime | None
) -> None:
    """Writes a row's new values; the conversation is locked, so nobody else writes it now."""
    table = tables.activity
    change = update(table).where(_key(conversation, lots_id)).values(values)
    if not transaction.connection.execute(change).rowcount:
        row = {"conversation": conversation, "lots_id": lots_id}
        transaction.connection.execute(insert(table).values(row | values))


def _key(conversation: str, lots_id: int) -> ColumnElement[Boolean]:
    table = tables.activity
    return and_(table.c.conversation == conversation, table.c.lots_id == lots_id)


def _within(transaction: Transaction, moment: datetime | None, span: timedelta) -> bool:
    return moment is not None and moment > transaction.at - span
