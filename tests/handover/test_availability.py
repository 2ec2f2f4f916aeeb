"""Whether a lots can answer now, and by when otherwise: hours, holidays, presence, DST."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handover.availability import (
    CASES_EACH,
    DEFAULT_HOURS,
    SWEDEN,
    Availability,
    availability,
    is_holiday,
    parse_hours,
    promised_moment,
)

HOURS = parse_hours({"mon-thu": ["08:00-12:00", "13:00-16:30"], "fri": ["08:00-12:00"]})


def swedish(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 08:00", Availability.NOBODY_ON_DUTY),
        ("2026-11-25 07:59", Availability.CLOSED_NOW),
        ("2026-11-25 12:00", Availability.CLOSED_NOW),
        ("2026-11-25 16:29", Availability.NOBODY_ON_DUTY),
        ("2026-11-25 16:30", Availability.CLOSED_NOW),
        ("2026-11-27 13:30", Availability.CLOSED_NOW),
        ("2026-11-28 10:00", Availability.CLOSED_NOW),
        ("2026-12-24 10:00", Availability.HOLIDAY),
        ("2026-12-25 10:00", Availability.HOLIDAY),
        ("2026-06-19 10:00", Availability.HOLIDAY),
        ("2026-03-30 08:30", Availability.NOBODY_ON_DUTY),
        ("2026-10-26 08:30", Availability.NOBODY_ON_DUTY),
        ("2026-10-26 07:30", Availability.CLOSED_NOW),
    ],
)
def test_hours_holidays_and_clock_changes_decide_while_nobody_is_there(
    now: str, expected: Availability
) -> None:
    assert availability(HOURS, swedish(now), loads=[]) is expected


@pytest.mark.parametrize("now", ["2026-12-24 23:00", "2026-11-25 09:00", "2026-11-28 10:00"])
def test_a_lots_who_is_there_makes_it_open_at_any_hour(now: str) -> None:
    assert availability(HOURS, swedish(now), loads=[0]) is Availability.OPEN
    assert availability(HOURS, swedish(now), [CASES_EACH, 0]) is Availability.OPEN


@given(st.lists(st.integers(CASES_EACH, 40), min_size=1))
def test_all_are_busy_when_each_who_is_there_has_her_hands_full(loads: list[int]) -> None:
    assert availability(HOURS, swedish("2026-11-25 09:00"), loads) is Availability.ALL_BUSY
    assert availability(HOURS, swedish("2026-11-25 09:00"), [*loads, 3]) is Availability.OPEN


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-11-24 20:00", "2026-11-25T16:30:00+01:00"),
        ("2026-11-26 09:00", "2026-11-27T12:00:00+01:00"),
        ("2026-11-27 09:00", "2026-11-30T16:30:00+01:00"),
        ("2026-12-23 17:00", "2026-12-28T16:30:00+01:00"),
        ("2026-04-02 12:00", "2026-04-07T16:30:00+02:00"),
        ("2026-10-23 12:00", "2026-10-26T16:30:00+01:00"),
        ("2026-03-27 12:00", "2026-03-30T16:30:00+02:00"),
    ],
)
def test_the_promise_is_the_end_of_the_next_working_day(now: str, moment: str) -> None:
    assert promised_moment(HOURS, swedish(now)).isoformat() == moment


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(timezone.utc)))
def test_the_promise_is_always_a_later_working_day(now: datetime) -> None:
    hours = parse_hours(DEFAULT_HOURS)
    moment = promised_moment(hours, now)
    assert moment.date() > now.astimezone(SWEDEN).date()
    assert hours.week[moment.weekday()]
    assert not is_holiday(moment.date())


def test_a_municipality_without_hours_promises_by_office_hours() -> None:
    moment = promised_moment(parse_hours({"source": None}), swedish("2026-11-27 12:00"))
    assert moment.isoformat() == "2026-11-30T16:00:00+01:00"


def test_an_ordinary_sunday_is_no_holiday() -> None:
    assert not is_holiday(date(2026, 11, 22))


def test_hours_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="hour"):
        parse_hours({"mon": ["25:00-26:00"]})
    with pytest.raises(ValueError, match="tuple"):
        parse_hours({"someday": ["08:00-16:00"]})
