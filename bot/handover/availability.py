"""Whether a lots can answer now, and if not, by when: decided on the server alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

SWEDEN = ZoneInfo("Europe/Stockholm")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DEFAULT_HOURS: Mapping[str, Sequence[str]] = {"mon-fri": ("08:00-16:00",)}
CASES_EACH = 4
"""How many visitors one lots can help at the same time."""
_EVES = {(12, 24), (12, 31)}


class Availability(str, Enum):
    """Why a visitor can or cannot have a lots right now."""

    OPEN = "open"
    CLOSED_NOW = "closed_now"
    HOLIDAY = "holiday"
    NOBODY_ON_DUTY = "nobody_on_duty"
    ALL_BUSY = "all_busy"

    @property
    def can_wait(self) -> bool:
        """True when a lots may come today, so that the visitor stands in the queue."""
        return self not in (Availability.CLOSED_NOW, Availability.HOLIDAY)


@dataclass(frozen=True)
class Period:
    """Opening hours within one day, Swedish time; `closes` is not included."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Hours:
    """A week's opening hours: for each weekday (Monday first) its periods."""

    week: tuple[tuple[Period, ...], ...]


def parse_hours(raw: Mapping[str, Any]) -> Hours:
    """The hours that a municipality file gives: {"mon-fri": ["08:00-12:00", "13:00-16:00"]}.

    Its `source` is left aside. Raises: ValueError for days or times that do not exist.
    """
    week: list[tuple[Period, ...]] = [()] * 7
    for days, periods in raw.items():
        if days == "source":
            continue
        first, _, last = days.partition("-")
        for number in range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1):
            week[number] = tuple(_period(period) for period in periods)
    return Hours(tuple(week))


def availability(hours: Hours, now: datetime, loads: Sequence[int]) -> Availability:
    """Whether a visitor who asks for a lots at `now` can have one.

    `loads` has one number for each lots who is present: how many visitors she helps.
    Somebody present at the desk makes it open at any hour.
    """
    if loads:
        room = min(loads) < CASES_EACH
        return Availability.OPEN if room else Availability.ALL_BUSY
    local = now.astimezone(SWEDEN)
    if is_holiday(local.date()):
        return Availability.HOLIDAY
    at = local.time()
    opened = any(period.opens <= at < period.closes for period in hours.week[local.weekday()])
    return Availability.NOBODY_ON_DUTY if opened else Availability.CLOSED_NOW


def promised_moment(hours: Hours, now: datetime) -> datetime:
    """By when a lots answers at the latest: the end of the next working day but today.

    In Swedish time. A municipality without any hours works as most others do.
    """
    week = hours.week if any(hours.week) else parse_hours(DEFAULT_HOURS).week
    day = now.astimezone(SWEDEN).date() + timedelta(days=1)
    while not week[day.weekday()] or is_holiday(day):
        day += timedelta(days=1)
    closes = max(period.closes for period in week[day.weekday()])
    return datetime.combine(day, closes, SWEDEN)


def is_holiday(day: date) -> bool:
    """True on Swedish public holidays and the eves on which public services are closed."""
    midsummer_eve = day.month == 6 and day.weekday() == 4 and 19 <= day.day <= 25
    return day in _public_holidays(day.year) or (day.month, day.day) in _EVES or midsummer_eve


@lru_cache(maxsize=8)
def _public_holidays(year: int) -> frozenset[date]:
    # holidays 0.86: without include_sundays=False every Sunday of the year counts as a holiday
    return frozenset(holidays.Sweden(years=year, include_sundays=False))


def _period(raw: str) -> Period:
    opens, closes = raw.split("-")
    return Period(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip()))
