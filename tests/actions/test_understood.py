"""What is read out of rasa's tracker about where a visitor comes from."""

from __future__ import annotations

from typing import Any

import pytest

from bot.actions.understood import understanding
from bot.content import Content
from bot.content.placenames import PlaceNames
from tests.actions.test_answer import tracker

NAMES = PlaceNames({})


def pressed(entity: str, value: str) -> dict[str, Any]:
    """What rasa makes of a button like /housing.scams{"origin": "LV"}."""
    return {
        "says": f'/housing.scams{{"{entity}": "{value}"}}',
        "entities": [{"entity": entity, "value": value}],
    }


def test_an_origin_in_the_words_is_heard(content: Content) -> None:
    said = understanding(tracker("I come from Latvia", language="en"), content, NAMES)
    assert (said.origin, said.origin_alone) == ("LV", True)
    said = understanding(
        tracker("I come from Latvia and my wife is a nurse", language="en"), content, NAMES
    )
    assert (said.origin, said.origin_alone) == ("LV", False)


def test_an_origin_said_before_is_remembered_until_another_is_said(content: Content) -> None:
    assert understanding(tracker("how", origin="EE"), content, NAMES).origin == "EE"
    said = understanding(
        tracker("no, we come from Lithuania", origin="EE", language="en"), content, NAMES
    )
    assert said.origin == "LT"
    said = understanding(tracker("my wife is from Lithuania", origin="EE"), content, NAMES)
    assert said.origin == "EE"


def test_a_pressed_origin_counts(content: Content) -> None:
    said = understanding(tracker(**pressed("origin", "LV")), content, NAMES)
    assert (said.origin, said.pressed_with) == ("LV", ("origin", "LV"))
    assert not said.origin_alone


@pytest.mark.parametrize("value", ["ask", "moon"])
def test_a_button_that_names_no_origin_changes_none(content: Content, value: str) -> None:
    said = understanding(tracker(**pressed("origin", value), origin="EE"), content, NAMES)
    assert said.origin == "EE"
    assert said.pressed_with == ("origin", value)


def test_a_pressed_language_is_no_origin(content: Content) -> None:
    said = understanding(tracker(**pressed("language", "lv")), content, NAMES)
    assert (said.language, said.origin, said.pressed_with) == ("lv", None, ("language", "lv"))
