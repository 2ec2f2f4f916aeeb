"""A stacked bar for each week, measured for an SVG that the server draws. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.reports.report import WEEKS, Report
from bot.reports.tally import BY

HEIGHT = 160
STEP = 36
BAR = 24
LEFT = 44
ROUND = 5


@dataclass(frozen=True)
class Piece:
    """A part of a bar: who answered, and where it stands."""

    by: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One week: its Monday, where it stands, its pieces; `partly` when one is hidden."""

    monday: date
    x: int
    pieces: tuple[Piece, ...]
    partly: bool


@dataclass(frozen=True)
class Chart:
    """All bars, the number at the top, the width of the whole."""

    bars: tuple[Bar, ...]
    top: int
    width: int


def answered(report: Report) -> Chart:
    """Who answered in each week; hidden numbers are not drawn."""
    weeks = report.weeks
    values = {
        week: [report.numbers[(WEEKS, week.isoformat(), by)].value for by in BY] for week in weeks
    }
    most = max((sum(one or 0 for one in row) for row in values.values()), default=0)
    top = max(ROUND, -(-most // ROUND) * ROUND)
    bars = [_bar(n, week, values[week], top) for n, week in enumerate(weeks)]
    return Chart(tuple(bars), top, LEFT + STEP * len(weeks))


def _bar(number: int, monday: date, values: list[int | None], top: int) -> Bar:
    pieces, y = [], float(HEIGHT)
    for by, value in zip(BY, values, strict=True):
        height = round((value or 0) * HEIGHT / top, 1)
        y = round(y - height, 1)
        if height:
            pieces.append(Piece(by, y, height))
    return Bar(monday, LEFT + STEP * number, tuple(pieces), None in values)
