"""The place in the queue and the usual wait: never flattering, never a number from nothing."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handover.queue import ENOUGH_WAITS, Waiting, place, usual_minutes

START = datetime(2026, 11, 25, 10, tzinfo=timezone.utc)
ANYTHING = st.lists(
    st.builds(
        Waiting,
        st.sampled_from(["lulea", "sorsele", ""]),
        st.booleans(),
        st.integers(0, 10**6).map(lambda seconds: START + timedelta(seconds=seconds)),
    ),
    unique_by=lambda one: one.since,
    max_size=12,
)


def after(minutes: int, municipality: str = "lulea", urgent: bool = False) -> Waiting:
    return Waiting(municipality, urgent, START + timedelta(minutes=minutes))


def test_urgent_first_then_who_has_waited_longest() -> None:
    queue = [after(0), after(3), after(5, urgent=True)]
    assert [place(one, queue) for one in queue] == [2, 3, 1]


def test_one_who_comes_now_is_behind_all_and_an_urgent_one_behind_the_urgent() -> None:
    queue = [after(0), after(3), after(5, urgent=True)]
    assert place(Waiting("lulea", False, None), queue) == 4
    assert place(Waiting("lulea", True, None), queue) == 2


def test_only_those_count_whom_the_same_lotsar_take() -> None:
    queue = [after(0, "sorsele"), after(1, ""), after(2)]
    assert place(Waiting("lulea", False, None), queue) == 3
    assert place(Waiting("boden", False, None), queue) == 2
    assert place(Waiting("", False, None), queue) == 4


@given(ANYTHING)
def test_places_within_a_municipality_are_all_different(queue: list[Waiting]) -> None:
    places = [place(one, queue) for one in queue if one.municipality == "lulea"]
    assert len(set(places)) == len(places)
    assert all(1 <= one <= len(queue) for one in places)


@pytest.mark.parametrize(
    ("minutes", "said"), [([1] * 4, 0), ([1] * 5, 5), ([2, 3, 6, 9, 9], 10), ([5] * 9, 5)]
)
def test_the_usual_wait_is_the_median_rounded_up(minutes: list[int], said: int) -> None:
    assert usual_minutes([timedelta(minutes=one) for one in minutes]) == said


@given(st.lists(st.timedeltas(timedelta(0), timedelta(hours=2)), min_size=ENOUGH_WAITS))
def test_at_least_half_of_the_recent_visitors_waited_no_longer_than_said(
    waits: list[timedelta],
) -> None:
    said = timedelta(minutes=usual_minutes(waits))
    assert sum(one <= said for one in waits) * 2 >= len(waits)
