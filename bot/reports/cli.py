"""The commands `farled report`, `farled lessons` and `farled purge`, for bot/cli.py.

They import what they need when they run.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import FarledError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.conversations.store import Store

_DAYS = ["%Y-%m-%d"]
_MONTHS = re.compile(r"(\d{1,4}) ?(?:m|months?)?", re.IGNORECASE)

From = Annotated[
    datetime | None, typer.Option("--from", formats=_DAYS, help="A day in the first week.")
]
To = Annotated[datetime | None, typer.Option("--to", formats=_DAYS, help="A day in the last week.")]
Since = Annotated[
    datetime | None, typer.Option("--since", formats=_DAYS, help="Only messages from that day on.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def add_to(
    app: typer.Typer, settings: Callable[[], Settings], store: Callable[[Settings], Store]
) -> None:
    """Adds the commands; `settings` and `store` give what they work with."""

    @app.command()
    def report(
        first: From = None,
        last: To = None,
        municipality: Annotated[
            str, typer.Option("--municipality", help="For example lulea; without it, all.")
        ] = "",
        csv: Annotated[
            Path | None, typer.Option("--csv", help="Write a CSV file instead of a table.")
        ] = None,
    ) -> None:
        """Count what happened in whole weeks; numbers from 1 to 4 are not shown.

        Without days: the last four whole weeks.

        Example: farled report

        Example: farled report --from 2026-09-01 --to 2026-11-30 --municipality lulea

        Example: farled report --from 2026-01-01 --csv year.csv
        """
        from bot.reports import commands

        here = settings()
        _known(here, municipality)
        commands.report(
            store(here), _day(first), _day(last), municipality, csv, typer.echo, _progress
        )

    @app.command()
    def lessons(
        since: Since = None,
        out: Annotated[Path, typer.Option("--out", help="Folder.")] = Path("lessons"),
    ) -> None:
        """Write what was not answered well, masked and grouped, for people to review.

        With what lotsar said that it is about, rows for data/nlu, and drafts of answers.
        Masking misses names that stand alone: read every line before it goes into git.

        Example: farled lessons --since 2026-11-01 --out lessons
        """
        from bot.reports import commands

        here = settings()
        live = (here.root / "data", here.content)
        commands.lessons(store(here), _day(since), out, live, typer.echo, _progress)

    @app.command()
    def purge(
        older_than: Annotated[
            str, typer.Option("--older-than", help="For example 12months; else as it is set.")
        ] = "",
        queued: Annotated[
            bool, typer.Option("--queued", help="Erase what visitors asked to be erased.")
        ] = False,
        dry_run: DryRun = False,
        yes: Yes = False,
    ) -> None:
        """Erase conversations without a change for FARLED_KEEP_MONTHS; ask before doing it.

        The hub does the same by itself once a day.

        Example: farled purge --dry-run

        Example: farled purge --older-than 6months --yes

        Example: farled purge --queued
        """
        from bot.reports import commands

        here = settings()
        ask = None if yes else _ask
        if queued:
            commands.purge_queued(store(here), dry_run, ask, typer.echo)
            return
        months = _months(older_than) if older_than else here.keep_months
        commands.purge_old(store(here), months, dry_run, ask, typer.echo)


def _months(text: str) -> int:
    """The number of months in a text like "12months". Raises: FarledError."""
    found = _MONTHS.fullmatch(text.strip())
    if not found:
        raise FarledError(f"--older-than {text}: a number of months, for example 12months")
    return int(found[1])


def _known(settings: Settings, municipality: str) -> None:
    """Raises: FarledError when there is no such municipality."""
    known = sorted(path.stem for path in (settings.content / "municipalities").glob("*.yml"))
    if municipality and municipality not in known:
        raise FarledError(f"--municipality {municipality}: one of {', '.join(known)}")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _ask(question: str) -> bool:
    """What a person at the keyboard answers; no, when there is nobody."""
    if not sys.stdin.isatty():
        typer.echo("Nobody to ask: give --yes.", err=True)
        return False
    return typer.confirm(question)


def _progress(read: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{read} conversations read", nl=False, err=True)
