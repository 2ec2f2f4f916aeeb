"""Counted tries to sign in, so that guessing passwords and codes is slow."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, insert, select, update

from bot.conversations import tables
from bot.conversations.store import Transaction

FREE_ATTEMPTS = 5
LOCK = timedelta(minutes=5)
"""After FREE_ATTEMPTS wrong passwords or codes an address must wait this long."""
CODE_OF = "code of "
"""Before an address: wrong codes of its second factor are counted apart from wrong passwords."""


def counted(transaction: Transaction, key: str) -> bool:
    """Counts a try at an address (or at its codes: CODE_OF before it); False while it is locked."""
    if _locked(transaction, key):
        return False
    _count(transaction, key)
    return True


def forget(transaction: Transaction, key: str) -> None:
    """Forgets the tries: the newest was right."""
    attempt = tables.desk_attempt
    transaction.connection.execute(delete(attempt).where(attempt.c.email_hash == _hash(key)))


def _locked(transaction: Transaction, key: str) -> bool:
    attempt = tables.desk_attempt
    query = select(func.count()).where(
        attempt.c.email_hash == _hash(key),
        attempt.c.failures >= FREE_ATTEMPTS,
        attempt.c.until > transaction.at,
    )
    return bool(transaction.connection.execute(query).scalar())


def _count(transaction: Transaction, key: str) -> None:
    attempt = tables.desk_attempt
    failed = transaction.connection.execute(
        update(attempt)
        .where(attempt.c.email_hash == _hash(key))
        .values(failures=attempt.c.failures + 1, until=transaction.at + LOCK)
    )
    if not failed.rowcount:
        transaction.connection.execute(
            insert(attempt).values(email_hash=_hash(key), failures=1, until=transaction.at + LOCK)
        )


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
