"""Accounts of lotsar and their signed-in browsers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import argon2
from sqlalchemy import delete, func, insert, select, update

from bot.conversations import tables
from bot.conversations.notifier import DESK
from bot.conversations.store import Transaction, token_hash
from bot.desk import attempts
from bot.desk.attempts import CODE_OF
from bot.desk.rights import ADMINISTRATOR, LOTS
from bot.errors import LastAdministrator, SignInFailed

MIN_PASSWORD = 10
SESSION_IDLE = timedelta(hours=12)
"""How long a browser stays signed in after its last sign of life."""

_hasher = argon2.PasswordHasher()
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$" + "A" * 43
"""Compared with when there is no such account, so that both take the same time."""

_FOR_THE_FIRST = tables.sign_in_link.c.token_hash.not_like("%.%")
"""The links that make the first account; those with a dot are an account's own (one_time.py)."""


@dataclass(frozen=True)
class Account:
    """A lots: what visitors see is the name."""

    id: int
    email: str
    name: str
    active: bool
    role: str = "lots"
    municipalities: tuple[str, ...] = ()
    """Slugs of the municipalities whose cases are this lots's; none for all."""
    languages: tuple[str, ...] = ()
    """Languages that this lots speaks; none when not told."""


@dataclass(frozen=True)
class Attempt:
    """A try to sign in at an address, counted as failed until it succeeds; `account` if any."""

    email: str
    account: Account | None
    password_hash: str


@dataclass(frozen=True)
class Session:
    """A signed-in browser of a lots; `csrf` must come back with every change."""

    account: Account
    token_hash: str
    csrf: str


def add(transaction: Transaction, email: str, name: str, password: str, role: str = "") -> Account:
    """The new account, or the ended one of that address, opened again with these.

    It is a lots's unless a role is given; the first one is an administrator's. One-time links stop
    working: they are for a desk without any account.
    Raises: SignInFailed when the address is taken, the password too short or a name missing.
    """
    email = email.strip().lower()
    if len(password) < MIN_PASSWORD:
        raise SignInFailed(f"The password needs at least {MIN_PASSWORD} characters.")
    if "@" not in email or not name.strip():
        raise SignInFailed("An account needs an e-mail address and a name.")
    values = {"name": name.strip(), "password_hash": _hasher.hash(password), "active": True}
    first = not any(one.active for one in everyone(transaction))
    values |= {"role": ADMINISTRATOR if first else role or LOTS, "totp_secret": ""}
    values |= {"municipalities": [], "languages": [], "oidc_subject": ""}
    known = _by_email(transaction, email)
    if known is not None and known["active"]:
        raise SignInFailed(f"{email} has an account already.")
    if known is not None:
        transaction.connection.execute(
            update(tables.lots).where(tables.lots.c.id == known["id"]).values(values)
        )
    else:
        row = {"email": email, "created_at": transaction.at} | values
        transaction.connection.execute(insert(tables.lots).values(row))
    transaction.connection.execute(delete(tables.sign_in_link).where(_FOR_THE_FIRST))
    return next(one for one in everyone(transaction) if one.email == email)


def everyone(transaction: Transaction) -> list[Account]:
    """All accounts, ended ones included, oldest first."""
    rows = transaction.connection.execute(select(tables.lots).order_by(tables.lots.c.id))
    return [_account(row) for row in rows.mappings()]


def remove(transaction: Transaction, email: str) -> None:
    """Ends an account and every browser signed in with it.

    Raises: SignInFailed when unknown, LastAdministrator when nobody could make accounts any more.
    """
    row = _by_email(transaction, email.strip().lower())
    if row is None:
        raise SignInFailed(f"There is no account for {email}.")
    keep_an_administrator(transaction, row["id"])
    session = tables.desk_session
    transaction.connection.execute(
        update(tables.lots)
        .where(tables.lots.c.id == row["id"])
        .values(active=False, oidc_subject="")
    )
    transaction.connection.execute(delete(session).where(session.c.lots_id == row["id"]))
    transaction.touched.add(DESK)


def keep_an_administrator(transaction: Transaction, without: int) -> None:
    """Raises: LastAdministrator when there is none but this account."""
    left = [one for one in everyone(transaction) if one.active and one.role == ADMINISTRATOR]
    if [one.id for one in left] == [without]:
        raise LastAdministrator(
            f"{left[0].email} is the last administrator: make somebody else one first."
        )


def have_an_administrator(transaction: Transaction) -> None:
    """Makes the oldest account an administrator's when there are accounts but no administrator."""
    active = [one for one in everyone(transaction) if one.active]
    if active and all(one.role != ADMINISTRATOR for one in active):
        transaction.connection.execute(
            update(tables.lots).where(tables.lots.c.id == active[0].id).values(role=ADMINISTRATOR)
        )


def begin(transaction: Transaction, email: str) -> Attempt | None:
    """A try to sign in at this address; None while it is locked.

    It is counted before the password is looked at, so that many at once do not get more tries.
    """
    email = email.strip().lower()
    if not attempts.counted(transaction, email):
        return None
    row = _by_email(transaction, email)
    if row is None or not row["active"]:
        return Attempt(email, None, NOBODY)
    return Attempt(email, _account(row), row["password_hash"])


def set_password(transaction: Transaction, lots_id: int, password: str) -> None:
    """Gives an account another password. Raises: SignInFailed when it is too short."""
    if len(password) < MIN_PASSWORD:
        raise SignInFailed(f"The password needs at least {MIN_PASSWORD} characters.")
    transaction.connection.execute(
        update(tables.lots)
        .where(tables.lots.c.id == lots_id)
        .values(password_hash=_hasher.hash(password))
    )


def right(attempt: Attempt, password: str) -> Account | None:
    """The account whose password this is. Slow on purpose: not for the loop or a transaction."""
    try:
        _hasher.verify(attempt.password_hash, password)
    except argon2.exceptions.VerificationError:
        return None
    return attempt.account


def sign_in(transaction: Transaction, account: Account) -> str:
    """The secret token of a new session; failures are forgotten, sessions long idle removed."""
    token = secrets.token_urlsafe(32)
    idle = tables.desk_session.c.seen_at
    for key in (account.email, CODE_OF + account.email):
        attempts.forget(transaction, key)
    transaction.connection.execute(
        delete(tables.desk_session).where(idle <= transaction.at - SESSION_IDLE)
    )
    transaction.connection.execute(
        insert(tables.desk_session).values(
            token_hash=token_hash(token),
            lots_id=account.id,
            csrf=secrets.token_urlsafe(24),
            created_at=transaction.at,
            seen_at=transaction.at,
        )
    )
    return token


def session(transaction: Transaction, token: str) -> Session | None:
    """The session that a browser's token names, if it is still good."""
    table, lots = tables.desk_session, tables.lots
    query = (
        select(table.c.token_hash, table.c.csrf, lots)
        .join(lots, lots.c.id == table.c.lots_id)
        .where(table.c.token_hash == token_hash(token))
        .where(table.c.seen_at > transaction.at - SESSION_IDLE, lots.c.active)
    )
    row = transaction.connection.execute(query).mappings().first()
    return Session(_account(row), row["token_hash"], row["csrf"]) if row else None


def session_is_open(transaction: Transaction, session_token_hash: str) -> bool:
    """True until somebody signed this session out, or ended its account."""
    table = tables.desk_session
    query = select(func.count()).where(table.c.token_hash == session_token_hash)
    return bool(transaction.connection.execute(query).scalar())


def sign_out(transaction: Transaction, session_token_hash: str) -> None:
    """Ends one session."""
    table = tables.desk_session
    transaction.connection.execute(delete(table).where(table.c.token_hash == session_token_hash))
    transaction.touched.add(DESK)


def one_time_link(transaction: Transaction, valid_for: timedelta) -> str:
    """The secret of a link by which one account can be made; earlier links stop working."""
    token = secrets.token_urlsafe(24)
    transaction.connection.execute(delete(tables.sign_in_link).where(_FOR_THE_FIRST))
    transaction.connection.execute(
        insert(tables.sign_in_link).values(
            token_hash=token_hash(token), expires_at=transaction.at + valid_for
        )
    )
    return token


def link_is_good(transaction: Transaction, token: str) -> bool:
    """True while a one-time link has neither been used nor become too old."""
    link = tables.sign_in_link
    query = select(func.count()).where(
        link.c.token_hash == token_hash(token), link.c.expires_at > transaction.at
    )
    return bool(transaction.connection.execute(query).scalar())


def use_link(transaction: Transaction, token: str, email: str, name: str, password: str) -> Account:
    """The account made by a one-time link, which is used up now. Raises: SignInFailed."""
    link = tables.sign_in_link
    used = transaction.connection.execute(
        delete(link).where(
            link.c.token_hash == token_hash(token), link.c.expires_at > transaction.at
        )
    )
    if not used.rowcount:
        raise SignInFailed("The link has been used or is too old.")
    return add(transaction, email, name, password)


def _by_email(transaction: Transaction, email: str) -> dict[str, Any] | None:
    query = select(tables.lots).where(tables.lots.c.email == email)
    row = transaction.connection.execute(query).mappings().first()
    return dict(row) if row else None


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        row["id"],
        row["email"],
        row["name"],
        row["active"],
        row["role"],
        tuple(row["municipalities"]),
        tuple(row["languages"]),
    )
