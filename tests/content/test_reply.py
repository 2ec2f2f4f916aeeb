"""What the assistant says to what it understood, and when it is not sure."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.content.reply import failed, replies
from bot.content.understanding import LOST, SURE, UNSURE, Understanding
from bot.locales import LOCALES
from tests.content.saying import RANKING, TODAY, payloads, say


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


def test_another_script_is_answered_with_the_languages_we_speak(content: Content) -> None:
    said = say(content, "housing.queue", UNSURE, foreign=True)
    assert said.text == content.phrase("assistant.language_unknown", "en")
    assert payloads(said) == [*(f"hub:language:{tag}" for tag in LOCALES), "hub:handover"]
    assert (said.topic, said.band, said.remember["lost_count"]) == (None, LOST, 1)


def test_what_broke_is_said_in_the_visitors_language(content: Content) -> None:
    said = failed(content, "lt", "lulea")
    assert said.text == content.phrase("error.failed", "lt")
    assert payloads(said) == ["hub:handover"]


def test_the_wire_holds_everything_the_hub_reads(content: Content) -> None:
    wire = say(content, "housing.scams").wire()
    assert set(wire) == {
        "text", "language", "language_chosen", "topic", "confidence", "band", "sources",
        "buttons", "municipality", "handover", "understood", "listings", "card", "plan",
    }  # fmt: skip
    assert wire["understood"] == [
        {"topic": topic, "confidence": confidence} for topic, confidence in RANKING[:3]
    ]


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


@pytest.mark.parametrize("band", [UNSURE, LOST])
def test_alternatives_to_an_earlier_answer_are_forgotten(content: Content, band: str) -> None:
    assert say(content, "housing.queue", band, others=("housing.scams",)).remember["others"] is None
