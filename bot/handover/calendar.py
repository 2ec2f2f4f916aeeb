"""A promised day and hour in the words of each language; they are content/phrases `calendar`."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.handover.availability import SWEDEN

MAX_ZONE = 60


class Phrases(Protocol):
    """What gives the assistant's phrases: bot.content.Content."""

    def phrase(self, key: str, language: str, **values: str) -> str:
        """The phrase `key` in `language`, filled."""


def known_zone(name: str) -> str:
    """`name` if it is a time zone ("Europe/Tallinn"), else nothing."""
    if not name or len(name) > MAX_ZONE:
        return ""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ""
    return name


def promise_of(promised: str) -> datetime:
    """The moment of a stored promise; one without an hour holds until its Swedish day ends."""
    if "T" in promised:
        return datetime.fromisoformat(promised).astimezone(SWEDEN)
    return datetime.combine(date.fromisoformat(promised), time(23, 59), SWEDEN)


def moment_text(phrases: Phrases, promised: str, language: str, zone: str) -> str:
    """How a promise reads after its preposition: "Monday 23 November, 17:00 your time".

    In the visitor's own time zone; in Swedish time, which is said, when `zone` is not known.
    """
    when = promise_of(promised)
    if "T" not in promised:
        return day_text(phrases, when.date(), language)
    local = when.astimezone(ZoneInfo(zone)) if zone else when
    key = "calendar.moment_swedish"
    if zone:
        same = local.utcoffset() == when.utcoffset()
        key = "calendar.moment" if same else "calendar.moment_yours"
    day = day_text(phrases, local.date(), language)
    hour = phrases.phrase(
        "calendar.hour", language, hour=f"{local.hour:02}", minute=f"{local.minute:02}"
    )
    return phrases.phrase(key, language, day=day, hour=hour)


def day_text(phrases: Phrases, when: date, language: str) -> str:
    """How a day reads after the preposition of the promise: "Monday 23 November"."""
    weekdays = phrases.phrase("calendar.weekdays", language).split()
    months = phrases.phrase("calendar.months", language).split()
    return phrases.phrase(
        "calendar.day",
        language,
        weekday=weekdays[when.weekday()],
        number=str(when.day),
        month=months[when.month - 1],
    )
