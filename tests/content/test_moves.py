"""What is answered to what people say besides their questions."""

from __future__ import annotations

from itertools import product

import pytest

from bot.content import Content, load
from bot.content.choices import HAND_OVER
from bot.locales import LOCALES
from tests.content.project import SmallProject
from tests.content.saying import REAL, payloads, say


def test_the_place_named_after_a_local_topic_completes_its_answer(small: SmallProject) -> None:
    said = say(
        load(small.root / "content"),
        "conversation.set_municipality",
        municipality="lulea",
        place_named=True,
        last_topic="housing.queue",
    )
    assert said.text == "Lulebo in Luleå has one."
    assert payloads(said) == ["/housing.scams"]


def test_a_place_named_first_is_noted(content: Content) -> None:
    known = {"municipality": "lulea", "place_named": True}
    said = say(content, "conversation.set_municipality", **known)
    assert said.text == content.phrase("assistant.place_set", "en", place="Luleå")


def test_an_unhelpful_answer_counts_as_a_failure(content: Content) -> None:
    assert say(content, "conversation.not_helpful").remember["lost_count"] == 1


def test_yes_to_the_offer_of_a_person_asks_for_one(content: Content) -> None:
    assert say(content, "conversation.affirm", lost_count=2).handover == "asked"
    assert say(content, "conversation.affirm").handover is None


def test_no_to_the_offer_begins_anew(content: Content) -> None:
    assert say(content, "conversation.deny", lost_count=2).remember["lost_count"] == 0


def test_who_asks_for_a_person_hears_it_from_the_hub(content: Content) -> None:
    said = say(content, "conversation.human")
    assert (said.text, said.handover) == ("", "asked")


def test_a_cry_for_help_gets_the_fixed_words_and_a_person(content: Content) -> None:
    said = say(content, "conversation.crisis")
    assert said.text == content.phrase("assistant.crisis", "en")
    assert said.handover == "crisis"


def test_forgetting_is_asked_for_and_typed_yes_asks_again(content: Content) -> None:
    said = say(content, "conversation.forget_me")
    assert payloads(said) == ["hub:forget", "/conversation.deny"]
    again = say(content, "conversation.affirm", last_topic="conversation.forget_me")
    assert again.buttons == said.buttons


def test_the_language_that_is_named_is_spoken_from_here_on(content: Content) -> None:
    said = say(content, "conversation.change_language", language_named="et")
    assert said.language == "et"
    assert said.language_chosen
    assert said.text == content.phrase("assistant.language_changed", "et")
    assert said.remember["language"] == "et"


@pytest.mark.parametrize(("named", "key"), [(None, "ask"), ("unserved", "unknown")])
def test_without_a_language_of_ours_all_are_offered(
    content: Content, named: str | None, key: str
) -> None:
    said = say(content, "conversation.change_language", language_named=named)
    assert said.text == content.phrase(f"assistant.language_{key}", "en")
    assert payloads(said) == [f"hub:language:{tag}" for tag in LOCALES]


def test_the_second_question_out_of_scope_offers_a_person(content: Content) -> None:
    assert payloads(say(content, "conversation.out_of_scope")) == []
    again = say(content, "conversation.out_of_scope", lost_count=1)
    assert payloads(again) == ["hub:handover"]


@pytest.mark.parametrize(
    ("topic", "language"), list(product([t for t in REAL.topics if t[:5] == "conve"], LOCALES))
)
def test_every_move_is_answered_in_every_language(topic: str, language: str) -> None:
    said = say(REAL, topic, language=language)
    assert said.text or said.handover
    assert "{" not in said.text


def test_alternatives_are_offered_once_and_do_not_count_as_a_failure(content: Content) -> None:
    said = say(content, "conversation.not_helpful", others=("housing.queue",), lost_count=1)
    assert payloads(said) == ["/housing.queue", HAND_OVER]
    assert (said.remember["others"], said.remember["lost_count"]) == (None, 1)
    again = say(content, "conversation.not_helpful", others=(), lost_count=1)
    assert payloads(again) == [HAND_OVER]
    assert again.remember["lost_count"] == 2
