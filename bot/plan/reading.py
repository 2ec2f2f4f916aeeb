"""Reads what a visitor answers about the move: ages, a day, what is arranged. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.content.fold import words as split
from bot.content.lexicon import Hit
from bot.content.model import ARRANGED
from bot.content.wording import Wording
from bot.plan.card import MOST_CHILDREN, OLDEST_CHILD

CHILD, BABY, TWINS, YEAR, MONTH = "child", "baby", "twins", "year", "month"
ALONE, PARTNER, BOTH = "alone", "partner", "both"
NONE, LACKING, BUT, OF = "none", "lacking", "but", "of"
_ISO = re.compile(r"\b(20\d\d)[-. ](\d\d?)(?:[-. ](\d\d?))?\b")
_DAY_FIRST = re.compile(r"\b(\d\d?)[./] ?(\d\d?)(?:[./] ?| )(20\d\d)\b")
_MONTH_FIRST = re.compile(r"\b(\d\d?)[./] ?(20\d\d)\b")
_NO_YEAR = re.compile(r"\b(\d\d?)[./](\d\d?)\.?(?=\s*$|,)")
_HALF = re.compile(r"\b(\d{1,2})[.,]5\b")
_CLAUSE = re.compile(r"[,;.!?\n]")
_FEW = 3
"""Words in the longest "no, none" that needs no word for children."""
_DIGITS = re.compile(r"\d{1,3}(?!\d)")
_YEAR = re.compile(r"20\d\d")
_MONTHS_A_YEAR = 12
_MOST_MONTHS_AHEAD = 24
_BESIDE = 3
"""Words from the age of a baby to its name: "6 months old baby"."""


def children(text: str, wording: Wording, *, asked: bool) -> tuple[int, ...] | None:
    """The ages that `text` tells, in years; () for no children, None when it tells none.

    When nobody `asked`, only words that speak of children or of years count.
    """
    if not asked and not (CHILD in wording.lists and wording.lists[CHILD].has(text)):
        return None
    text = _whole_years(text, wording)
    babies = wording.where(BABY, text)
    numbers = _ages(text, wording, babies)
    months = {at for at, age in numbers if age == 0}
    ages = numbers + [(hit.start, 0) for hit in babies if not _told(hit, months)]
    ages = [(at, age) for at, age in sorted(ages) if age <= OLDEST_CHILD]
    for twins in wording.where(TWINS, text):
        ages = _doubled(ages, twins)
    found = tuple(age for _, age in ages)[:MOST_CHILDREN]
    if found:
        return found
    # Also within "no children", which `says` takes for no word about children.
    named = CHILD in wording.lists and wording.lists[CHILD].has(text)
    if asked:
        few = len(split(text)) <= _FEW or named
        return () if few and wording.is_just(NONE, text) else None
    return () if named and not wording.says(CHILD, text) and wording.says(NONE, text) else None


def move_day(text: str, wording: Wording, today: date, *, asked: bool) -> tuple[date, bool] | None:
    """The day of the move that `text` tells, and whether only the month is known.

    A month without a year is the next one that comes. None when it tells no day. When nobody
    `asked`, a question tells none, nor do "soon" and a month that is another word too ("may").
    """
    if not asked and "?" in text:
        return None
    written = _written(text, today, asked=asked) or (
        _in_months(text, wording, today) if asked else None
    )
    if written:
        return written
    if wording.says("next_month", text):
        return _month_after(today), True
    if asked and wording.says("soon", text):
        return today + timedelta(days=14), True
    hits = wording.months.find(text)
    if not asked:
        hits = [hit for hit in hits if _is_month(hit, text, wording)]
    if not hits:
        return None
    month = int(hits[0].value)
    years = [int(word) for word in split(text) if _YEAR.fullmatch(word)]
    number = _day_beside(split(text), hits[0], wording)
    found = _made(years[0], month, number or 1) if years else _next(today, month, number)
    return (found, number is None) if found else None


def arranged(text: str, wording: Wording, *, asked: bool) -> frozenset[str] | None:
    """What `text` says is arranged already; empty for nothing, None when it says neither.

    When nobody `asked`, a word that something is had must stand there: "we have a flat now".
    """
    if not asked and ("?" in text or not wording.says("settled", text)):
        return None
    clauses = [part for whole in _CLAUSE.split(text) for part in _parts(whole, wording)]
    found = frozenset(hit.value for clause in clauses for hit in _settled(clause, wording))
    if found or not asked:
        return found or None
    if wording.is_just(BOTH, text):
        return frozenset({"job", "home"})
    lacks = wording.says(NONE, text) or wording.says(LACKING, text)
    return frozenset() if lacks else None


def lacking(text: str, wording: Wording) -> frozenset[str]:
    """What `text` says is not arranged: "we have no flat yet"."""
    clauses = [part for whole in _CLAUSE.split(text) for part in _parts(whole, wording)]
    named = {
        hit.value
        for clause in clauses
        for hit in wording.arranged.find(clause)
        if wording.says(LACKING, clause) or wording.says(NONE, clause)
    }
    settled = {hit.value for clause in clauses for hit in _settled(clause, wording)}
    return frozenset(named & {*ARRANGED} - settled)


def adults(text: str, wording: Wording) -> int | None:
    """1 when `text` says that the visitor moves alone, 2 with a partner; None when neither."""
    partners, nones = wording.where(PARTNER, text), wording.where(NONE, text)
    if any(no.end == one.start or one.end == no.start for no in nones for one in partners):
        return 1 if "," not in text else 2
    if partners or wording.says(BOTH, text):
        return 2
    counts = [number for number, only in _numbers(text, wording).values() if only]
    if wording.says(ALONE, text) or wording.is_just(NONE, text) or counts == [1]:
        return 1
    return 2 if counts == [2] else None


def names_partner(text: str, wording: Wording) -> bool:
    """Whether `text` names a partner; where it speaks of children, not by "she is …" alone."""
    said, hits = split(text), wording.where(PARTNER, text)
    if not wording.says(CHILD, text):
        return bool(hits)
    return any(hit.end - hit.start == 1 or wording.says("me", said[hit.start]) for hit in hits)


def _whole_years(text: str, wording: Wording) -> str:
    """`text` with "1.5 years" as "1 years"."""

    def whole(found: re.Match[str]) -> str:
        years = wording.where(YEAR, text[found.end() :])
        return found.group(1 if any(hit.start == 0 for hit in years) else 0)

    return _HALF.sub(whole, text)


def _ages(text: str, wording: Wording, babies: list[Hit]) -> list[tuple[int, int]]:
    """The numbers of `text` that are ages, in years, each with the place of its word."""
    inside = {at for hit in babies for at in range(hit.start, hit.end)}
    years = {hit.start for hit in wording.where(YEAR, text)}
    months = {hit.start for hit in wording.where(MONTH, text)}
    counted = {hit.start - 1 for hit in (*wording.where(CHILD, text), *babies)} - {
        at - 1 for at in years
    }
    ages = []
    dates = {at for hit in wording.months.find(text) for at in (hit.start - 1, hit.end)}
    for at, (number, only) in _numbers(text, wording).items():
        if at in inside or at in dates or (at in counted and only):
            continue  # "two children", "3 May": how many, or a day, not how old
        ages.append((at, number // _MONTHS_A_YEAR if at + 1 in months else number))
    return ages


def _told(baby: Hit, ages: set[int]) -> bool:
    """Whether the age of a baby is told beside it: "a 6 month old baby"."""
    return any(0 < baby.start - at <= _BESIDE or at == baby.end for at in ages)


def _doubled(ages: list[tuple[int, int]], twins: Hit) -> list[tuple[int, int]]:
    """The ages with that of the twins twice: what follows their name, else what precedes it."""
    after = [at for at, one in enumerate(ages) if one[0] > twins.start]
    if not ages or (len(after) > 1 and ages[after[0]][1] == ages[after[1]][1]):
        return ages
    at = after[0] if after else len(ages) - 1
    return [*ages[: at + 1], *ages[at:]]


def _parts(clause: str, wording: Wording) -> list[str]:
    """What stands before and after each "but" of a clause."""
    said = split(clause)
    ends = [hit.start for hit in wording.where(BUT, clause)]
    return [" ".join(said[a:b]) for a, b in zip([0, *ends], [*ends, len(said)], strict=True)]


def _settled(clause: str, wording: Wording) -> list[Hit]:
    """What a clause says is arranged: not what it lacks, nor what stands nearest to a "no"."""
    hits = [hit for hit in wording.arranged.find(clause) if hit.value in ARRANGED]
    for lacks in wording.where(LACKING, clause):
        after = [hit for hit in hits if hit.start >= lacks.end]
        hits = [hit for hit in hits if hit not in (after or hits[-1:])]
    for no in wording.where(NONE, clause):
        hits.sort(key=lambda hit: min(abs(hit.start - no.end), abs(no.start - hit.end)))
        hits = hits[1:]
    return hits


def _numbers(text: str, wording: Wording) -> dict[int, tuple[int, bool]]:
    """The numbers in `text` by the place of their word, and whether each is no more than one.

    "five" may count something, "five-year-old" as one word may not.
    """
    whole, said = wording.numbers.whole, split(text)
    found = {
        hit.start: (int(hit.value), " ".join(said[hit.start : hit.end]) in whole)
        for hit in wording.numbers.find(text)
    }
    for at, word in enumerate(said):
        digits = _DIGITS.match(word)
        if digits:
            found[at] = int(digits.group()), word.isdigit()
    return dict(sorted(found.items()))


def _written(text: str, today: date, *, asked: bool) -> tuple[date, bool] | None:
    """A day or a month that is written in digits; without its year only when it was `asked`."""
    iso = _ISO.search(text)
    if iso:
        year, month, number = (int(part) if part else None for part in iso.groups())
        found = _made(year or today.year, month or 1, number or 1)
        return (found, number is None) if found else None
    dotted, monthly = _DAY_FIRST.search(text), _MONTH_FIRST.search(text)
    if dotted:
        number, month, year = map(int, dotted.groups())
        found = _made(year, month, number)
        return (found, False) if found else None
    if monthly:
        found = _made(int(monthly.group(2)), int(monthly.group(1)), 1)
        return (found, True) if found else None
    short = _NO_YEAR.search(text) if asked else None
    if short:
        found = _next(today, int(short.group(2)), int(short.group(1)))
        return (found, False) if found else None
    return None


def _in_months(text: str, wording: Wording, today: date) -> tuple[date, bool] | None:
    """The month that "in 3 months" means."""
    months = {hit.start for hit in wording.where(MONTH, text)}
    counts = [number for at, (number, _) in _numbers(text, wording).items() if at + 1 in months]
    if not counts or counts[0] > _MOST_MONTHS_AHEAD:
        return None
    month = today.month - 1 + counts[0]
    return date(today.year + month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1), True


def _next(today: date, month: int, number: int | None) -> date | None:
    """The next such day, or the first of the next such month; this month counts as the next."""
    gone = (month, number or 31) < (today.month, today.day)
    return _made(today.year + gone, month, number or 1)


def _is_month(month: Hit, text: str, wording: Wording) -> bool:
    """Whether a name of a month that is another word too stands as one: "in May", "May 2027"."""
    if not any(hit.start <= month.start < hit.end for hit in wording.where("only_asked", text)):
        return True
    said = split(text)
    before, after = said[: month.start][-1:], said[month.end :][:1]
    leads = bool(before) and wording.says("before_month", before[0])
    return leads or any(word[:1].isdigit() for word in (*before, *after))


def _day_beside(said: list[str], month: Hit, wording: Wording) -> int | None:
    """The day of the month that stands next to its name, or before an "of"."""
    before = month.start - 1
    if before > 0 and wording.says(OF, said[before]):
        before -= 1
    for at in (before, month.end):
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
