"""`farled report`, `farled lessons` and `farled purge`, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from bot.conversations import erasure
from bot.conversations.events import LanguageChanged
from bot.conversations.store import Store
from bot.errors import FarledError
from bot.reports import cli
from bot.settings import Settings
from tests.conftest import HandClock
from tests.reports.talks import LULEA, lost, sure, visitor

Typed = Callable[..., str]


@pytest.fixture
def typed(settings: Settings, store: Store) -> Typed:
    """Runs a command on the test's store and gives what it printed."""
    app = typer.Typer()
    cli.add_to(app, lambda: settings, lambda _: store)

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, list(words))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output

    return run


def visited(store: Store, times: int = 1, *, good: bool = True) -> str:
    conversation = ""
    for _ in range(times):
        with store.transaction() as tx:
            said = LanguageChanged("lv"), LULEA, visitor("cik maksā?", "lv")
            answer = sure() if good else lost(answers=3)
            conversation, _token = tx.open("web", None, *said, answer)
    return conversation


def test_the_report_is_a_table_or_a_file(typed: Typed, store: Store, tmp_path: Path) -> None:
    visited(store, 7)
    table = typed("report", "--from", "2026-11-23", "--to", "2026-11-29")
    assert ["lv", "7"] in [line.split() for line in table.splitlines()]
    csv = tmp_path / "r.csv"
    typed("report", "--from", "2026-11-23", "--to", "2026-11-29", "--csv", str(csv))
    assert "2026-11-23,2026-11-29,,visits,,7" in csv.read_text("utf-8").splitlines()
    with pytest.raises(FarledError, match="lulea"):
        typed("report", "--municipality", "nowhere")
    with pytest.raises(FarledError, match="after"):
        typed("report", "--from", "2026-11-23", "--to", "2026-11-01")


def test_lessons_are_files_that_are_not_overwritten(
    typed: Typed, store: Store, tmp_path: Path
) -> None:
    visited(store, 2, good=False)
    typed("lessons", "--out", str(tmp_path))
    (file,) = tmp_path.glob("*.yml")
    assert file.name == "lessons.lv.2026-11-25.yml"
    assert yaml.safe_load(file.read_text("utf-8"))["groups"][0]["asked"] == 2
    with pytest.raises(FarledError, match="already"):
        typed("lessons", "--out", str(tmp_path))


def test_purge_says_then_asks_then_does(typed: Typed, store: Store, clock: HandClock) -> None:
    old = visited(store)
    clock.pass_s(400 * 24 * 3600)

    def is_erased() -> bool:
        with store.transaction() as tx:
            return tx.head(old).state.erased

    assert "1 conversations" in typed("purge", "--dry-run")
    assert "--yes" in typed("purge")
    assert "0 conversations" in typed("purge", "--yes", "--older-than", "24months")
    assert not is_erased()
    assert "erased 1 of 1" in typed("purge", "--yes", "--older-than", "12")
    assert is_erased()
    with pytest.raises(FarledError, match="months"):
        typed("purge", "--older-than", "soon")


def test_queued_wishes_are_listed_and_carried_out(typed: Typed, store: Store) -> None:
    conversation = visited(store)
    with store.transaction() as tx:
        _, receipt = erasure.queue(tx, tx.lock(conversation))
    assert receipt in typed("purge", "--queued", "--dry-run")
    assert f"receipt {receipt}" in typed("purge", "--queued", "--yes")
    assert "0 visitors" in typed("purge", "--queued")
