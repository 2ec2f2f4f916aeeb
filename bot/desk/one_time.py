"""Secrets of one account that are good once: an invitation, a sign-in half done, recovery codes.

They share the table of one-time links; `kind.account.` stands before the hash.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from bot.conversations import tables
from bot.conversations.store import Transaction, token_hash

INVITATION, HALF_WAY, RECOVERY = "i", "h", "r"
AWAY = "o"
"""A sign-in that has gone to the identity provider: nobody's account yet, so its number is 0."""
_HASH_CHARACTERS = 40


def issue(
    transaction: Transaction, kind: str, lots_id: int, valid_for: timedelta, secret: str = ""
) -> str:
    """The secret, with the account's number before it; made here unless it is given."""
    secret = secret or secrets.token_urlsafe(24)
    transaction.connection.execute(
        insert(tables.sign_in_link).values(
            token_hash=_key(kind, lots_id, secret), expires_at=transaction.at + valid_for
        )
    )
    return f"{lots_id}-{secret}"


def owner_of(transaction: Transaction, kind: str, token: str) -> int:
    """The number of the account for which a token is good now; 0 when for none."""
    number, _, secret = token.partition("-")
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        return 0
    link = tables.sign_in_link
    query = select(func.count()).where(
        link.c.token_hash == _key(kind, int(number), secret), link.c.expires_at > transaction.at
    )
    return int(number) if transaction.connection.execute(query).scalar() else 0


def use(transaction: Transaction, kind: str, token: str) -> int:
    """The same as `owner_of`, and the token is used up: of many at once one gets the account."""
    number = owner_of(transaction, kind, token)
    link, secret = tables.sign_in_link, token.partition("-")[2]
    used = transaction.connection.execute(
        delete(link).where(link.c.token_hash == _key(kind, number, secret))
    )
    return number if used.rowcount else 0


def spend(transaction: Transaction, kind: str, secret: str) -> bool:
    """True for a good secret of nobody's account, which is used up now."""
    link = tables.sign_in_link
    used = transaction.connection.execute(
        delete(link).where(
            link.c.token_hash == _key(kind, 0, secret), link.c.expires_at > transaction.at
        )
    )
    return bool(used.rowcount)


def forget_old(transaction: Transaction, kind: str) -> None:
    """Removes secrets of this kind, of nobody's account, that nobody can use any more."""
    link = tables.sign_in_link
    transaction.connection.execute(
        delete(link).where(
            link.c.token_hash.startswith(f"{kind}.0."), link.c.expires_at <= transaction.at
        )
    )


def keep_newest(transaction: Transaction, kind: str, most: int) -> None:
    """Removes secrets of this kind, of nobody's account, but so many of the newest."""
    link = tables.sign_in_link
    ours = link.c.token_hash.startswith(f"{kind}.0.")
    newest_first = select(link.c.token_hash).where(ours).order_by(link.c.expires_at.desc())
    rest = transaction.connection.execute(newest_first.offset(most)).scalars().all()
    if rest:
        transaction.connection.execute(delete(link).where(link.c.token_hash.in_(rest)))


def forget(transaction: Transaction, kind: str, lots_id: int) -> None:
    """Ends every secret of this kind of an account."""
    link = tables.sign_in_link
    transaction.connection.execute(
        delete(link).where(link.c.token_hash.startswith(f"{kind}.{lots_id}."))
    )


def left(transaction: Transaction, kind: str, lots_id: int) -> int:
    """How many secrets of this kind an account has that are still good."""
    link = tables.sign_in_link
    query = select(func.count()).where(
        link.c.token_hash.startswith(f"{kind}.{lots_id}."), link.c.expires_at > transaction.at
    )
    return int(transaction.connection.execute(query).scalar() or 0)


def _key(kind: str, lots_id: int, secret: str) -> str:
    return f"{kind}.{lots_id}.{token_hash(secret)[:_HASH_CHARACTERS]}"
