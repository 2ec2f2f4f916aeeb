"""`farled check` reads how people say where they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.content.model import ORIGINS
from tests.content.project import SmallProject
from tests.content.test_check import errors

NAMES = {name: {"countries": [f"{name}land"]} for name in ORIGINS}


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"Latvia": {"countries": ["latvia"]}}, "'Latvia' is no origin"),
        ({"LV": {"countrys": ["latvia"]}}, "must have countries, people, phrases"),
        ({"LV": {"countries": "latvia"}}, "must be a list"),
        ({"LV": {"countries": ["la"]}}, "'la' is too short"),
        ({"LV": {"countries": ["the united states"]}}, "has over 2 words"),
        ({"LV": {"countries": ["EEland"]}}, "is also a name of EE"),
    ],
)
def test_a_mistake_in_the_origins_is_found(
    project: SmallProject, changed: dict[str, Any], message: str
) -> None:
    project.write("content/origins.yml", {**NAMES, **changed})
    assert any(message in said for said in errors(project))


def test_a_missing_origin_is_found(project: SmallProject) -> None:
    project.write("content/origins.yml", {"LV": NAMES["LV"]})
    assert any("has no EE" in said for said in errors(project))
