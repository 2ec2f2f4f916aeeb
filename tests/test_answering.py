"""From a stored message to the written answer: with rasa well, away, slow and wrong."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.answering import Answering
from bot.assistant import Assistant
from bot.content import Content
from bot.conversations import ownership, turns
from bot.conversations.events import Author, LanguageChanged, Message, Owner, PlaceChanged
from bot.conversations.inbox import Written, button_token
from bot.conversations.notifier import Notifier
from bot.conversations.owner import DIALOGUE_MESSAGES
from bot.conversations.store import Store
from bot.reception import Reception
from tests.conftest import HandClock

ANSWER: dict[str, Any] = {
    "text": "Taotle lasteaiakohta kohe.",
    "language": "et",
    "topic": "school.preschool_apply",
    "confidence": 0.91234,
    "band": "sure",
    "municipality": "lulea",
    "sources": [
        {"title": "Skolverket", "url": "https://www.skolverket.se", "checked": "2026-11-21"}
    ],
    "buttons": [{"title": "Kool", "payload": "/school.enrol"}],
    "understood": [{"topic": "school.preschool_apply", "confidence": 0.91234}],
}
Respond = Callable[[httpx.Request], httpx.Response]


def says(custom: dict[str, Any]) -> Respond:
    return lambda _: httpx.Response(200, json=[{"custom": custom}])


class Bench:
    """A conversation, and a worker whose rasa is a function."""

    def __init__(self, store: Store, reception: Reception, content: Content) -> None:
        self.store, self.reception, self.content = store, reception, content
        self.conversation, _ = asyncio.run(reception.open("web", language="sv"))
        self.count = 0

    def say(self, text: str = "", button: str = "") -> None:
        self.count += 1
        written = Written(f"m{self.count}", text, button)
        asyncio.run(self.reception.receive(self.conversation, written))

    def work(self, respond: Respond) -> None:
        """Answers every turn that is due."""

        async def worked() -> None:
            assistant = Assistant("http://rasa", 1.0, httpx.MockTransport(respond))
            worker = Answering(self.store, Notifier(), assistant, self.reception, self.content)
            while turn := await self.store.run(turns.take):
                await worker.answer(turn)
            await assistant.close()

        asyncio.run(worked())

    def bodies(self) -> list[Any]:
        with self.store.transaction() as tx:
            return [event.body for event in tx.events(self.conversation)]

    def messages(self, author: Author) -> list[Message]:
        return [body for body in self.bodies() if getattr(body, "author", None) is author]

    @property
    def owner(self) -> Owner:
        with self.store.transaction() as tx:
            return tx.head(self.conversation).state.owner


@pytest.fixture
def bench(store: Store, reception: Reception, content: Content) -> Bench:
    return Bench(store, reception, content)


def test_an_answer_brings_its_language_its_place_and_its_sources(bench: Bench) -> None:
    bench.say("kuidas saan lasteaiakoha?")
    bench.work(says(ANSWER))
    message = bench.messages(Author.ASSISTANT)[0]
    assert message.topic == "school.preschool_apply"
    assert message.confidence == 0.912
    assert message.sources[0].checked == "2026-11-21"
    assert message.answers == 2
    assert LanguageChanged("et") in bench.bodies()
    assert PlaceChanged("lulea") in bench.bodies()


def test_a_wish_for_a_person_hands_over_and_the_assistant_falls_silent(bench: Bench) -> None:
    bench.say("jag vill prata med en människa")
    bench.work(says({"text": "", "language": "sv", "handover": "asked"}))
    assert bench.owner is Owner.WAITING
    assert bench.messages(Author.NOTICE)[0].buttons
    bench.say("hallå?")
    bench.work(says(ANSWER))
    assert bench.messages(Author.ASSISTANT) == []


def test_danger_gets_the_fixed_words_and_goes_first_to_a_person(bench: Bench) -> None:
    bench.say("han slår mig")
    bench.work(says({"text": "112", "language": "sv", "handover": "crisis"}))
    assert bench.messages(Author.ASSISTANT)[0].text == "112"
    with bench.store.transaction() as tx:
        assert tx.head(bench.conversation).state.urgent


def test_the_button_back_lets_the_assistant_answer_what_was_written_meanwhile(
    bench: Bench,
) -> None:
    bench.say("människa tack")
    bench.work(says({"text": "", "language": "sv", "handover": "asked"}))
    bench.say("hur köar jag?")
    with bench.store.transaction() as tx:
        seq = next(e.seq for e in tx.events(bench.conversation) if getattr(e.body, "buttons", ()))
    bench.say(button=button_token(seq, 0))
    bench.work(says(ANSWER))
    assert bench.owner is Owner.ASSISTANT
    assert len(bench.messages(Author.ASSISTANT)) == 1


def test_when_rasa_is_away_the_visitor_is_told_once_and_answered_when_it_is_back(
    bench: Bench, clock: HandClock
) -> None:
    bench.say("hur köar jag?")
    for _ in range(4):
        bench.work(lambda _: httpx.Response(503))
        clock.pass_s(turns.RETRY_LONGEST_S + 1)
    assert len(bench.messages(Author.NOTICE)) == 1
    bench.work(says(ANSWER))
    assert len(bench.messages(Author.ASSISTANT)) == 1


def test_an_answer_that_comes_after_a_claim_is_dropped(bench: Bench) -> None:
    bench.say("hur köar jag?")

    def claimed_meanwhile(_: httpx.Request) -> httpx.Response:
        with bench.store.transaction() as tx:
            notice = Message(Author.NOTICE, "Anna", "sv")
            ownership.claim(tx, bench.conversation, 1, "Anna", notice)
        return httpx.Response(200, json=[{"custom": ANSWER}])

    bench.work(claimed_meanwhile)
    assert [message.unsent for message in bench.messages(Author.ASSISTANT)] == ["late"]
    assert bench.owner is Owner.LOTS


def test_an_answer_without_text_or_handover_counts_as_no_answer(
    bench: Bench, clock: HandClock
) -> None:
    bench.say("hur köar jag?")
    bench.work(says({"text": "", "language": "sv"}))
    clock.pass_s(turns.RETRY_LONGEST_S + 1)
    bench.work(says(ANSWER))
    assert len(bench.messages(Author.ASSISTANT)) == 1


def test_an_unreadable_answer_does_not_stop_the_worker_and_is_asked_again(
    bench: Bench, clock: HandClock
) -> None:
    bench.say("hur köar jag?")
    bench.work(says({**ANSWER, "sources": [{"title": "no url"}]}))
    assert bench.messages(Author.ASSISTANT) == []
    clock.pass_s(turns.LEASE.total_seconds() + 1)
    bench.work(says(ANSWER))
    assert len(bench.messages(Author.ASSISTANT)) == 1


def test_the_thirty_first_message_is_told_with_the_question_that_is_still_open(
    bench: Bench, clock: HandClock
) -> None:
    kept = {"asked": "plan.date", "search": {"places": ["lulea"]}, "topic": "service.move_plan"}
    told: list[tuple[str, Any]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        told.append((body["sender"].rpartition("-")[2], body["metadata"]["kept"]))
        return httpx.Response(200, json=[{"custom": {**ANSWER, "kept": kept}}])

    for _ in range(DIALOGUE_MESSAGES + 1):
        bench.say("mars")
        bench.work(respond)
        clock.pass_s(10)
    assert told[0] == ("1", {})
    assert told[-2:] == [("1", kept), ("2", kept)]


def test_a_language_button_changes_the_language_at_once(bench: Bench) -> None:
    bench.say("hej")
    offer = [{"title": "Latviešu", "payload": "hub:language:lv"}]
    bench.work(says({**ANSWER, "language": "sv", "buttons": offer}))
    with bench.store.transaction() as tx:
        seq = next(e.seq for e in tx.events(bench.conversation) if getattr(e.body, "buttons", ()))
    bench.say(button=button_token(seq, 0))
    bench.work(says(ANSWER))
    assert LanguageChanged("lv", chosen=True) in bench.bodies()
    assert bench.messages(Author.NOTICE)[-1].language == "lv"


def test_a_language_button_has_the_last_question_answered_again_in_that_language(
    bench: Bench,
) -> None:
    told: list[dict[str, Any]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        told.append({"message": body["message"], **body["metadata"]})
        kept = {"asked": f"plan.{len(told)}", "search": None, "topic": None}
        offer = [{"title": "Latviešu", "payload": "hub:language:lv", "quiet": True}]
        answer = {**ANSWER, "language": body["metadata"]["answer_in"] or "et", "buttons": offer}
        return httpx.Response(200, json=[{"custom": {**answer, "band": "unsure", "kept": kept}}])

    for text in ("kolime Luleåsse", "kuidas saan lasteaiakoha?"):
        bench.say(text)
        bench.work(respond)
    with bench.store.transaction() as tx:
        seqs = [e.seq for e in tx.events(bench.conversation) if getattr(e.body, "buttons", ())]
    for _ in range(2):  # pressed again, it is in that language already
        bench.say(button=button_token(seqs[-1], 0))
        bench.work(respond)
    assert len(told) == 3
    assert (told[2]["message"], told[2]["answer_in"]) == ("kuidas saan lasteaiakoha?", "lv")
    assert told[2]["kept"]["asked"] == "plan.1"  # as it stood when it was asked the first time
    assert [one["answer_in"] for one in told[:2]] == ["", ""]
    answers = bench.messages(Author.ASSISTANT)
    assert [one.language for one in answers] == ["et", "et", "lv"]
    assert answers[2].answers == answers[1].answers


def test_two_languages_chosen_while_rasa_is_away_end_in_the_second(
    bench: Bench, clock: HandClock
) -> None:
    bench.say("kuidas saan lasteaiakoha?")
    offer = [{"title": tag, "payload": f"hub:language:{tag}"} for tag in ("lv", "lt")]
    bench.work(says({**ANSWER, "buttons": offer}))
    with bench.store.transaction() as tx:
        seq = next(e.seq for e in tx.events(bench.conversation) if getattr(e.body, "buttons", ()))
    for number in range(2):
        bench.say(button=button_token(seq, number))
        bench.work(lambda _: httpx.Response(503))
    assert bench.messages(Author.NOTICE)[-1].language == "lt"
    clock.pass_s(turns.RETRY_LONGEST_S + 1)
    bench.work(says({**ANSWER, "language": "lt"}))
    assert [one.language for one in bench.messages(Author.ASSISTANT)] == ["et", "lt"]


def test_a_language_chosen_while_rasa_thinks_stays_and_the_answer_comes_in_it_too(
    bench: Bench,
) -> None:
    bench.say("kuidas saan lasteaiakoha?")

    def respond(request: httpx.Request) -> httpx.Response:
        wanted = json.loads(request.content)["metadata"]["answer_in"]
        if not wanted:
            with bench.store.transaction() as tx:
                head = tx.lock(bench.conversation)
                tx.append(head, *bench.reception.language_bodies(head.state, "lv"))
        return httpx.Response(200, json=[{"custom": {**ANSWER, "language": wanted or "et"}}])

    bench.work(respond)
    assert [one.language for one in bench.messages(Author.ASSISTANT)] == ["et", "lv"]
    with bench.store.transaction() as tx:
        assert tx.head(bench.conversation).state.language == "lv"


@pytest.mark.parametrize("topic", ["conversation.greet", None])
def test_a_language_button_after_no_question_only_changes_the_language(
    bench: Bench, topic: str | None
) -> None:
    bench.say("tere")
    offer = [{"title": "Latviešu", "payload": "hub:language:lv"}]
    bench.work(says({**ANSWER, "topic": topic, "buttons": offer}))
    with bench.store.transaction() as tx:
        seq = next(e.seq for e in tx.events(bench.conversation) if getattr(e.body, "buttons", ()))
    bench.say(button=button_token(seq, 0))
    bench.work(says({**ANSWER, "language": "lv"}))
    assert len(bench.messages(Author.ASSISTANT)) == 1
    assert bench.messages(Author.NOTICE)[-1].language == "lv"


def test_the_forget_button_erases_and_leaves_a_receipt(bench: Bench) -> None:
    bench.say("glöm mig")
    offer = [{"title": "Ja", "payload": "hub:forget"}]
    bench.work(says({**ANSWER, "language": "sv", "buttons": offer}))
    with bench.store.transaction() as tx:
        seq = next(e.seq for e in tx.events(bench.conversation) if getattr(e.body, "buttons", ()))
    bench.say(button=button_token(seq, 0))
    bench.work(says(ANSWER))
    assert bench.messages(Author.VISITOR) == []
    assert "glöm" not in str(bench.bodies())


def test_after_a_municipality_that_erases_by_decision_everything_stays(
    store: Store, reception: Reception, content: Content
) -> None:
    queued = dataclasses.replace(reception.settings, erasure="queued")
    bench = Bench(store, Reception(queued, store, content), content)
    bench.say("glöm mig")
    receipt, state = asyncio.run(bench.reception.forget(bench.conversation))
    assert state == "queued"
    assert receipt in bench.messages(Author.NOTICE)[0].text
    assert bench.messages(Author.VISITOR)[0].text == "glöm mig"
