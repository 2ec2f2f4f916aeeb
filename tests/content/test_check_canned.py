"""`farled check` reads canned replies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.content.project import SmallProject, each
from tests.content.test_check import errors

GOOD: dict[str, Any] = {
    "title": {"sv": "Kön", "en": "The queue"},
    "text": each("{housing_company} {place_in}, {name}, {day}"),
}


def test_a_good_reply_passes(project: SmallProject) -> None:
    project.write("content/canned/a.yml", {"queue": GOOD})
    assert errors(project) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": {"sv": "Kön"}}, "has no title in en"),
        ({"text": {"sv": "Hej"}}, "has no text in en, et, lv, lt"),
        ({"text": each("{mood}")}, "{mood} is no field we can fill"),
        ({"text": each("x" * 401)}, "401 characters, at most 400"),
        ({"text": each("Se lulea.se")}, "an address on the web"),
        ({"text": {**each("{name}"), "lv": "Sveiki"}}, "lacks {name}"),
    ],
)
def test_a_mistake_is_found_in_its_file(
    project: SmallProject, changed: dict[str, Any], message: str
) -> None:
    project.write("content/canned/a.yml", {"queue": {**GOOD, **changed}})
    assert any("canned/a.yml" in one and message in one for one in errors(project))


def test_a_reply_that_is_no_mapping_or_stands_twice_is_found(project: SmallProject) -> None:
    project.write("content/canned/a.yml", {"queue": GOOD, "odd": "text"})
    project.write("content/canned/b.yml", {"queue": GOOD})
    found = errors(project)
    assert any("must be {title, text}" in one for one in found)
    assert any("'queue' stands twice" in one for one in found)
