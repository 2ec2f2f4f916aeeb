"""`farled check` reads the areas that people name instead of a place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.content.project import AREAS, SmallProject
from tests.content.test_check import errors


@pytest.mark.parametrize(
    ("slug", "changed", "message"),
    [
        ("lappland", {"places": ["kiruna"]}, "no municipality 'kiruna'"),
        ("lappland", {"places": []}, "has no places"),
        ("lappland", {"names": {}}, "has no names"),
        ("lappland", {"names": {"et": ["Luleås"]}}, "'Luleås' is also a name of Luleå"),
        ("lappland", {"names": {"en": ["NORRBOTTEN"]}}, "is also a name of norrbotten"),
        ("lappland", {"names": {"en": ["the north of sweden"]}}, "must have 1 to 3 words"),
        ("lulea", {}, "'lulea' is also a municipality"),
    ],
)
def test_a_mistake_in_the_areas_is_found(
    project: SmallProject, slug: str, changed: dict[str, Any], message: str
) -> None:
    area = {"places": ["lulea"], "names": {"sv": ["lappland"]}, **changed}
    project.write("content/areas.yml", {"areas": {**AREAS["areas"], slug: area}})
    assert any(message in said for said in errors(project))
