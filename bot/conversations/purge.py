"""What has become too old, and erasures that wait for a person: found, and forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sqlalchemy import Boolean, Table, delete, func, insert, select
from sqlalchemy.sql.elements import ColumnElement

from bot.conversations import activity, erasure, tables
from bot.conversations.events import Erased
from bot.conversations.store import Transaction
from bot.conversations.stored import kind_of
from bot.errors import UnknownConversation

KEEP_UPDATES = timedelta(days=30)
"""How long a channel's handled updates are kept, so that none is taken twice."""
KEEP_AUDIT_MONTHS = 24
"""How long the audit log is kept, and what the desk has put away from its weekly list."""
KEEP_ATTEMPTS = timedelta(days=1)
"""How long failed sign-ins are remembered after their lock has ended."""
AT_ONCE = 20
"""Conversations erased in one transaction, so that others need not wait long."""


@dataclass(frozen=True)
class Old:
    """How many of each have become too old."""

    conversations: int
    updates: int
    audit: int
    attempts: int
    aside: int = 0

    @property
    def any(self) -> bool:
        """True when there is something to forget."""
        beside = self.updates or self.audit or self.attempts or self.aside
        return bool(self.conversations or beside)


@dataclass(frozen=True)
class Queued:
    """A visitor's wish to be forgotten that waits for a decision."""

    conversation: str
    receipt: str
    asked_at: datetime
    municipality: str


def months_before(at: datetime, months: int) -> datetime:
    """The same day and hour that many months ago, or the last day of that month."""
    at = at.astimezone(timezone.utc)
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return at.replace(year=year, month=month + 1)


def found(transaction: Transaction, months: int) -> Old:
    """What `purge_some` and `purge_rows` would forget now; 0 months keeps conversations."""
    table = tables.conversation
    count = 0
    if months:
        query = select(func.count()).select_from(table).where(*_untouched(transaction, months))
        count = transaction.connection.execute(query).scalar_one()
    rows = [
        transaction.connection.execute(
            select(func.count()).select_from(one).where(*conditions)
        ).scalar_one()
        for one, conditions in _rows(transaction)
    ]
    return Old(count, *rows)


def purge_some(transaction: Transaction, months: int) -> int:
    """How many conversations without a change for `months` were erased now; 0 when none is left."""
    if not months:
        return 0
    table = tables.conversation
    old = transaction.connection.execute(
        select(table.c.id)
        .where(*_untouched(transaction, months))
        .order_by(table.c.updated_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).scalars()
    erased = 0
    for conversation in old.all():
        erasure.erase(transaction, transaction.lock(conversation))
        erased += 1
    return erased


def purge_rows(transaction: Transaction) -> int:
    """How many rows beside the conversations were too old and are gone now."""
    activity.fade(transaction)
    return sum(
        transaction.connection.execute(delete(table).where(*conditions)).rowcount
        for table, conditions in _rows(transaction)
    )


def queued(transaction: Transaction) -> list[Queued]:
    """The wishes to be forgotten that wait for a decision, oldest first."""
    event, one = tables.event, tables.conversation
    rows = transaction.connection.execute(
        select(event.c.conversation, event.c.at, event.c.body, one.c.municipality)
        .join(one, one.c.id == event.c.conversation)
        .where(event.c.kind == kind_of(Erased("", "")), ~_is_erased())
        .order_by(event.c.at, event.c.conversation)
    )
    wishes: dict[str, Queued] = {}
    for conversation, at, body, municipality in rows:
        if body.get("state") == "queued":
            wish = Queued(conversation, body["receipt"], at, municipality)
            wishes.setdefault(conversation, wish)
    return list(wishes.values())


def carry_out(transaction: Transaction, wish: Queued) -> str:
    """The receipt of the erasure that a visitor had asked for; "" when it is done already.

    It stands in the audit log under no account: whoever runs the command has none here.
    """
    try:
        head = transaction.lock(wish.conversation)
    except UnknownConversation:
        return ""
    if head.state.erased:
        return ""
    row = {"at": transaction.at, "lots_id": 0, "action": "erased", "details": {}}
    transaction.connection.execute(insert(tables.audit).values(**row, conversation=head.id))
    return erasure.erase(transaction, head)[1]


def _untouched(transaction: Transaction, months: int) -> list[ColumnElement[Boolean]]:
    before = months_before(transaction.at, months)
    return [tables.conversation.c.updated_at < before, ~_is_erased()]


def _is_erased() -> ColumnElement[Boolean]:
    erased: ColumnElement[Boolean] = tables.conversation.c.state["erased"].as_boolean()
    return erased


def _rows(transaction: Transaction) -> list[tuple[Table, list[ColumnElement[Boolean]]]]:
    """What lives beside the conversations, and when it is too old."""
    at, update, audit, aside = transaction.at, tables.update, tables.audit, tables.setting_aside
    months_ago = months_before(at, KEEP_AUDIT_MONTHS)
    return [
        (update, [update.c.at < at - KEEP_UPDATES, update.c.body.is_(None)]),
        (audit, [audit.c.at < months_ago]),
        (tables.desk_attempt, [tables.desk_attempt.c.until < at - KEEP_ATTEMPTS]),
        (aside, [aside.c.at < months_ago]),
    ]
