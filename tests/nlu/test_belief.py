"""The language of a conversation: held against weak signs, changed by strong ones and by words."""

from __future__ import annotations

import numpy as np
import pytest

from bot.content import Content
from bot.nlu.belief import Belief, Known, asks_for, read
from bot.nlu.evidence import CLASSES, Vector


def seems(language: str, weight: float = 0.9) -> Vector:
    """What a message says that looks like `language` with this probability."""
    return np.array(Belief.of(language, weight).weights)


def spoken(language: str) -> Known:
    """A dialogue that has been in `language` so far."""
    return Known(kept=str(Belief.of(language, 0.98)), language=language)


def test_the_first_message_decides_without_a_hint(content: Content) -> None:
    language, _ = read("Kuidas saab korteri?", seems("et"), Known(), content)
    assert language == "et"


def test_a_hint_is_a_prior_and_not_an_order(content: Content) -> None:
    known = Known(hint="sv", hint_chosen=False)
    assert read("ok", seems("en", 0.4), known, content)[0] == "sv"
    assert read("Kuidas saab korteri?", seems("et", 0.999), known, content)[0] == "et"


def test_a_short_doubtful_message_does_not_change_the_language(content: Content) -> None:
    assert read("super", seems("en", 0.6), spoken("et"), content)[0] == "et"


def test_a_clear_message_in_another_language_changes_it(content: Content) -> None:
    assert read("Kaip gauti asmens kodą?", seems("lt", 0.999), spoken("et"), content)[0] == "lt"


def test_two_likely_messages_change_it(content: Content) -> None:
    first, belief = read("un tagad?", seems("lv", 0.8), spoken("et"), content)
    assert first == "et"
    known = Known(kept=str(belief), language=first)
    assert read("kur to dara", seems("lv", 0.93), known, content)[0] == "lv"


@pytest.mark.parametrize("text", ["123", "?!", ":)", ""])
def test_a_message_without_letters_says_nothing(content: Content, text: str) -> None:
    language, belief = read(text, seems("en", 0.99), spoken("lv"), content)
    assert language == "lv"
    assert str(belief) == spoken("lv").kept


def test_a_lone_place_says_nothing(content: Content) -> None:
    said = read("Luleå", seems("sv", 0.99), spoken("lt"), content, says_nothing=True)
    assert said[0] == "lt"


def test_another_script_says_nothing(content: Content) -> None:
    assert read("где найти квартиру", seems("other"), spoken("lv"), content)[0] == "lv"
    assert read("где найти квартиру", seems("other"), Known(hint="et"), content)[0] == "et"


def test_a_language_we_do_not_speak_leaves_it(content: Content) -> None:
    said = read("Wie finde ich eine Wohnung?", seems("other", 0.98), spoken("et"), content)
    assert said[0] == "et"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("latviski", "lv"),
        ("lūdzu latviešu valodā", "lv"),
        ("eesti keeles palun", "et"),
        ("på svenska", "sv"),
        ("in English please", "en"),
        ("lietuviškai!", "lt"),
        ("English", "en"),
        ("Kus ma saan lapsega inglise keelt õppida", None),
        ("how do I learn to read and write in English at sixty", None),
        ("svenska", "sv"),
        ("lära mig svenska", None),
    ],
)
def test_a_short_request_changes_the_language_at_once(
    content: Content, text: str, language: str | None
) -> None:
    assert asks_for(text, content) == language
    if language:
        said, belief = read(text, seems("other"), spoken("et"), content)
        assert said == language
        assert max(belief.weights) > 0.98


def test_a_button_or_a_lots_changes_the_language_at_once(content: Content) -> None:
    known = Known(kept=spoken("et").kept, language="et", hint="lt", hint_chosen=True)
    assert read("ok", seems("en", 0.5), known, content)[0] == "lt"


def test_what_the_hub_merely_holds_does_not_outweigh_the_dialogue(content: Content) -> None:
    known = Known(kept=spoken("et").kept, language="et", hint="lt", hint_chosen=False)
    assert read("ok", seems("en", 0.5), known, content)[0] == "et"


def test_a_language_set_by_an_action_is_held(content: Content) -> None:
    assert read("super", seems("en", 0.7), Known(language="lv"), content)[0] == "lv"


def test_a_belief_survives_its_slot() -> None:
    belief = Belief.of("lt", 0.7)
    kept = Belief.parse(str(belief))
    assert kept is not None
    assert kept.weights == pytest.approx(belief.weights, abs=1e-4)
    assert sum(kept.weights) == pytest.approx(1.0)


@pytest.mark.parametrize("kept", [None, "", "nonsense", "[]", "{}", '{"sv": 0}'])
def test_a_broken_slot_is_no_belief(kept: str | None) -> None:
    assert Belief.parse(kept) is None


def test_the_classes_are_our_languages_and_other() -> None:
    assert CLASSES == ("sv", "en", "et", "lv", "lt", "other")
