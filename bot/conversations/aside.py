"""Work that somebody at the desk has put away, by a key that shows nothing of it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.conversations import tables
from bot.conversations.store import Transaction


def keys(transaction: Transaction) -> frozenset[str]:
    """What is put away now."""
    table = tables.setting_aside
    query = select(table.c.key)
    return frozenset(transaction.connection.execute(query).scalars())


def put_away(transaction: Transaction, given: Collection[str], lots_id: int) -> None:
    """Puts this work away until somebody takes it back; two at once are as good as one."""
    take_back(transaction, given)
    on_sqlite = transaction.connection.dialect.name == "sqlite"
    insert = sqlite.insert if on_sqlite else postgresql.insert
    for key in sorted(set(given)):
        row = insert(tables.setting_aside).values(key=key, at=transaction.at, lots_id=lots_id)
        transaction.connection.execute(row.on_conflict_do_nothing(index_elements=["key"]))


def take_back(transaction: Transaction, given: Collection[str]) -> None:
    """Puts this work on the list again."""
    table = tables.setting_aside
    transaction.connection.execute(delete(table).where(table.c.key.in_(sorted(set(given)))))
