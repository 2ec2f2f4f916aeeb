"""`farled report`, `farled lessons` and `farled purge`, as they are typed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from bot.content.load import load
from bot.content.rows import rows
from bot.conversations import aside, erasure
from bot.conversations.events import AnswerProposed, LanguageChanged, TopicSaid
from bot.conversations.store import Store
from bot.errors import FarledError
from bot.nlu.train import fingerprint
from bot.reports import cli, gather
from bot.settings import Settings
from tests.conftest import ROOT, HandClock
from tests.reports.talks import LULEA, lost, lots, sure, visitor

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


def test_lessons_hold_what_lotsar_said_and_proposed_but_not_what_was_put_away(
    typed: Typed, store: Store, tmp_path: Path
) -> None:
    conversation = visited(store, good=False)
    with store.transaction() as tx:
        bodies = TopicSaid(3, "school.preschool_fee", "Anna"), lots("Det kostar lite.")
        head = tx.append(tx.lock(conversation), *bodies)
        tx.append(head, AnswerProposed(head.state.seq, 3, "", "Anna"))
        tx.open("web", None, LanguageChanged("lv"), visitor("blabla", "lv"), lost(answers=2))
    (boring,) = (one for one in gather.learnt(store).lessons if one.text == "blabla")
    with store.transaction() as tx:
        aside.put_away(tx, [boring.key], 1)
    out, again = tmp_path / "out", tmp_path / "again"
    typed("lessons", "--out", str(out))
    names = sorted(file.name for file in out.iterdir())
    assert names == [
        "lessons.lv.2026-11-25.yml",
        "lessons.sv.2026-11-25.yml",
        "nlu.lv.2026-11-25.yml",
    ]
    (group,) = yaml.safe_load((out / names[0]).read_text("utf-8"))["groups"]
    assert (group["topic"], group["draft"]) == ("school.preschool_fee", "cik maksā?")
    (answer,) = yaml.safe_load((out / names[1]).read_text("utf-8"))["answers"]
    assert (answer["text"], answer["question"]) == ({"sv": "Det kostar lite."}, "cik maksā?")
    assert "    - cik maksā?\n" in (out / names[2]).read_text("utf-8")
    with store.transaction() as tx:
        aside.take_back(tx, [boring.key])
    typed("lessons", "--out", str(again))
    assert "blabla" in (again / names[0]).read_text("utf-8")


@pytest.mark.parametrize("out", ["data/nlu/lv", "content/answers", "content"])
def test_lessons_are_not_written_where_they_would_be_live(
    typed: Typed, store: Store, out: str
) -> None:
    visited(store, good=False)
    before = sorted((ROOT / out).iterdir())
    with pytest.raises(FarledError, match="live"):
        typed("lessons", "--out", str(ROOT / out))
    assert sorted((ROOT / out).iterdir()) == before


def test_what_is_written_where_nobody_says_where_is_read_by_nothing(
    typed: Typed, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project of its own, with the files of `farled lessons` in it, and without them."""
    for name in ("content", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, tmp_path / name)

    def read() -> tuple[object, ...]:
        loaded = load(tmp_path / "content")
        return rows(tmp_path / "data" / "nlu"), loaded.topics, loaded.answers, fingerprint(tmp_path)

    before = read()
    conversation = visited(store, good=False)
    with store.transaction() as tx:
        tx.append(tx.lock(conversation), TopicSaid(3, "school.preschool_fee", "Anna"))
    monkeypatch.chdir(tmp_path)
    typed("lessons")
    assert len(list((tmp_path / "lessons").iterdir())) == 2
    assert read() == before


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
