"""Who is at the desk now: a signed-in lots whose live list is open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from bot.conversations import tables
from bot.conversations.events import Owner
from bot.conversations.store import Transaction

PRESENT_FOR = timedelta(seconds=60)
"""How long after the last sign of life somebody still counts as present."""
LIVE = timedelta(hours=1)
"""How long after its newest event a case still takes a lots's time."""
TEAM = ("lots", "coordinator")
"""The roles that a municipality's cases belong to; without any, everybody takes them."""
NO_CASES = "editor"
"""The role that answers nobody."""


@dataclass(frozen=True)
class Present:
    """A lots who is at the desk now; no municipalities are all of them."""

    lots_id: int
    name: str
    municipalities: tuple[str, ...]
    cases: int


def loads(transaction: Transaction, municipality: str) -> list[int]:
    """For each lots who is at the desk and takes this municipality's cases: her live cases.

    A case of no municipality, or of one that nobody has, is taken by all.
    """
    there = _takers(transaction, municipality) & at_the_desk(transaction)
    busy = live_cases(transaction, there)
    return [busy.get(lots_id, 0) for lots_id in sorted(there)]


def present(transaction: Transaction) -> list[Present]:
    """The lotsar who are at the desk now, by name, with how many live cases each has."""
    there, lots = at_the_desk(transaction), tables.lots
    busy = live_cases(transaction, there)
    query = (
        select(lots.c.id, lots.c.name, lots.c.municipalities)
        .where(lots.c.id.in_(there), lots.c.active, lots.c.role != NO_CASES)
        .order_by(lots.c.name, lots.c.id)
    )
    return [
        Present(row.id, row.name, tuple(row.municipalities), busy.get(row.id, 0))
        for row in transaction.connection.execute(query)
    ]


def seen(transaction: Transaction, session_token_hash: str) -> None:
    """Notes a sign of life of one signed-in browser."""
    session = tables.desk_session
    transaction.connection.execute(
        update(session)
        .where(session.c.token_hash == session_token_hash)
        .values(seen_at=transaction.at)
    )


def live_cases(transaction: Transaction, lots_ids: Collection[int]) -> dict[int, int]:
    """How many live cases each of these lotsar has who has any."""
    table = tables.conversation
    query = (
        select(table.c.lots_id, func.count())
        .where(table.c.owner == Owner.LOTS.value, table.c.updated_at > transaction.at - LIVE)
        .where(table.c.lots_id.in_(lots_ids))
        .group_by(table.c.lots_id)
    )
    return {lots_id: count for lots_id, count in transaction.connection.execute(query)}


def _takers(transaction: Transaction, municipality: str) -> set[int]:
    lots = tables.lots
    query = select(lots.c.id, lots.c.role, lots.c.municipalities)
    query = query.where(lots.c.active, lots.c.role != NO_CASES)
    rows = transaction.connection.execute(query).all()
    places = {row.id: row.municipalities for row in rows}
    pool = not any(municipality in row.municipalities for row in rows if row.role in TEAM)
    return {one for one, named in places.items() if pool or not named or municipality in named}


def at_the_desk(transaction: Transaction) -> set[int]:
    """The ids of the lotsar whose desk is open now."""
    session = tables.desk_session
    query = select(session.c.lots_id).where(session.c.seen_at > transaction.at - PRESENT_FOR)
    return {row.lots_id for row in transaction.connection.execute(query)}
