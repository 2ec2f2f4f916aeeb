"""The help with replies over HTTP, against a real hub."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bot.conversations import ownership
from bot.conversations.events import Owner, OwnerChanged, Reason
from bot.desk.helping import standing_promise
from tests.conftest import HandClock
from tests.desk.conftest import Lots, begun, waiting, write
from tests.support.hub import RunningHub


def canned(answer: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in answer["canned"] if one["id"] == name)


def test_canned_replies_stand_in_both_languages_with_the_facts_of_the_place(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = waiting(hub.parts.store, "Sveiki", language="lv", place="lulea")
    told = anna.get(f"conversations/{conversation}/help?language=sv").json()
    queue = canned(told, "housing_queue")
    assert "“Lulebo”" in queue["text"]
    assert queue["own"].startswith("Kommunens bostadsbolag i Luleå heter Lulebo")
    assert (queue["language"], queue["missing"]) == ("lv", [])
    assert "Mani sauc Anna" in canned(told, "greeting")["text"]
    assert "{" not in canned(told, "find_out")["text"]
    english = anna.get(f"conversations/{conversation}/help?language=en").json()
    assert canned(english, "greeting")["title"] == "Greet and take over"


def test_the_day_that_was_promised_stands_until_it_is_past_or_a_lots_has_answered(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    store = hub.parts.store
    conversation = waiting(store, "Hello", language="en")
    friday = OwnerChanged(Owner.MESSAGE_LEFT, Reason.PATIENCE, promised="2026-11-27T16:00:00+00:00")
    with store.transaction() as tx:
        ownership.change(tx, tx.lock(conversation), friday)

    def said() -> str:
        told = anna.get(f"conversations/{conversation}/help?language=en").json()
        return str(canned(told, "find_out")["text"])

    assert "Friday 27 November" in said()
    anna.do(conversation, "claim")
    assert "Friday 27 November" in said(), "also when the case is claimed"
    with store.transaction() as tx:
        events = tx.events(conversation)
    assert standing_promise(events, clock.now) == date(2026, 11, 27)
    assert standing_promise(events, clock.now + timedelta(days=3)) is None
    anna.reply(conversation, "Hello!")
    assert "Thursday 26 November" in said()


def test_a_reply_whose_field_is_unknown_here_is_marked_and_has_no_words(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = waiting(hub.parts.store, "Tere", language="et", place="")
    told = anna.get(f"conversations/{conversation}/help").json()
    queue = canned(told, "housing_queue")
    assert queue["missing"] == ["housing_company", "place_in", "site"]
    assert queue["text"] == ""
    assert canned(told, "place")["missing"] == []


def test_words_written_to_a_lots_are_matched_and_never_sent(hub: RunningHub, anna: Lots) -> None:
    store = hub.parts.store
    conversation = waiting(store, "Hej")
    anna.do(conversation, "claim")
    write(store, conversation, "Hur ställer jag mig i bostadskö?")
    before = anna.get(f"conversations/{conversation}").json()["case"]["seq"]
    told = anna.get(f"conversations/{conversation}/help").json()
    assert told["suggested"][0]["topic"] == "housing.queue"
    assert "Källa: Boverket" in told["suggested"][0]["text"]
    assert anna.get(f"conversations/{conversation}").json()["case"]["seq"] == before


def test_earlier_cases_are_told_until_they_are_erased(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    store = hub.parts.store
    conversation = waiting(store)
    anna.do(conversation, "claim")
    anna.do(conversation, "close", {"outcome": "answered"})
    path = f"conversations/{conversation}/help"
    [one] = make_lots("Bo").get(path).json()["earlier"]
    assert (one["lots"], one["reason"], one["outcome"]) == ("Anna", "closed", "answered")
    with store.transaction() as tx:
        hub.parts.reception.forgetting(tx, tx.lock(conversation))
    assert anna.get(path).json() == {"canned": [], "suggested": [], "earlier": [], "reads_like": ""}


def test_the_help_needs_a_session_and_a_conversation(hub: RunningHub, anna: Lots) -> None:
    conversation = begun(hub.parts.store, "Hej")
    assert anna.get("conversations/c0/help").status_code == 404
    anna.client.cookies.clear()
    assert anna.get(f"conversations/{conversation}/help").status_code == 401
