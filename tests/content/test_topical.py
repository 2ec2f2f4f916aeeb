"""What is answered to a question of fact: the answer, the place, the origin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from bot.content import Content, load
from bot.content.choices import HAND_OVER, NOT_HELPFUL
from bot.content.model import ORIGINS
from bot.content.understanding import LOST, UNSURE
from bot.locales import LOCALES
from tests.content.project import DAY, SmallProject, answer, each, place
from tests.content.saying import REAL, payloads, say


def test_a_sure_topic_is_answered_with_sources_and_follow_ups(content: Content) -> None:
    said = say(content, "housing.scams")
    assert said.text.startswith("Never pay before")
    assert said.sources == content.answers["housing.scams"].sources
    follow_ups = [f"/{t}" for t in content.answers["housing.scams"].follow_ups]
    assert payloads(said) == [*follow_ups, NOT_HELPFUL]
    assert [button.quiet for button in said.buttons] == [False, False, False, True]
    assert said.remember == {
        "topic": "housing.scams",
        "lost_count": 0,
        "others": ["housing.queue", "housing.find_rental", "housing.temporary"],
    }


def test_figures_are_filled_in(small: SmallProject) -> None:
    figures = {"phone": {"value": "0771-1", "source": "https://x.se", "checked": DAY}}
    small.write(
        "content/answers/housing/scams.yml",
        answer("housing.scams", figures=figures, text=each("Call {phone}.")),
    )
    assert say(load(small.root / "content"), "housing.scams").text == "Call 0771-1."


def test_a_local_topic_says_what_is_so_in_the_place(small: SmallProject) -> None:
    said = say(load(small.root / "content"), "housing.queue", municipality="lulea")
    assert said.text == "Do this first.\n\nLulebo in Luleå has one."
    assert [source.url for source in said.sources] == [
        "https://www.boverket.se", "https://lulebo.se",
    ]  # fmt: skip
    assert said.municipality == "lulea"


def test_a_note_of_the_place_replaces_the_local_sentence(small: SmallProject) -> None:
    note = {"source": "https://lulea.se/ko", "checked": DAY, "text": each("Only {place_in}.")}
    small.write("content/municipalities/lulea.yml", place(notes={"housing.queue": note}))
    said = say(load(small.root / "content"), "housing.queue", municipality="lulea")
    assert said.text == "Do this first.\n\nOnly in Luleå."
    assert said.sources[-1].title == "of Luleå"
    assert said.sources[-1].url == "https://lulea.se/ko"


@pytest.mark.parametrize("facts", [{}, {"housing_company": {
    "value": "Lulebo", "source": "x", "checked": DAY, "expires": date(2026, 11, 20)}}],
    ids=["unknown", "expired"],
)  # fmt: skip
def test_a_fact_that_is_not_known_is_not_guessed(small: SmallProject, facts: Any) -> None:
    small.write("content/municipalities/lulea.yml", place(facts=facts))
    content = load(small.root / "content")
    said = say(content, "housing.queue", municipality="lulea")
    assert said.text.endswith(content.phrase("assistant.place_missing", "en", place="Luleå"))


def test_the_place_is_asked_for_once(content: Content) -> None:
    question = content.phrase("assistant.place_ask", "en")
    first = say(content, "housing.queue")
    assert first.text.endswith(question)
    assert first.remember["place_asked"] is True
    assert question not in say(content, "housing.queue", place_asked=True).text


def test_a_place_without_a_file_gets_no_answer_of_another_place(content: Content) -> None:
    named = say(content, "housing.queue", municipality="other", place_named=True)
    assert named.text.endswith(content.phrase("assistant.place_unknown", "en"))
    assert named.municipality is None
    later = say(content, "housing.queue", municipality="other")
    assert later.text == content.answers["housing.queue"].text["en"]


def test_a_topic_without_an_answer_is_not_guessed(content: Content) -> None:
    others = {topic: one for topic, one in content.answers.items() if topic != "housing.plot"}
    said = say(replace(content, answers=others), "housing.plot")
    assert said.text == content.phrase("assistant.not_yet", "en")
    assert payloads(said) == ["hub:handover"]


@pytest.mark.parametrize(("topic", "language"), list(product(REAL.answers, LOCALES)))
def test_every_answer_is_whole_in_every_language_and_place(topic: str, language: str) -> None:
    for slug in (None, *REAL.municipalities):
        said = say(REAL, topic, language=language, municipality=slug, place_asked=True)
        assert said.text
        assert "{" not in said.text
        assert len(said.text) <= 950 + 2
        assert said.sources
        assert said.buttons
        assert all(len(button.payload.encode()) <= 64 for button in said.buttons)
        assert len({source.url for source in said.sources}) == len(said.sources)


VARIANT = {
    "source": {"title": "PMLP", "url": "https://www.pmlp.gov.lv", "checked": DAY},
    "text": each("From Latvia, tell PMLP."),
}


@pytest.fixture
def varied(small: SmallProject) -> Content:
    """A topic with something to add for people from Latvia."""
    small.write(
        "content/answers/housing/scams.yml", answer("housing.scams", origins={"LV": VARIANT})
    )
    return load(small.root / "content")


def test_what_holds_for_the_origin_stands_below_the_answer(varied: Content) -> None:
    said = say(varied, "housing.scams", origin="LV")
    assert said.text == "Do this first.\n\nFrom Latvia, tell PMLP."
    assert said.sources[-1].title == "PMLP"
    assert said.remember["origin"] == "LV"


def test_figures_are_filled_in_for_an_origin(small: SmallProject) -> None:
    figures = {"mail": {"value": "a@pmlp.lv", "source": "https://x.lv", "checked": DAY}}
    variant = {**VARIANT, "text": each("Write to {mail}.")}
    changed = answer("housing.scams", origins={"LV": variant}, figures=figures)
    small.write("content/answers/housing/scams.yml", changed)
    said = say(load(small.root / "content"), "housing.scams", origin="LV")
    assert said.text.endswith("Write to a@pmlp.lv.")


def test_an_origin_with_nothing_to_add_changes_nothing(varied: Content) -> None:
    assert say(varied, "housing.scams", origin="EE").text == "Do this first."
    assert say(varied, "housing.queue", origin="LV", place_asked=True).text == "Do this first."


def test_while_the_origin_is_unknown_it_can_be_chosen(varied: Content) -> None:
    said = say(varied, "housing.scams")
    chosen = next(b for b in said.buttons if b.payload == '/housing.scams{"origin": "ask"}')
    assert chosen.quiet
    asked = say(varied, "housing.scams", pressed=True, pressed_with=("origin", "ask"))
    assert asked.text == varied.phrase("assistant.origin_ask", "en")
    assert payloads(asked) == [f'/housing.scams{{"origin": "{origin}"}}' for origin in ORIGINS]


def test_a_chosen_origin_is_answered_alone(varied: Content) -> None:
    known = {"pressed": True, "origin": "LV", "pressed_with": ("origin", "LV")}
    said = say(varied, "housing.scams", **known)
    assert said.text == "From Latvia, tell PMLP."
    assert payloads(said) == ["/housing.queue"]
    assert said.remember["origin"] == "LV"


def test_where_nothing_is_known_for_an_origin_a_person_is_offered(varied: Content) -> None:
    known = {"pressed": True, "origin": "SE", "pressed_with": ("origin", "SE")}
    said = say(varied, "housing.scams", **known)
    assert said.text == varied.phrase("assistant.origin_missing", "en")
    assert payloads(said) == [HAND_OVER]


@pytest.mark.parametrize("topic", ["conversation.set_municipality", "conversation.out_of_scope"])
def test_an_origin_typed_after_the_answer_completes_it(varied: Content, topic: str) -> None:
    known = {"origin": "LV", "origin_alone": True, "last_topic": "housing.scams"}
    assert say(varied, topic, **known).text == "From Latvia, tell PMLP."
    assert say(varied, "housing.queue", UNSURE, **known).text == "From Latvia, tell PMLP."


def test_a_place_beside_the_origin_is_not_lost(varied: Content) -> None:
    known = {"origin": "LV", "origin_alone": True, "municipality": "lulea", "place_named": True}
    said = say(varied, "conversation.set_municipality", last_topic="housing.queue", **known)
    assert said.text == "Lulebo in Luleå has one."


def test_the_country_can_be_chosen_when_the_first_of_two_answers_differs(varied: Content) -> None:
    said = say(varied, "housing.queue", second=("housing.scams", 0.9))
    assert '/housing.scams{"origin": "ask"}' in payloads(said)


def test_an_origin_typed_first_is_noted(varied: Content) -> None:
    said = say(varied, None, LOST, origin="LV", origin_alone=True)
    assert said.text == varied.phrase("assistant.origin_set", "en")
    assert said.remember["origin"] == "LV"


def test_an_origin_in_a_question_does_not_hide_the_question(varied: Content) -> None:
    known = {"origin": "LV", "origin_alone": True}
    assert say(varied, "housing.scams", **known).text.startswith("Do this first.")
    crisis = say(varied, "conversation.crisis", **known)
    assert crisis.handover == "crisis"


@pytest.mark.parametrize(
    ("topic", "language", "origin"),
    [
        (topic, language, origin)
        for topic, found in REAL.answers.items()
        for origin in found.origins
        for language in LOCALES
    ],
)
def test_every_variant_is_said_in_every_language(topic: str, language: str, origin: str) -> None:
    said = say(REAL, topic, language=language, origin=origin, municipality="lulea")
    assert REAL.answers[topic].origins[origin].text[language][:20] in said.text
    assert "{" not in said.text
    assert len(said.text) <= 950 + 300 + 4


def test_the_buttons_of_origins_fit_telegram() -> None:
    for topic, found in REAL.answers.items():
        if found.origins:
            asked = say(REAL, topic, pressed=True, pressed_with=("origin", "ask"))
            assert all(len(button.payload.encode()) <= 64 for button in asked.buttons)


@pytest.mark.parametrize("language", LOCALES)
def test_two_places_are_compared_side_by_side(language: str) -> None:
    content = REAL
    said = say(
        content, "living.about_place", language=language, municipality="umea", place_named=True,
        places=("lulea", "umea"),
    )  # fmt: skip
    lulea, umea = said.text.index("Luleå: "), said.text.index("Umeå: ")
    assert lulea < umea
    assert "270" in said.text[umea:]  # kilometres between them, from the file of a place
    assert content.answers["living.about_place"].text[language][:40] not in said.text
    assert len({source.url for source in said.sources}) == len(said.sources)


def test_two_places_in_another_local_topic_follow_the_general_answer() -> None:
    said = say(REAL, "housing.queue", municipality="kiruna", places=("boden", "kiruna"))
    general = REAL.answers["housing.queue"].text["en"][:40]
    assert said.text.startswith(general)
    assert said.text.index("Boden: ") < said.text.index("Kiruna: ")


def test_at_most_three_places_are_compared() -> None:
    slugs = ("boden", "kiruna", "lulea", "umea")
    said = say(REAL, "living.about_place", municipality="umea", places=slugs)
    assert "Umeå: " not in said.text


def test_a_name_that_may_be_two_places_is_asked_about_with_buttons() -> None:
    said = say(REAL, "housing.queue", doubtful=("lulea", "pitea"))
    assert said.text.endswith(REAL.phrase("assistant.place_doubt", "en"))
    assert payloads(said) == [
        '/housing.queue{"choice": "place:lulea"}', '/housing.queue{"choice": "place:pitea"}',
    ]  # fmt: skip


def test_a_pressed_place_answers_for_it_and_is_remembered() -> None:
    said = say(
        REAL, "housing.queue", municipality="lulea", place_named=True, pressed=True,
        pressed_with=("choice", "place:lulea"),
    )  # fmt: skip
    assert "Lulebo" in said.text
    assert said.remember["municipality"] == "lulea"
    assert said.municipality == "lulea"
