"""Whom the identity provider's word lets in: accounts that are there already, and no other."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update

from bot.conversations import tables
from bot.conversations.notifier import DESK
from bot.conversations.store import Transaction
from bot.desk import audit, entrance, staff
from bot.desk.provider import Identity
from bot.errors import IdentityRefused

MAX_SUBJECT = 400
"""As much as the column holds."""


def enter(transaction: Transaction, identity: Identity) -> tuple[str, str]:
    """A new session's token, and "" or why there is none, as IdentityRefused names it.

    The first time the address decides, and binds account and identity; later the identity alone.
    """
    number, refused = _whose(transaction, identity)
    account = staff.numbered(transaction, number)
    if refused or account is None:
        if number:
            audit.write(transaction, number, "sign_in_failed", by="oidc")
        return "", refused or "unknown"
    return entrance.let_in(transaction, account, by="oidc"), ""


def is_bound(transaction: Transaction, lots_id: int) -> bool:
    """True when an account belongs to an identity of the provider."""
    query = select(tables.lots.c.oidc_subject).where(tables.lots.c.id == lots_id)
    return bool(transaction.connection.execute(query).scalar())


def unbind(transaction: Transaction, lots_id: int, by: int = 0) -> None:
    """Frees an account from its identity and signs it out: the next one with its address has it."""
    lots, session = tables.lots, tables.desk_session
    transaction.connection.execute(update(lots).where(lots.c.id == lots_id).values(oidc_subject=""))
    transaction.connection.execute(delete(session).where(session.c.lots_id == lots_id))
    audit.write(transaction, by, "account_changed", account=lots_id, unbound=True)
    transaction.touched.add(DESK)


def _whose(transaction: Transaction, identity: Identity) -> tuple[int, str]:
    """The number of the account that is meant, if any, and why it is not opened, if it is not."""
    key = f"{identity.issuer} {identity.subject}"
    if len(key) > MAX_SUBJECT:
        raise IdentityRefused("wrong")
    lots = tables.lots
    bound = _row(transaction, lots.c.oidc_subject == key)
    if bound:
        return bound["id"], "" if bound["active"] else "unknown"
    if not identity.email:
        return 0, "unverified"
    found = _row(transaction, lots.c.email == identity.email)
    if found is None or not found["active"]:
        return found["id"] if found else 0, "unknown"
    if found["oidc_subject"]:
        return found["id"], "taken"
    return found["id"], _bind(transaction, found["id"], key)


def _bind(transaction: Transaction, lots_id: int, key: str) -> str:
    """Binds an account that is still free: "" when done, "taken" when another was faster."""
    lots = tables.lots
    done = transaction.connection.execute(
        update(lots).where(lots.c.id == lots_id, lots.c.oidc_subject == "").values(oidc_subject=key)
    )
    return "" if done.rowcount else "taken"


def _row(transaction: Transaction, where: Any) -> dict[str, Any] | None:
    row = transaction.connection.execute(select(tables.lots).where(where)).mappings().first()
    return dict(row) if row else None
