"""Who did what at the desk, and when: without words or names of visitors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select

from bot.conversations import tables
from bot.conversations.store import Transaction

ONCE_IN = timedelta(hours=1)
ONCE = ("opened", "translated")
"""Doing one of these again in the same case within this time is no new entry."""
PAGE = 50
ACTIONS = (
    "opened",
    "claimed",
    "transferred",
    "hand_back",
    "close",
    "corrected",
    "translated",
    "taught",
    "put_away",
    "searched",
    "exported",
    "erased",
    "signed_in",
    "sign_in_failed",
    "account_added",
    "account_changed",
    "account_ended",
    "second_factor_on",
    "second_factor_off",
)
"""Every action that is written; each has its label under `accounts.did_…` in the phrases."""


@dataclass(frozen=True)
class Entry:
    """Something that was done: by whom, when, and to which conversation or account."""

    id: int
    at: datetime
    name: str
    action: str
    conversation: str
    municipality: str
    whom: str


def write(
    transaction: Transaction,
    lots_id: int,
    action: str,
    conversation: str = "",
    **details: object,
) -> None:
    """Notes that an account did something; `details` are ids and slugs, never what was written."""
    if action not in ACTIONS:
        raise ValueError(f"{action} is not an action of the audit log")
    if action in ONCE and _already(transaction, lots_id, action, conversation):
        return
    transaction.connection.execute(
        insert(tables.audit).values(
            at=transaction.at,
            lots_id=lots_id,
            action=action,
            conversation=conversation,
            details=details,
        )
    )


def entries(
    transaction: Transaction, municipalities: Sequence[str] = (), before: int = 0
) -> list[Entry]:
    """One page of entries, newest first, below the id `before` if it is given.

    With municipalities: those about their conversations, or by people who have one of them.
    """
    table, lots, conversation = tables.audit, tables.lots, tables.conversation
    query = (
        select(table, lots.c.name, conversation.c.municipality)
        .outerjoin(lots, lots.c.id == table.c.lots_id)
        .outerjoin(conversation, conversation.c.id == table.c.conversation)
        .order_by(table.c.id.desc())
        .limit(PAGE)
    )
    if before:
        query = query.where(table.c.id < before)
    if municipalities:
        near = conversation.c.municipality.in_(list(municipalities))
        people = _people_of(transaction, municipalities)
        without_case = table.c.conversation == ""
        query = query.where(or_(near, without_case & table.c.lots_id.in_(people)))
    rows = transaction.connection.execute(query).mappings().all()
    names = _names(transaction)
    return [_entry(row, names) for row in rows]


def _already(transaction: Transaction, lots_id: int, action: str, conversation: str) -> bool:
    table = tables.audit
    query = select(func.count()).where(
        table.c.at > transaction.at - ONCE_IN,
        table.c.lots_id == lots_id,
        table.c.action == action,
        table.c.conversation == conversation,
    )
    return bool(transaction.connection.execute(query).scalar())


def _people_of(transaction: Transaction, municipalities: Sequence[str]) -> list[int]:
    rows = transaction.connection.execute(
        select(tables.lots.c.id, tables.lots.c.municipalities)
    ).all()
    return [row.id for row in rows if set(row.municipalities) & set(municipalities)]


def _names(transaction: Transaction) -> dict[int, str]:
    rows = transaction.connection.execute(select(tables.lots.c.id, tables.lots.c.name)).all()
    return {row.id: row.name for row in rows}


def _entry(row: Any, names: dict[int, str]) -> Entry:
    whom = row["details"].get("account", 0)
    return Entry(
        row["id"],
        row["at"],
        row["name"] or "",
        row["action"],
        row["conversation"],
        row["municipality"] or "",
        names.get(whom, ""),
    )
