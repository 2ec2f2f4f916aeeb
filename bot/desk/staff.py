"""What an administrator does with the accounts: invite, change, end."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update

from bot.conversations import tables
from bot.conversations.notifier import DESK
from bot.conversations.store import Transaction
from bot.desk import accounts, audit, factor, one_time
from bot.desk.accounts import Account
from bot.desk.rights import ADMINISTRATOR, ROLES
from bot.errors import SignInFailed
from bot.locales import LOCALES

INVITED_FOR = timedelta(days=7)
"""How long the link is good by which somebody sets the first password."""


@dataclass(frozen=True)
class Duty:
    """What an account may do, where, and in which languages."""

    role: str
    municipalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def duty(
    role: str, municipalities: Sequence[str], languages: Sequence[str], known: Sequence[str]
) -> Duty:
    """A duty whose role, places (of `known`) and languages there are. Raises: SignInFailed."""
    for what, given, allowed in (
        ("role", [role], ROLES),
        ("municipality", municipalities, known),
        ("language", languages, tuple(LOCALES)),
    ):
        wrong = [one for one in given if one not in allowed]
        if wrong:
            raise SignInFailed(f"No such {what}: {wrong[0]}. There are: {', '.join(allowed)}.")
    return Duty(role, tuple(dict.fromkeys(municipalities)), tuple(dict.fromkeys(languages)))


def invite(
    transaction: Transaction, email: str, name: str, given: Duty, by: int = 0
) -> tuple[Account, str]:
    """A new account without a known password, and the secret of the link that sets one.

    Raises: SignInFailed when the address is taken or wrong.
    """
    account = accounts.add(transaction, email, name, secrets.token_urlsafe(32), given.role)
    _serve(transaction, account.id, given if account.role == given.role else _first(given))
    audit.write(transaction, by, "account_added", account=account.id)
    return account, new_link(transaction, account.id)


def new_link(transaction: Transaction, lots_id: int) -> str:
    """The secret of a link that sets a new password once; earlier ones stop working."""
    one_time.forget(transaction, one_time.INVITATION, lots_id)
    return one_time.issue(transaction, one_time.INVITATION, lots_id, INVITED_FOR)


def change(transaction: Transaction, email: str, given: Duty, by: int = 0) -> None:
    """Gives an account another duty. Raises: SignInFailed (unknown), LastAdministrator."""
    account = active(transaction, email)
    if given.role != ADMINISTRATOR:
        accounts.keep_an_administrator(transaction, account.id)
    _serve(transaction, account.id, given)
    audit.write(transaction, by, "account_changed", account=account.id)
    transaction.touched.add(DESK)


def end(transaction: Transaction, email: str, by: int = 0) -> None:
    """Ends an account, its browsers and its links. Raises: SignInFailed, LastAdministrator."""
    account = active(transaction, email)
    accounts.remove(transaction, email)
    for kind in (one_time.INVITATION, one_time.HALF_WAY, one_time.RECOVERY):
        one_time.forget(transaction, kind, account.id)
    audit.write(transaction, by, "account_ended", account=account.id)


def active(transaction: Transaction, email: str) -> Account:
    """The account of an address. Raises: SignInFailed when there is none or it has ended."""
    email = email.strip().lower()
    for account in accounts.everyone(transaction):
        if account.email == email and account.active:
            return account
    raise SignInFailed(f"There is no account for {email}.")


def numbered(transaction: Transaction, lots_id: int) -> Account | None:
    """The account with this number, unless it has ended."""
    found = (one for one in accounts.everyone(transaction) if one.id == lots_id and one.active)
    return next(found, None)


def use_link(transaction: Transaction, token: str, password: str) -> Account:
    """The account of an invitation, with its password now; signed out everywhere.

    Raises: SignInFailed when the link has been used or the password is too short.
    """
    account = numbered(transaction, one_time.use(transaction, one_time.INVITATION, token))
    if account is None:
        raise SignInFailed("The link has been used or is too old.")
    accounts.set_password(transaction, account.id, password)
    session = tables.desk_session
    transaction.connection.execute(delete(session).where(session.c.lots_id == account.id))
    return account


def choose_password(transaction: Transaction, lots_id: int, password: str) -> None:
    """Sets a password without a link, which stops working. Raises: SignInFailed."""
    one_time.forget(transaction, one_time.INVITATION, lots_id)
    accounts.set_password(transaction, lots_id, password)


def without_factor(transaction: Transaction, lots_id: int, by: int = 0) -> None:
    """Takes away the second factor of somebody who has lost the telephone."""
    factor.take_away(transaction, lots_id)
    audit.write(transaction, by, "second_factor_off", account=lots_id)


def _first(given: Duty) -> Duty:
    """The first account is an administrator's whatever was asked."""
    return Duty(ADMINISTRATOR, given.municipalities, given.languages)


def _serve(transaction: Transaction, lots_id: int, given: Duty) -> None:
    transaction.connection.execute(
        update(tables.lots)
        .where(tables.lots.c.id == lots_id)
        .values(
            role=given.role,
            municipalities=list(given.municipalities),
            languages=list(given.languages),
        )
    )
