"""Whether a lots can answer now, and by which day otherwise: hours, holidays, presence, DST."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handover.availability import (
    DEFAULT_HOURS,
    SWEDEN,
    Availability,
    availability,
    is_holiday,
    parse_hours,
    promised_day,
)

HOURS = parse_hours({"mon-thu": ["08:00-12:00", "13:00-16:30"], "fri": ["08:00-12:00"]})


def swedish(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 08:00", Availability.OPEN),
        ("2026-11-25 07:59", Availability.CLOSED),
        ("2026-11-25 12:00", Availability.CLOSED),
        ("2026-11-25 16:29", Availability.OPEN),
        ("2026-11-25 16:30", Availability.CLOSED),
        ("2026-11-27 13:30", Availability.CLOSED),
        ("2026-11-28 10:00", Availability.CLOSED),
        ("2026-12-24 10:00", Availability.HOLIDAY),
        ("2026-12-25 10:00", Availability.HOLIDAY),
        ("2026-06-19 10:00", Availability.HOLIDAY),
        ("2026-03-30 08:30", Availability.OPEN),
        ("2026-10-26 08:30", Availability.OPEN),
    ],
)
def test_hours_holidays_and_clock_changes_decide(now: str, expected: Availability) -> None:
    assert availability(HOURS, swedish(now), present=0) is expected


def test_a_lots_who_is_there_makes_it_open_at_any_hour() -> None:
    assert availability(HOURS, swedish("2026-12-24 23:00"), present=1) is Availability.OPEN


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-24 20:00", date(2026, 11, 25)),
        ("2026-11-27 09:00", date(2026, 11, 30)),
        ("2026-12-23 17:00", date(2026, 12, 28)),
        ("2026-04-02 12:00", date(2026, 4, 7)),
    ],
)
def test_the_promised_day_is_the_next_working_day(now: str, day: date) -> None:
    assert promised_day(HOURS, swedish(now)) == day


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(timezone.utc)))
def test_the_promised_day_is_always_a_later_working_day(now: datetime) -> None:
    hours = parse_hours(DEFAULT_HOURS)
    day = promised_day(hours, now)
    assert day > now.astimezone(SWEDEN).date()
    assert hours.week[day.weekday()]
    assert not is_holiday(day)


def test_an_ordinary_sunday_is_no_holiday() -> None:
    assert not is_holiday(date(2026, 11, 22))


def test_hours_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="hour"):
        parse_hours({"mon": ["25:00-26:00"]})
    with pytest.raises(ValueError, match="tuple"):
        parse_hours({"someday": ["08:00-16:00"]})
