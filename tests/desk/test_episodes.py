"""Earlier cases are read from the log."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.conversations.events import Blank, Body, Event, Owner, OwnerChanged, Reason
from bot.desk.episodes import episodes

START = datetime(2026, 11, 2, 9, tzinfo=timezone.utc)


def told(*bodies: Body) -> list[Event]:
    return [
        Event("c1", seq, START + timedelta(days=seq), body) for seq, body in enumerate(bodies, 1)
    ]


def test_each_time_that_a_lots_had_it_is_a_case_newest_first() -> None:
    found = episodes(
        told(
            OwnerChanged(Owner.WAITING, Reason.ASKED),
            OwnerChanged(Owner.LOTS, Reason.CLAIMED, lots_id=1, lots="Anna"),
            OwnerChanged(Owner.ASSISTANT, Reason.CLOSED, outcome="answered"),
            OwnerChanged(Owner.LOTS, Reason.STEPPED_IN, lots_id=2, lots="Bo"),
            OwnerChanged(Owner.ASSISTANT, Reason.HANDED_BACK),
            OwnerChanged(Owner.LOTS, Reason.STEPPED_IN, lots_id=2, lots="Bo"),
        )
    )
    assert [(one.seq, one.lots, one.reason, one.outcome) for one in found] == [
        (4, "Bo", "handed_back", ""),
        (1, "Anna", "closed", "answered"),
    ]
    assert found[1].ended - found[1].began == timedelta(days=2)


def test_a_wait_that_was_cancelled_is_no_case() -> None:
    waited = OwnerChanged(Owner.WAITING, Reason.ASKED)
    assert episodes(told(waited, OwnerChanged(Owner.ASSISTANT, Reason.CANCELLED))) == []


def test_what_was_erased_is_not_there() -> None:
    assert episodes(told(Blank(), Blank(), Blank())) == []
