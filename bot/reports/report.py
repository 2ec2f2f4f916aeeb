"""A report of some weeks: every number already as it may be shown. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.reports.tally import BY, Tally, by_week, percentile, week_of
from bot.reports.withhold import SMALL, Shown, withheld

FEEDBACK = ("helped", "not_helped")
ON_PEOPLE = ("person_helped", "person_not_helped")
"""What visitors said of the assistant's answers, and what they said of a lots's help."""
VERDICTS = (("feedback", FEEDBACK), ("person_feedback", ON_PEOPLE))
ENOUGH_FOR_PERCENTILE = 2 * SMALL
"""Fewer waits than this would show the wait of one person as the 90th percentile."""
LISTS = ("languages", "places", "topics", "handovers", "outcomes")
WEEKS = "weeks"

Key = tuple[str, ...]
"""The way to a number: ("weeks", "2026-11-23", "assistant"), ("languages", "lv"), ("visits",)."""


@dataclass(frozen=True)
class Wait:
    """Minutes from asking for a person to the first word of one; None when too few waited."""

    median: int | None
    p90: int | None


@dataclass(frozen=True)
class Report:
    """Counts of whole weeks, `municipality` is "" for all; `numbers` by their way."""

    first: date
    last: date
    municipality: str
    weeks: tuple[date, ...]
    numbers: Mapping[Key, Shown]
    waits: Mapping[Key, Wait]

    def list_of(self, name: str) -> list[tuple[str, Shown]]:
        """One of LISTS: what was counted and how often, most first, hidden ones last."""
        rows = [(key[1], one) for key, one in self.numbers.items() if key[0] == name and key[1:]]
        return sorted(rows, key=lambda row: (-(row[1].value or 0), row[0]))


def make(days: Mapping[date, Tally], first: date, last: date, municipality: str = "") -> Report:
    """The report of the weeks from that of `first` to that of `last`, both whole."""
    first, last = week_of(first), week_of(last) + timedelta(days=6)
    inside = {day: one for day, one in days.items() if first <= day <= last}
    counted = by_week(inside)
    mondays = tuple(first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))
    weeks = {monday: counted.get(monday, Tally()) for monday in mondays}
    total = sum(weeks.values(), Tally())
    numbers, sums = _numbers(weeks, total)
    waits = {(WEEKS, monday.isoformat()): _wait(one) for monday, one in weeks.items()}
    return Report(
        first, last, municipality, mondays, withheld(numbers, sums), waits | {(): _wait(total)}
    )


def _numbers(
    weeks: Mapping[date, Tally], total: Tally
) -> tuple[dict[Key, int], list[tuple[Key, Sequence[Key]]]]:
    """Every number with its way, and which are the sums of which."""
    tree = _Tree()
    tree.put(("visits",), total.visits)
    tree.put(("messages",), total.messages)
    for name, said in VERDICTS:
        tree.put((name,), sum(total.feedback[one] for one in said))
    for monday, week in weeks.items():
        at = (WEEKS, monday.isoformat())
        tree.put((*at, "visits"), week.visits, under=("visits",))
        tree.put((*at, "messages"), week.messages, under=("messages",))
        for by in BY:
            tree.put((*at, by), week.by[by], under=(*at, "visits"))
        for name, said in VERDICTS:
            tree.put((*at, name), sum(week.feedback[one] for one in said), under=(name,))
            for one in said:
                tree.put((*at, one), week.feedback[one], under=(*at, name))
    tree.put_all("languages", total.languages, under=("visits",))
    tree.put_all("places", total.places, under=("visits",))
    for name, counts in (("handovers", total.handovers), ("outcomes", total.outcomes)):
        tree.put((name,), sum(counts.values()))
        tree.put_all(name, counts, under=(name,))
    for topic, count in total.topics.items():
        tree.put(("topics", topic), count)
    return tree.numbers, [(total, parts) for (total, _), parts in tree.sums.items()]


class _Tree:
    """Numbers, and which are the sums of which."""

    def __init__(self) -> None:
        self.numbers: dict[Key, int] = {}
        self.sums: dict[tuple[Key, str], list[Key]] = {}

    def put(self, key: Key, value: int, under: Key | None = None) -> None:
        """One number; `under` is the total of which it is a part."""
        self.numbers[key] = value
        if under is not None:
            self.sums.setdefault((under, key[0]), []).append(key)

    def put_all(self, name: str, counts: Counter[str], under: Key) -> None:
        """A list of numbers that are together a total."""
        for one, count in sorted(counts.items()):
            self.put((name, one), count, under)


def _wait(tally: Tally) -> Wait:
    waits = [seconds / 60 for seconds in tally.waits_s]
    median = percentile(waits, 0.5) if len(waits) >= SMALL else None
    ninth = percentile(waits, 0.9) if len(waits) >= ENOUGH_FOR_PERCENTILE else None
    return Wait(None if median is None else round(median), None if ninth is None else round(ninth))
