"""The logs of a database, counted by day and place."""

from __future__ import annotations

from datetime import date

from bot.conversations import erasure
from bot.conversations.store import Store
from bot.reports import gather
from bot.reports.report import make
from tests.conftest import HandClock
from tests.reports.talks import LULEA, sure, visitor

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 29)


def test_days_places_and_erased_ones(any_store: Store, clock: HandClock) -> None:
    def visited(*bodies: object) -> str:
        with any_store.transaction() as tx:
            return tx.open("web", None, *bodies, visitor(), sure())[0]  # type: ignore[arg-type]

    for _ in range(gather.AT_ONCE + 1):
        visited(LULEA)
    erased = visited()
    clock.pass_s(24 * 3600)
    visited()
    with any_store.transaction() as tx:
        erasure.erase(tx, tx.lock(erased))
    read: list[int] = []
    days = gather.days(any_store, FIRST, LAST, progress=read.append)
    assert {day.isoformat(): one.visits for day, one in days.items()} == {
        "2026-11-25": gather.AT_ONCE + 1,
        "2026-11-26": 1,
    }
    assert read == [gather.AT_ONCE, gather.AT_ONCE + 3]
    assert list(gather.days(any_store, FIRST, LAST, "lulea")) == [date(2026, 11, 25)]
    assert gather.days(any_store, date(2026, 1, 1), date(2026, 1, 31)) == {}
    report = make(days, FIRST, LAST)
    assert report.numbers[("visits",)].value == gather.AT_ONCE + 2
    assert dict(report.list_of("places"))[""].value is None
