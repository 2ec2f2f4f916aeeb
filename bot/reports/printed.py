"""A report as text for the terminal and as CSV. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.reports.report import FEEDBACK, LISTS, ON_PEOPLE, WEEKS, Report, Wait
from bot.reports.tally import BY

COLUMNS = ("visits", "messages", *BY, *FEEDBACK, *ON_PEOPLE)
"""What is counted in each week, beside the waits."""
MOST_TOPICS = 15
"""How many topics the terminal shows; CSV and page have all."""


def as_text(report: Report) -> str:
    """The report as plain tables."""
    place = report.municipality or "all municipalities"
    lines = [f"Farled, {report.first} to {report.last}, {place}", ""]
    rows = [week_row(report, monday.isoformat()) for monday in report.weeks]
    rows.append(["all", *total_row(report)[1:]])
    lines += _table(["week of", *COLUMNS, "median min", "90% min"], rows)
    for name in LISTS:
        counted = report.list_of(name)
        shown = counted[:MOST_TOPICS] if name == "topics" else counted
        lines += ["", name, *_table([], [[one or "?", str(number)] for one, number in shown])]
        if len(shown) < len(counted):
            lines.append(f"  and {len(counted) - len(shown)} more (--csv has all)")
    lines += [
        "",
        "<5: from 1 to 4. –: not shown, so that a small number cannot be computed. ≥: at least.",
    ]
    return "\n".join(lines)


def as_csv(report: Report) -> str:
    """One number a line: first and last day, municipality, measure, what of it, number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["from", "to", "municipality", "measure", "of", "number"])
    for row in _rows(report):
        writer.writerow([report.first, report.last, report.municipality, *map(_safe, row)])
    return out.getvalue()


def week_row(report: Report, monday: str) -> list[str]:
    """The numbers of a week in the order of the columns, as they are shown."""
    numbers = [str(report.numbers[(WEEKS, monday, name)]) for name in COLUMNS]
    return [monday, *numbers, *_minutes(report.waits[(WEEKS, monday)])]


def total_row(report: Report) -> list[str]:
    """The numbers of all weeks, as week_row; "≥" where only what is shown was added up."""
    numbers = [
        str(report.numbers[(name,)]) if (name,) in report.numbers else _at_least(report, name)
        for name in COLUMNS
    ]
    return ["", *numbers, *_minutes(report.waits[()])]


def _at_least(report: Report, name: str) -> str:
    shown = [report.numbers[(WEEKS, monday.isoformat(), name)].value for monday in report.weeks]
    return f"{'≥' if None in shown else ''}{sum(one or 0 for one in shown)}"


def _rows(report: Report) -> list[list[str]]:
    rows = []
    for key, number in report.numbers.items():
        if key[0] == WEEKS:
            rows.append([f"week {key[2]}", key[1], str(number)])
        else:
            rows.append([key[0], "".join(key[1:]), str(number)])
    for way, wait in report.waits.items():
        for name, minutes in zip(("median", "p90"), _minutes(wait), strict=True):
            rows.append([f"minutes to first human answer, {name}", "".join(way[1:]), minutes])
    return rows


def _minutes(wait: Wait) -> list[str]:
    return ["" if one is None else str(one) for one in (wait.median, wait.p90)]


def _safe(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, *rows] if head else list(rows)
    if not lines:
        return ["  nothing"]
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    return [
        "  " + "  ".join(_cell(cell, widths[n], n) for n, cell in enumerate(line)).rstrip()
        for line in lines
    ]


def _cell(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column else cell.ljust(width)
