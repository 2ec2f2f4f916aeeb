"""The second factor of an account: six digits from an app (RFC 6238), or a recovery code.

The secret column holds `?` and the secret until a code confirmed it, then the secret, `@`, and the
number of the newest half minute whose code was used: a code is good once.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import select, update

from bot.conversations import tables
from bot.conversations.store import Transaction
from bot.desk import one_time
from bot.desk.accounts import Account

STEP_S = 30
DRIFT = 1
"""How many steps a telephone's clock may be off."""
RECOVERY_CODES = 10
_FOR_EVER = timedelta(days=36500)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Factor:
    """The second factor of an account: `on` when it was confirmed; no secret when there is none."""

    secret: str = ""
    on: bool = False
    used: int = 0
    """The newest step of which a code was used."""


def factor_of(transaction: Transaction, lots_id: int) -> Factor:
    """An account's second factor."""
    query = select(tables.lots.c.totp_secret).where(tables.lots.c.id == lots_id)
    kept = str(transaction.connection.execute(query).scalar() or "")
    if kept.startswith("?"):
        return Factor(kept[1:])
    secret, _, used = kept.partition("@")
    return Factor(secret, bool(secret), int(used or 0))


def propose(transaction: Transaction, lots_id: int) -> Factor:
    """The factor to be confirmed, with a new secret unless one waits; one that is on stays."""
    factor = factor_of(transaction, lots_id)
    if factor.secret:
        return factor
    secret = pyotp.random_base32()
    _keep(transaction, lots_id, f"?{secret}")
    return Factor(secret)


def confirm(transaction: Transaction, lots_id: int, code: str) -> list[str]:
    """Turns the proposed factor on; ten recovery codes, shown only now. None for a wrong code."""
    factor = factor_of(transaction, lots_id)
    step = matching(factor, code, transaction.at)
    if factor.on or step is None:
        return []
    _keep(transaction, lots_id, f"{factor.secret}@{step}")
    one_time.forget(transaction, one_time.RECOVERY, lots_id)
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    for recovery in codes:
        one_time.issue(transaction, one_time.RECOVERY, lots_id, _FOR_EVER, recovery)
    return ["-".join((one[:4], one[4:8], one[8:])) for one in codes]


def passes(transaction: Transaction, lots_id: int, code: str) -> bool:
    """True for a code of now that was not used before, or an unused recovery code; uses it up."""
    given = "".join(code.split()).replace("-", "").lower()
    factor = factor_of(transaction, lots_id)
    if not factor.on:
        return False
    step = matching(factor, given, transaction.at)
    if step is None:
        return one_time.use(transaction, one_time.RECOVERY, f"{lots_id}-{given}") == lots_id
    changed = transaction.connection.execute(
        update(tables.lots)
        .where(tables.lots.c.id == lots_id)
        .where(tables.lots.c.totp_secret == f"{factor.secret}@{factor.used}")
        .values(totp_secret=f"{factor.secret}@{step}")
    )
    return bool(changed.rowcount)


def take_away(transaction: Transaction, lots_id: int) -> None:
    """Turns an account's second factor off, and its recovery codes with it."""
    _keep(transaction, lots_id, "")
    one_time.forget(transaction, one_time.RECOVERY, lots_id)


def matching(factor: Factor, code: str, at: datetime) -> int | None:
    """The step whose code this is, newer than the one used last; None when there is none. Pure."""
    if not factor.secret:
        return None
    now, made = int(at.timestamp()) // STEP_S, pyotp.TOTP(factor.secret)
    given = "".join(code.split()).encode()
    for step in range(max(now - DRIFT, factor.used + 1), now + DRIFT + 1):
        if hmac.compare_digest(made.generate_otp(step).encode(), given):
            return step
    return None


def link_for(factor: Factor, account: Account) -> str:
    """The otpauth link by which an app takes the secret."""
    return pyotp.TOTP(factor.secret).provisioning_uri(name=account.email, issuer_name="Farled")


def _keep(transaction: Transaction, lots_id: int, kept: str) -> None:
    transaction.connection.execute(
        update(tables.lots).where(tables.lots.c.id == lots_id).values(totp_secret=kept)
    )
