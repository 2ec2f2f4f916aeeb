"""What `farled report`, `farled lessons` and `farled purge` do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from bot.conversations import purge
from bot.conversations.store import Store
from bot.errors import FarledError
from bot.reports import gather, printed
from bot.reports.drafts import as_rows, as_yaml
from bot.reports.lessons import grouped
from bot.reports.report import make
from bot.reports.tally import day_of, week_of

WEEKS = 4
"""Whole weeks in a report when no days are given, the last of them the week before this one."""

Say = Callable[[str], None]
Ask = Callable[[str], bool]


def report(
    store: Store,
    first: date | None,
    last: date | None,
    municipality: str,
    csv: Path | None,
    say: Say,
    progress: gather.Progress,
) -> None:
    """Says the report, or writes it as CSV. Raises: FarledError when the days are turned round."""
    last = last or week_of(day_of(store.clock())) - timedelta(days=1)
    first = first or week_of(last) - timedelta(weeks=WEEKS - 1)
    if last < first:
        raise FarledError(f"--from {first} is after --to {last}")
    first, last = week_of(first), week_of(last) + timedelta(days=6)
    days = gather.days(store, first, last, municipality, progress)
    made = make(days, first, last, municipality)
    if csv is None:
        say(printed.as_text(made))
        return
    csv.write_text(printed.as_csv(made), "utf-8")
    say(f"Written: {csv}")


def lessons(
    store: Store,
    since: date | None,
    out: Path,
    live: Sequence[Path],
    say: Say,
    progress: gather.Progress,
) -> None:
    """Writes the files of each language to be reviewed, without what was put away.

    Raises: FarledError when one is there already, or `out` lies where what is live stands.
    """
    if any(out.resolve().is_relative_to(folder.resolve()) for folder in live):
        raise FarledError(f"--out {out}: what lies there is live; give another folder")
    files, told = _files(gather.learnt(store, since, progress=progress), day_of(store.clock()))
    there = [name for name in files if (out / name).exists()]
    if there:
        raise FarledError(f"{out / there[0]} is there already; move it, or give another --out")
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (out / name).write_text(text, "utf-8")
        say(f"{out / name}: {told[name]}")
    say("Read every line before it goes into git." if files else "Nothing to learn from.")


def _files(learnt: gather.Learnt, today: date) -> tuple[dict[str, str], dict[str, str]]:
    """The files by name, and what there is in each."""
    found = [one for one in learnt.lessons if one.key not in learnt.aside]
    proposed = [one for one in learnt.proposals if one.key not in learnt.aside]
    files, told = {}, {}
    for language in sorted({one.language for one in found} | {one.language for one in proposed}):
        groups = grouped(one for one in found if one.language == language)
        answers = [one for one in proposed if one.language == language]
        name = f"lessons.{language}.{today}.yml"
        files[name] = as_yaml(groups, answers, language, today)
        asked = sum(len(group.lessons) for group in groups)
        told[name] = f"{asked} questions, {len(groups)} groups, {len(answers)} answers"
        rows = as_rows(groups, language, today)
        if rows:
            name = f"nlu.{language}.{today}.yml"
            files[name], told[name] = rows, "rows whose topic a lots said"
    return files, told


def purge_old(store: Store, months: int, dry_run: bool, ask: Ask | None, say: Say) -> None:
    """Forgets what is too old; asks first, unless there is nobody to ask (`ask` is None)."""
    with store.transaction() as transaction:
        old = purge.found(transaction, months)
    limit = f"without a change for {months} months" if months else "(kept for ever)"
    say(f"To erase: {old.conversations} conversations {limit}")
    say(f"To delete: {old.updates} updates of channels, {old.audit} lines of the audit log, ")
    say(f"           {old.attempts} failed sign-ins, {old.aside} marks of work put away")
    if dry_run or not old.any or (ask and not ask("This cannot be undone. Go on?")):
        return
    done = 0
    for erased in _erasing(store, months):
        done += erased
        say(f"erased {done} of {old.conversations} conversations")
    with store.transaction() as transaction:
        say(f"deleted {purge.purge_rows(transaction)} lines beside them")


def purge_queued(store: Store, dry_run: bool, ask: Ask | None, say: Say) -> None:
    """Carries out the erasures that visitors asked for; lists them and asks first."""
    with store.transaction() as transaction:
        wishes = purge.queued(transaction)
    for wish in wishes:
        say(f"{wish.receipt}  asked {day_of(wish.asked_at)}  {wish.municipality or '?'}")
    say(f"{len(wishes)} visitors asked to be forgotten.")
    if dry_run or not wishes or (ask and not ask("Erase these conversations for good?")):
        return
    for number, wish in enumerate(wishes, 1):
        with store.transaction() as transaction:
            purge.carry_out(transaction, wish)
        say(f"erased {number} of {len(wishes)}: receipt {wish.receipt}")


def _erasing(store: Store, months: int) -> Iterator[int]:
    """Erases some conversations at a time until none is left; gives how many."""
    while True:
        with store.transaction() as transaction:
            some = purge.purge_some(transaction, months)
        if not some:
            return
        yield some
