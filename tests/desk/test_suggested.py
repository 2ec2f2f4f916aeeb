"""What the desk suggests for the visitor's last words."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from bot.content import Content
from bot.content.likely import Likely
from bot.content.reading import Reading
from bot.conversations.events import Author, Body, Event, Guess, Message
from bot.conversations.owner import State
from bot.desk.suggested import suggested, topics, unheard

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


WELDER = "Min man börjar som svetsare i Student Consulting."


def reading(band: str, *ranking: tuple[str, float]) -> Reading:
    return Reading("sv", band, ranking)


def test_what_was_read_comes_instead_of_words_that_are_alike(likely: Likely) -> None:
    events = said(asked(WELDER))
    assert topics(events, likely, "sv") != []
    assert topics(events, likely, "sv", reading("unsure", ("housing.student", 0.3))) == []
    sure = reading("unsure", ("jobs.tandem", 0.7), ("jobs.search", 0.2), ("jobs.apply", 0.01))
    assert topics(events, likely, "sv", sure) == ["jobs.tandem", "jobs.search"]


def test_a_greeting_or_lost_words_that_were_read_suggest_nothing(likely: Likely) -> None:
    events = said(asked("Tack!"))
    thanks = reading("sure", ("conversation.thank", 0.7), ("housing.queue", 0.2))
    assert topics(events, likely, "sv", thanks) == []
    assert topics(events, likely, "sv", reading("lost", ("housing.queue", 0.9))) == []
    assert topics(events, likely, "sv", reading("lost")) == []


def test_what_was_understood_before_stands_behind_what_was_read(likely: Likely) -> None:
    events = said(asked("Sveiki"), understood(("social.child_allowance", 0.9)), asked("Rinda?"))
    read = reading("sure", *((f"housing.{name}", 0.9) for name in ("queue", "buy", "plot")))
    assert topics(events, likely, "lv", read)[:3] == [
        "housing.queue", "housing.buy", "social.child_allowance",
    ]  # fmt: skip


def test_only_words_that_the_assistant_has_not_handled_are_to_be_read() -> None:
    press = Message(Author.VISITOR, "Jā", "lv", payload="hub:helped:yes:3")
    events = said(asked("Sveiki"), understood(("housing.queue", 0.9)))
    assert unheard(events) is None
    more = said(asked("Sveiki"), understood(("housing.queue", 0.9)), asked("Un vēl?"), press)
    found = unheard(more)
    assert found is not None
    assert (found[0].seq, found[1]) == (3, "Un vēl?")
    assert unheard([]) is None


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
