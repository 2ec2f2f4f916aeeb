"""What the assistant says to what it understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.content import Content, load
from bot.content.reply import HAND_OVER, NOT_HELPFUL, failed, replies, reply
from bot.content.understanding import LOST, SURE, UNSURE, Reply, Understanding
from bot.locales import LOCALES
from tests.conftest import ROOT
from tests.content.project import DAY, SmallProject, answer, each, place

TODAY = date(2026, 11, 21)
REAL = load(ROOT / "content")
RANKING = (
    ("housing.queue", 0.4), ("conversation.greet", 0.3), ("housing.scams", 0.1),
    ("housing.find_rental", 0.05), ("housing.temporary", 0.04),
)  # fmt: skip


def say(content: Content, topic: str | None, band: str = SURE, **known: Any) -> Reply:
    known = {"language": "en", "ranking": RANKING, **known}
    return reply(content, Understanding(topic, 0.8, band, **known), TODAY)


def payloads(said: Reply) -> list[str]:
    return [button.payload for button in said.buttons]


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A project with one local and one general topic."""
    project = SmallProject(tmp_path)
    phrases = (ROOT / "content" / "phrases" / "en.yml").read_text()
    project.write("content/phrases/en.yml", phrases)
    return project


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


def test_a_pressed_topic_needs_no_way_out(content: Content) -> None:
    said = say(content, "housing.scams", ranking=(("housing.scams", 1.0),), pressed=True)
    assert said.remember["others"] is None
    assert not any(button.quiet for button in said.buttons)


def test_when_the_language_is_not_clear_the_other_one_is_a_button(content: Content) -> None:
    said = say(content, "housing.scams", other_language="lv")
    other = said.buttons[-2]
    assert (other.title, other.payload) == ("Latviešu", '/housing.scams{"language": "lv"}')
    assert other.quiet


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


def test_a_topic_without_an_answer_is_not_guessed(content: Content) -> None:
    others = {topic: one for topic, one in content.answers.items() if topic != "housing.plot"}
    said = say(replace(content, answers=others), "housing.plot")
    assert said.text == content.phrase("assistant.not_yet", "en")
    assert payloads(said) == ["hub:handover"]


def test_an_unsure_message_gets_three_topics_and_a_person(content: Content) -> None:
    said = say(content, "housing.queue", UNSURE)
    assert payloads(said) == [
        "/housing.queue", "/housing.scams", "/housing.find_rental", "hub:handover",
    ]  # fmt: skip
    assert said.text == content.phrase("assistant.unsure", "en")


def test_an_unsure_message_without_topics_is_lost(content: Content) -> None:
    said = say(content, "conversation.greet", UNSURE, ranking=(("conversation.greet", 0.3),))
    assert (said.band, said.text) == (LOST, content.phrase("assistant.lost", "en"))


def test_the_second_time_lost_a_person_is_offered(content: Content) -> None:
    first = say(content, None, LOST)
    assert (first.text, payloads(first)) == (content.phrase("assistant.lost", "en"), [])
    assert first.remember["lost_count"] == 1
    second = say(content, None, LOST, lost_count=1)
    assert second.text == content.phrase("assistant.lost_again", "en")
    assert payloads(second) == ["hub:handover"]


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


def test_another_script_is_answered_with_the_languages_we_speak(content: Content) -> None:
    said = say(content, "housing.queue", UNSURE, foreign=True)
    assert said.text == content.phrase("assistant.language_unknown", "en")
    assert payloads(said) == [*(f"hub:language:{tag}" for tag in LOCALES), "hub:handover"]
    assert (said.topic, said.band, said.remember["lost_count"]) == (None, LOST, 1)


def test_a_hardly_likely_topic_gets_no_button(content: Content) -> None:
    ranking = (("housing.queue", 0.4), ("housing.scams", 0.03))
    said = say(content, "housing.queue", UNSURE, ranking=ranking)
    assert payloads(said) == ["/housing.queue", "hub:handover"]


def test_the_second_question_out_of_scope_offers_a_person(content: Content) -> None:
    assert payloads(say(content, "conversation.out_of_scope")) == []
    again = say(content, "conversation.out_of_scope", lost_count=1)
    assert payloads(again) == ["hub:handover"]


def test_what_broke_is_said_in_the_visitors_language(content: Content) -> None:
    said = failed(content, "lt", "lulea")
    assert said.text == content.phrase("error.failed", "lt")
    assert payloads(said) == ["hub:handover"]


def test_the_wire_holds_everything_the_hub_reads(content: Content) -> None:
    wire = say(content, "housing.scams").wire()
    assert set(wire) == {
        "text", "language", "language_chosen", "topic", "confidence", "band", "sources",
        "buttons", "municipality", "handover", "understood",
    }  # fmt: skip
    assert wire["understood"] == [
        {"topic": topic, "confidence": confidence} for topic, confidence in RANKING[:3]
    ]


@pytest.mark.parametrize(
    ("topic", "language", "slug"),
    list(product(REAL.answers, LOCALES, [None, *REAL.municipalities])),
)
def test_every_answer_is_whole_in_every_language_and_place(
    topic: str, language: str, slug: str | None
) -> None:
    said = say(REAL, topic, language=language, municipality=slug, place_asked=True)
    assert said.text
    assert "{" not in said.text
    assert len(said.text) <= 950 + 2
    assert said.sources
    assert said.buttons
    assert all(len(button.payload.encode()) <= 64 for button in said.buttons)
    assert len({source.url for source in said.sources}) == len(said.sources)


@pytest.mark.parametrize(
    ("topic", "language"), list(product([t for t in REAL.topics if t[:5] == "conve"], LOCALES))
)
def test_every_move_is_answered_in_every_language(topic: str, language: str) -> None:
    said = say(REAL, topic, language=language)
    assert said.text or said.handover
    assert "{" not in said.text


def test_two_questions_share_one_question_about_the_place(content: Content) -> None:
    understood = Understanding(
        "housing.queue", 0.9, SURE, RANKING, "en", second=("school.preschool_apply", 0.88)
    )
    first, last = replies(content, understood, TODAY)
    assert (first.topic, last.topic) == ("housing.queue", "school.preschool_apply")
    ask = content.phrase("assistant.place_ask", "en")
    assert (first.text.count(ask), last.text.count(ask)) == (1, 0)
    assert last.remember["place_asked"]
    assert last.remember["topic"] == "school.preschool_apply"
    assert last.confidence == 0.88
    assert "housing.queue" not in (last.remember["others"] or [])


def test_a_message_in_another_script_is_answered_once(content: Content) -> None:
    understood = Understanding(
        "housing.queue", 0.9, SURE, RANKING, "en", second=("housing.scams", 0.9), foreign=True
    )
    assert len(replies(content, understood, TODAY)) == 1


def test_alternatives_are_offered_once_and_do_not_count_as_a_failure(content: Content) -> None:
    said = say(content, "conversation.not_helpful", others=("housing.queue",), lost_count=1)
    assert payloads(said) == ["/housing.queue", HAND_OVER]
    assert (said.remember["others"], said.remember["lost_count"]) == (None, 1)
    again = say(content, "conversation.not_helpful", others=(), lost_count=1)
    assert payloads(again) == [HAND_OVER]
    assert again.remember["lost_count"] == 2


@pytest.mark.parametrize("band", [UNSURE, LOST])
def test_alternatives_to_an_earlier_answer_are_forgotten(content: Content, band: str) -> None:
    assert say(content, "housing.queue", band, others=("housing.scams",)).remember["others"] is None
