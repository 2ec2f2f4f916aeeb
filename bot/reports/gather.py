"""Reads the logs and counts them, conversation by conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from bot.conversations import tables
from bot.conversations.store import Store
from bot.reports.lessons import Lesson, lessons_of
from bot.reports.tally import SWEDEN, Tally, Visit, visits

AT_ONCE = 100
"""Conversations read in one transaction, so that the hub can write between."""

FOREVER = date(9000, 1, 1)

Progress = Callable[[int], None]
"""Is told how many conversations have been read."""


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


def lessons(
    store: Store, since: date | None = None, progress: Progress | None = None
) -> list[Lesson]:
    """What was not answered well in all conversations, of messages since that day."""
    found: list[Lesson] = []
    read, after = 0, ""
    while ids := _touched(store, since or date(2000, 1, 1), FOREVER, after):
        with store.transaction() as transaction:
            for one in ids:
                found += lessons_of(transaction.events(one), since)
        read, after = read + len(ids), ids[-1]
        if progress:
            progress(read)
    return found


def _touched(store: Store, first: date, last: date, after: str) -> list[str]:
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
    with store.transaction() as transaction:
        return list(transaction.connection.execute(query).scalars())


def _visits_of(store: Store, ids: list[str]) -> list[Visit]:
    with store.transaction() as transaction:
        return [visit for one in ids for visit in visits(transaction.events(one))]


def _midnight(day: date) -> datetime:
    """The beginning of a day in Sweden."""
    return datetime.combine(day, time(), SWEDEN)
