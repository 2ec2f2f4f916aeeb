"""A promised day in the words of each language; the words are content/phrases `calendar`."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Phrases(Protocol):
    """What gives the assistant's phrases: bot.content.Content."""

    def phrase(self, key: str, language: str, **values: str) -> str:
        """The phrase `key` in `language`, filled."""


def day_text(phrases: Phrases, day: str, language: str) -> str:
    """How `day` (ISO date) reads after the preposition of the promise: "Monday 23 November"."""
    when = date.fromisoformat(day)
    weekdays = phrases.phrase("calendar.weekdays", language).split()
    months = phrases.phrase("calendar.months", language).split()
    return phrases.phrase(
        "calendar.day",
        language,
        weekday=weekdays[when.weekday()],
        number=str(when.day),
        month=months[when.month - 1],
    )
