"""How days, weeks and languages read in the language of the desk. Pure."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.locales import LOCALES

_LOCALES = {"en": "en_GB"}
"""Where a language alone does not say in which order a day is written."""


def short_day(when: date, language: str) -> str:
    """A day in numbers, without its year: "16/11"."""
    return str(format_skeleton("Md", when, locale=_locale(language)))


def days(first: date, last: date, language: str) -> str:
    """From one day to a later one, what they share said once: "16–22 November 2026"."""
    locale = _locale(language)
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    begin, end = (part.replace("MMM", "MMMM") for part in locale.interval_formats["yMMMd"][differs])
    return format_date(first, begin, locale=locale) + format_date(last, end, locale=locale)


def week_number(monday: date) -> str:
    """The number of a week in its year, as people in Sweden count them: "47"."""
    return str(monday.isocalendar()[1])


def language_name(tag: str, language: str) -> str:
    """What one of our languages is called in `language`: "Latvian"; other tags as they are."""
    return _locale(language).languages.get(tag, tag) if tag in LOCALES else tag


def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, language))
