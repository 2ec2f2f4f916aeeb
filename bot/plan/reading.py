"""Reads what a visitor answers about the move: ages, a day, what is arranged. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.content.fold import words as split
from bot.content.lexicon import Hit
from bot.content.wording import Wording
from bot.plan.card import ARRANGED, MOST_CHILDREN, OLDEST_CHILD

CHILD, BABY, YEAR, MONTH, NONE, ALONE, PARTNER, BOTH = (
    "child",
    "baby",
    "year",
    "month",
    "none",
    "alone",
    "partner",
    "both",
)
_ISO = re.compile(r"\b(20\d\d)-(\d\d?)(?:-(\d\d?))?\b")
_DAY_FIRST = re.compile(r"\b(\d\d?)[./](\d\d?)[./](20\d\d)\b")
_DIGITS = re.compile(r"\d{1,3}(?!\d)")
_YEAR = re.compile(r"20\d\d")
_MONTHS_A_YEAR = 12


def children(text: str, wording: Wording, *, asked: bool) -> tuple[int, ...] | None:
    """The ages that `text` tells, in years; () for no children, None when it tells none.

    When nobody `asked`, only words that speak of children or of years count.
    """
    if not asked and not wording.says(CHILD, text):
        return None
    babies = wording.where(BABY, text)
    inside = {at for hit in babies for at in range(hit.start, hit.end)}
    years = {hit.start for hit in wording.where(YEAR, text)}
    months = {hit.start for hit in wording.where(MONTH, text)}
    counted = {hit.start - 1 for hit in wording.where(CHILD, text)}
    ages = [0 for _ in babies]
    for at, number in _numbers(text, wording).items():
        if at in inside or (at in counted and at + 1 not in years):
            continue  # "two children": how many, not how old
        ages.append(number // _MONTHS_A_YEAR if at + 1 in months else number)
    found = tuple(age for age in ages if age <= OLDEST_CHILD)[:MOST_CHILDREN]
    if not found:
        return () if asked and wording.is_just(NONE, text) else None
    return found


def move_day(text: str, wording: Wording, today: date, *, asked: bool) -> tuple[date, bool] | None:
    """The day of the move that `text` tells, and whether only the month is known.

    A month without a year is the next one that comes. None when it tells no day. When nobody
    `asked`, a question tells none, nor does a word that is more than a month ("may").
    """
    if not asked and ("?" in text or wording.says("only_asked", text)):
        return None
    written = _written(text, today)
    if written:
        return written
    if wording.says("next_month", text):
        return _month_after(today), True
    if wording.says("soon", text):
        return today + timedelta(days=14), True
    hits = wording.months.find(text)
    if not hits:
        return None
    month = int(hits[0].value)
    years = [int(word) for word in split(text) if _YEAR.fullmatch(word)]
    number = _day_beside(split(text), hits[0])
    found = _made(years[0] if years else today.year, month, number or 1)
    gone = (
        found is not None and not years and (found.month, number or 31) < (today.month, today.day)
    )
    found = _made(today.year + 1, month, number or 1) if gone else found
    return (found, number is None) if found else None


def arranged(text: str, wording: Wording, *, asked: bool) -> frozenset[str] | None:
    """What `text` says is arranged already; empty for nothing, None when it says neither."""
    hits = [hit for hit in wording.arranged.find(text) if hit.value in ARRANGED]
    for no in wording.where(NONE, text):
        # "a flat but no job": what stands nearest to the "no" is not arranged.
        hits.sort(key=lambda hit: min(abs(hit.start - no.end), abs(no.start - hit.end)))
        hits = hits[1:]
    found = frozenset(hit.value for hit in hits)
    if found or not asked:
        return found or None
    if wording.is_just(BOTH, text):
        return frozenset({"job", "home"})
    return frozenset() if wording.says(NONE, text) else None


def adults(text: str, wording: Wording) -> int | None:
    """1 when `text` says that the visitor moves alone, 2 with a partner; None when neither."""
    none = wording.is_just(NONE, text)
    if wording.says(PARTNER, text) or wording.says(BOTH, text):
        return 1 if none else 2
    return 1 if none or wording.says(ALONE, text) else None


def _numbers(text: str, wording: Wording) -> dict[int, int]:
    """The numbers in `text` by the place of their word."""
    found = {hit.start: int(hit.value) for hit in wording.numbers.find(text)}
    for at, word in enumerate(split(text)):
        digits = _DIGITS.match(word)
        if digits:
            found[at] = int(digits.group())
    return dict(sorted(found.items()))


def _written(text: str, today: date) -> tuple[date, bool] | None:
    iso = _ISO.search(text)
    if iso:
        year, month, number = (int(part) if part else None for part in iso.groups())
        found = _made(year or today.year, month or 1, number or 1)
        return (found, number is None) if found else None
    dotted = _DAY_FIRST.search(text)
    if dotted:
        number, month, year = map(int, dotted.groups())
        found = _made(year, month, number)
        return (found, False) if found else None
    return None


def _day_beside(said: list[str], month: Hit) -> int | None:
    """The day of the month that stands next to its name."""
    for at in (month.start - 1, month.end):
        if 0 <= at < len(said):
            digits = re.match(r"(\d{1,2})(?!\d)", said[at])
            if digits and 1 <= int(digits.group(1)) <= 31:
                return int(digits.group(1))
    return None


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _month_after(today: date) -> date:
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
