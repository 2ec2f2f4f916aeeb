"""The two steps of signing in: the password, then a second factor if the account has one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from bot.conversations.store import Transaction
from bot.desk import accounts, attempts, audit, factor, one_time, staff
from bot.desk.accounts import Account, Attempt
from bot.desk.guard import Guard

HALF_WAY_FOR = timedelta(minutes=10)
"""How long the second factor may take after the password."""


@dataclass(frozen=True)
class Entered:
    """A session's token, or that of a sign-in that waits for its second factor."""

    session: str = ""
    half_way: str = ""


def enter(transaction: Transaction, account: Account) -> Entered:
    """What the right password gives."""
    if not factor.factor_of(transaction, account.id).on:
        return Entered(session=let_in(transaction, account))
    attempts.forget(transaction, account.email)
    token = one_time.issue(transaction, one_time.HALF_WAY, account.id, HALF_WAY_FOR)
    return Entered(half_way=token)


def let_in(transaction: Transaction, account: Account, by: str = "password") -> str:
    """The token of a new session; the audit log keeps by what it was opened."""
    audit.write(transaction, account.id, "signed_in", by=by)
    return accounts.sign_in(transaction, account)


def with_code(transaction: Transaction, token: str, code: str) -> str | None:
    """A session's token for the second factor; "" for a wrong code, None for no such sign-in."""
    number = one_time.owner_of(transaction, one_time.HALF_WAY, token)
    account = staff.numbered(transaction, number)
    if account is None:
        return None
    if not code_is_right(transaction, account, code):
        return ""
    one_time.forget(transaction, one_time.HALF_WAY, account.id)
    return let_in(transaction, account)


def code_is_right(transaction: Transaction, account: Account, code: str) -> bool:
    """True for a good code of the second factor; every other counts as a failed try."""
    if not attempts.counted(transaction, attempts.CODE_OF + account.email):
        return False
    if factor.passes(transaction, account.id, code):
        attempts.forget(transaction, attempts.CODE_OF + account.email)
        return True
    audit.write(transaction, account.id, "sign_in_failed")
    return False


def note_failure(transaction: Transaction, attempt: Attempt) -> None:
    """Writes a wrong password for an account into the audit log."""
    if attempt.account is not None:
        audit.write(transaction, attempt.account.id, "sign_in_failed")


def answer(guard: Guard, entered: Entered) -> Response:
    """To the desk, or to the page that asks for the second factor."""
    if entered.session:
        return guard.sign_in(entered.session)
    return guard.half_way(entered.half_way)
