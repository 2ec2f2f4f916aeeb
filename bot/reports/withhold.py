"""Small numbers are not shown: neither themselves nor by subtraction from a total. Pure.

A report is a tree of sums: a total has parts, and a part may be the total of smaller ones. Numbers
from 1 to 4 are hidden, and all parts of such a number. Then a reader is imagined who knows this
file and narrows every hidden number by all sums: while one of the small numbers comes down to a
single possible value, one more number beside it is hidden. Because the sums are a tree, no reader
can narrow them further than that.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

SMALL = 5
"""The first number that may be shown, after 0."""

Name = TypeVar("Name", bound=Hashable)
Bounds = tuple[float, float]


@dataclass(frozen=True)
class Shown:
    """A number as it may be shown: `value` is None when it is hidden, `small` when it is 1–4."""

    value: int | None
    small: bool = False

    def __str__(self) -> str:
        """The number, "<5", or a dash when it is hidden for the sake of another."""
        if self.value is not None:
            return str(self.value)
        return f"<{SMALL}" if self.small else "–"


def withheld(
    numbers: Mapping[Name, int], sums: Sequence[tuple[Name, Sequence[Name]]]
) -> dict[Name, Shown]:
    """The numbers as they may be shown; `sums` are totals with their parts, a tree."""
    small = {name for name, value in numbers.items() if 0 < value < SMALL}
    bare = _below(small, sums)
    hidden = small | bare
    lines = [(total, *parts) for total, parts in sums]
    while True:
        known = {
            name: (0, math.inf) if name in bare else _told(value, name in hidden)
            for name, value in numbers.items()
        }
        pinned = _pinned(known, small, lines)
        if pinned is None:
            break
        hidden.add(_next_to(pinned, numbers, hidden, lines))
    return {
        name: Shown(None if name in hidden else value, name in small - bare)
        for name, value in numbers.items()
    }


def _below(small: set[Name], sums: Sequence[tuple[Name, Sequence[Name]]]) -> set[Name]:
    """All parts of small numbers, and their parts: of them nothing at all is told."""
    below: set[Name] = set()
    while more := {one for total, parts in sums if total in small | below for one in parts} - below:
        below |= more
    return below


def _pinned(
    known: dict[Name, Bounds], small: set[Name], lines: Sequence[tuple[Name, ...]]
) -> Name | None:
    """A small number that a reader could compute; None when there is none."""
    while _narrow(known, lines):
        pass
    return next(
        (name for name in known if name in small and known[name][0] == known[name][1]), None
    )


def _told(value: int, is_hidden: bool) -> Bounds:
    """Between which bounds a reader knows a number to lie from how it is shown."""
    if not is_hidden:
        return value, value
    if 0 < value < SMALL:
        return 1, SMALL - 1
    return (SMALL, math.inf) if value else (0, math.inf)


def _narrow(known: dict[Name, Bounds], lines: Sequence[tuple[Name, ...]]) -> bool:
    """True when a sum narrowed a number."""
    before = dict(known)
    for total, *parts in lines:
        low, high = (sum(known[part][side] for part in parts) for side in (0, 1))
        known[total] = max(known[total][0], low), min(known[total][1], high)
        for part in parts:
            rest_low = sum(known[one][0] for one in parts if one != part)
            rest_high = sum(known[one][1] for one in parts if one != part)
            low, high = known[part]
            known[part] = (
                max(low, known[total][0] - rest_high),
                min(high, known[total][1] - rest_low),
            )
    return known != before


def _next_to(
    pinned: Name,
    numbers: Mapping[Name, int],
    hidden: set[Name],
    lines: Sequence[tuple[Name, ...]],
) -> Name:
    """The smallest number still shown in the sums of `pinned`, else further away in the tree."""
    reached = {pinned}
    while True:
        near = [line for line in lines if reached & set(line)]
        parts = {name for line in near for name in line[1:]} - hidden
        totals = {name for line in near for name in line} - hidden
        if choice := parts or totals:
            return min(choice, key=lambda name: (not numbers[name], numbers[name], str(name)))
        further = reached.union(*near)
        if further == reached:
            raise AssertionError("a number alone can be computed from nothing")
        reached = further
