"""`farled check` reads how people say where they come from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.content.project import ORIGIN_NAMES, SmallProject
from tests.content.test_check import errors


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
    project.write("content/origins.yml", {**ORIGIN_NAMES, **changed})
    assert any(message in said for said in errors(project))


def test_a_missing_origin_is_found(project: SmallProject) -> None:
    project.write("content/origins.yml", {"LV": ORIGIN_NAMES["LV"]})
    assert any("has no EE" in said for said in errors(project))
