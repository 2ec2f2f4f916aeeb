"""What the desk suggests for the visitor's last words."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from bot.content import Content
from bot.content.likely import Likely
from bot.conversations.events import Author, Body, Event, Guess, Message
from bot.conversations.owner import State
from bot.desk.suggested import suggested, topics

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def likely(content: Content) -> Likely:
    return Likely(content)


def said(*bodies: Body) -> list[Event]:
    return [Event("c1", seq, NOW, body) for seq, body in enumerate(bodies, 1)]


def asked(text: str) -> Message:
    return Message(Author.VISITOR, text, "lv")


def understood(*guesses: tuple[str, float], answers: int = 1) -> Message:
    found = tuple(Guess(*guess) for guess in guesses)
    return Message(Author.ASSISTANT, "…", "lv", answers=answers, understood=found)


def test_what_the_assistant_understood_is_suggested_when_it_was_sure_enough(
    likely: Likely,
) -> None:
    guesses = (("housing.queue", 0.6), ("conversation.greet", 0.3), ("school.apply", 0.05))
    events = said(asked("Sveiki"), understood(*guesses))
    assert topics(events, likely, "lv") == ["housing.queue"]


def test_words_that_the_assistant_has_not_seen_come_first(likely: Likely) -> None:
    events = said(
        asked("Sveiki"),
        understood(("social.child_allowance", 0.9)),
        asked("Kā tikt dzīvokļu rindā?"),
    )
    found = topics(events, likely, "lv")
    assert "housing.queue" in found[:2]
    assert found[2] == "social.child_allowance"


def test_nothing_is_suggested_before_anything_was_said(likely: Likely) -> None:
    assert topics([], likely, "lv") == []


def test_an_answer_stands_in_both_languages_with_its_place_and_source(
    content: Content, likely: Likely
) -> None:
    events = said(asked("?"), understood(("housing.queue", 0.9)))
    state = State(language="lv", municipality="lulea")
    [one] = suggested(content, likely, events, state, "sv", TODAY)
    assert "Lulebo" in one.text
    assert "Lulebo har en egen kö" in one.own
    assert one.label == content.label("housing.queue", "sv")
    assert one.lines("Avots").startswith(one.text)
    assert "\nAvots: Boverket, https://www.boverket.se" in one.lines("Avots")
