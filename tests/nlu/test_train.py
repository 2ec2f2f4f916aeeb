"""When a model must be trained, and what is said when that fails."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from bot.errors import TrainingFailed
from bot.nlu.train import current, fingerprint, train
from bot.settings import Settings
from tests.conftest import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A copy of what a model is made from, with two rows."""
    for name in ("bot/nlu", "bot/content"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("data/nlu/sv/a.yml", "content/topics.yml", "content/phrases/sv.yml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a: 1\n")
    return dataclasses.replace(Settings(), root=tmp_path, models=tmp_path / "models")


@pytest.mark.parametrize(
    "name", ["config.yml", "domain.yml", "data/nlu/sv/a.yml", "content/topics.yml",
             "bot/nlu/linear.py", "bot/content/fold.py"],
)  # fmt: skip
def test_a_changed_input_wants_a_new_model(project: Settings, name: str) -> None:
    before = fingerprint(project.root)
    with (project.root / name).open("a") as file:
        file.write("# changed\n")
    assert fingerprint(project.root) != before


@pytest.mark.parametrize(
    "name", ["content/phrases/sv.yml", "content/answers/new.yml", "bot/nlu/ask.py"]
)
def test_changed_words_want_no_new_model(project: Settings, name: str) -> None:
    before = fingerprint(project.root)
    file = project.root / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("other: words\n")
    assert fingerprint(project.root) == before


def test_a_model_that_fits_is_not_trained_again(project: Settings) -> None:
    assert current(project) is None
    project.models.mkdir()
    model = project.models / f"farled-{fingerprint(project.root)}.tar.gz"
    model.touch()
    said: list[str] = []
    assert train(project, progress=said.append) == model == current(project)
    assert "up to date" in said[0]


@pytest.mark.rasa
def test_a_failed_training_says_why_and_leaves_no_model(project: Settings) -> None:
    with pytest.raises(TrainingFailed, match="topics"):
        train(project, progress=lambda _: None)
    assert list(project.models.iterdir()) == []
