"""Where a visitor stands in the queue and how long it may take: pure functions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

ENOUGH_WAITS = 5
"""Recent waits without which nothing is said of time."""
STEP_MIN = 5
"""Waiting times are rounded up to this many minutes."""


@dataclass(frozen=True)
class Waiting:
    """One who waits for a lots; `since` is None for somebody who comes just now."""

    municipality: str
    urgent: bool
    since: datetime | None


def place(one: Waiting, queue: Iterable[Waiting]) -> int:
    """Which in the queue `one` is, from 1: urgent first, then who has waited longest.

    `queue` is all who wait, `one` among them if she does. Only those count whom the same lotsar
    would take: of the same municipality or of none.
    """
    return 1 + sum(_same_lotsar(one, other) and _before(other, one) for other in queue)


def usual_minutes(waits: Sequence[timedelta]) -> int:
    """What it has taken lately (the median, rounded up), or 0 when too little is known."""
    if len(waits) < ENOUGH_WAITS:
        return 0
    minutes = median(one / timedelta(minutes=1) for one in waits)
    return max(STEP_MIN, math.ceil(minutes / STEP_MIN) * STEP_MIN)


def _same_lotsar(one: Waiting, other: Waiting) -> bool:
    return not one.municipality or other.municipality in (one.municipality, "")


def _before(other: Waiting, one: Waiting) -> bool:
    if other.urgent is not one.urgent:
        return other.urgent
    return one.since is None or (other.since is not None and other.since < one.since)
