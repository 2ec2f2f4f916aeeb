"""Who is at the desk now: a signed-in lots whose live list is open."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import distinct, func, select, update

from bot.conversations import tables
from bot.conversations.store import Transaction

PRESENT_FOR = timedelta(seconds=60)
"""How long after the last sign of life somebody still counts as present."""


def present(transaction: Transaction) -> int:
    """How many lotsar are at the desk now."""
    session = tables.desk_session
    query = select(func.count(distinct(session.c.lots_id))).where(
        session.c.seen_at > transaction.at - PRESENT_FOR
    )
    return int(transaction.connection.execute(query).scalar() or 0)


def seen(transaction: Transaction, session_token_hash: str) -> None:
    """Notes a sign of life of one signed-in browser."""
    session = tables.desk_session
    transaction.connection.execute(
        update(session)
        .where(session.c.token_hash == session_token_hash)
        .values(seen_at=transaction.at)
    )
