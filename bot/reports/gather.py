"""Reads the logs and counts them, conversation by conversation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Boolean, select
from sqlalchemy.sql.elements import ColumnElement

from bot.conversations import aside, tables
from bot.conversations.store import Store
from bot.reports.lessons import Lesson, lessons_of
from bot.reports.proposals import Proposal, proposals_of
from bot.reports.tally import SWEDEN, Tally, Visit, visits

AT_ONCE = 100
"""Conversations read in one transaction, so that none is long."""

FOREVER = date(9000, 1, 1)

Progress = Callable[[int], None]
"""Is told how many conversations have been read."""
Seen = ColumnElement[Boolean]
"""A condition on the table of conversations: which of them are read."""


@dataclass
class Learnt:
    """What the logs teach, and the keys of what somebody has put away (also still in here)."""

    lessons: list[Lesson] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    aside: frozenset[str] = frozenset()


def days(
    store: Store, first: date, last: date, municipality: str = "", progress: Progress | None = None
) -> dict[date, Tally]:
    """Counts by day of the visits that began from `first` to `last`; "" for all places."""
    counted: dict[date, Tally] = {}
    read, after = 0, ""
    while ids := _touched(store, first, last, after):
        for visit in _visits_of(store, ids):
            if first <= visit.day <= last and municipality in ("", visit.place):
                counted.setdefault(visit.day, Tally()).add(visit)
        read, after = read + len(ids), ids[-1]
        if progress:
            progress(read)
    return counted


def learnt(
    store: Store,
    since: date | None = None,
    last: date = FOREVER,
    seen: Seen | None = None,
    progress: Progress | None = None,
) -> Learnt:
    """What was not answered well, and what lotsar proposed, in these days; `seen` of it."""
    with store.reading() as transaction:
        found = Learnt(aside=aside.keys(transaction))
    since = since or date(2000, 1, 1)
    read, after = 0, ""
    while ids := _touched(store, since, last, after, seen):
        with store.reading() as transaction:
            for one in ids:
                events = transaction.events(one)
                found.lessons += (new for new in lessons_of(events, since) if new.day <= last)
                found.proposals += (new for new in proposals_of(events) if since <= new.day <= last)
        read, after = read + len(ids), ids[-1]
        if progress:
            progress(read)
    return found


def _touched(
    store: Store, first: date, last: date, after: str, seen: Seen | None = None
) -> list[str]:
    """Some ids behind `after` of conversations that lived in these days."""
    table = tables.conversation
    query = (
        select(table.c.id)
        .where(table.c.id > after)
        .where(table.c.updated_at >= _midnight(first))
        .where(table.c.created_at < _midnight(last + timedelta(days=1)))
        .order_by(table.c.id)
        .limit(AT_ONCE)
    )
    if seen is not None:
        query = query.where(seen)
    with store.reading() as transaction:
        return list(transaction.connection.execute(query).scalars())


def _visits_of(store: Store, ids: list[str]) -> list[Visit]:
    with store.reading() as transaction:
        return [visit for one in ids for visit in visits(transaction.events(one))]


def _midnight(day: date) -> datetime:
    """The beginning of a day in Sweden."""
    return datetime.combine(day, time(), SWEDEN)
