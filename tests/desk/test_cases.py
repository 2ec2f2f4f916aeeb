"""What the desk lists, and what it shows of one conversation."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversations import ownership, tables, turns
from bot.conversations.events import (
    Author,
    Button,
    CardChanged,
    Guess,
    Message,
    Owner,
    OwnerChanged,
    Reason,
)
from bot.conversations.inbox import Written
from bot.conversations.store import Store
from bot.desk import accounts, cases
from bot.errors import UnknownConversation
from bot.reception import Reception
from tests.conftest import HandClock
from tests.desk.conftest import begun, waiting, write

NOTICE = Message(Author.NOTICE, "Anna är här", "sv")


def lists(store: Store, lots_id: int = 1) -> dict[str, list[dict[str, Any]]]:
    with store.transaction() as tx:
        if lots_id not in [one.id for one in accounts.everyone(tx)]:
            row = {"id": lots_id, "email": "anna@kommun.example", "name": "Anna"}
            row |= {"password_hash": accounts.NOBODY, "active": True, "created_at": tx.at}
            tx.connection.execute(tables.lots.insert().values(row))
        return cases.lists(tx, lots_id)


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["conversation"] for one in found]


def whole(store: Store, conversation: str, after: int = 0) -> dict[str, Any]:
    with store.transaction() as tx:
        return cases.whole(tx, conversation, after)


def claim(store: Store, conversation: str, lots_id: int = 1) -> None:
    with store.transaction() as tx:
        ownership.claim(tx, conversation, lots_id, "Anna", NOTICE)


def test_each_conversation_stands_in_the_list_of_its_owner(any_store: Store) -> None:
    asked, own, colleagues, answered, silent = (
        waiting(any_store),
        waiting(any_store),
        waiting(any_store),
        begun(any_store, "Hur köar jag?"),
        begun(any_store),
    )
    left = begun(any_store, "Ring mig")
    with any_store.transaction() as tx:
        changed = OwnerChanged(Owner.MESSAGE_LEFT, Reason.NOBODY_THERE, promised="2026-11-30")
        ownership.change(tx, tx.lock(left), changed)
    claim(any_store, own)
    claim(any_store, colleagues, lots_id=2)
    found = lists(any_store)
    assert ids(found["waiting"]) == [asked]
    assert ids(found["own"]) == [own]
    assert ids(found["unanswered"]) == [left]
    assert found["unanswered"][0]["promised"] == "2026-11-30"
    assert ids(found["assistant"]) == [answered]
    assert silent not in ids(found["assistant"])


def test_the_urgent_come_first_then_who_has_waited_longest(store: Store, clock: HandClock) -> None:
    first = waiting(store)
    clock.pass_s(5)
    second = waiting(store)
    clock.pass_s(5)
    urgent = begun(store, "hjälp")
    with store.transaction() as tx:
        changed = OwnerChanged(Owner.WAITING, Reason.CRISIS, urgent=True)
        ownership.change(tx, tx.lock(urgent), changed)
    assert ids(lists(store)["waiting"]) == [urgent, first, second]


def test_a_line_shows_the_visitors_newest_words_cut_short(any_store: Store) -> None:
    conversation = waiting(any_store, "Först")
    write(any_store, conversation, "x" * 500)
    claim(any_store, conversation)
    with any_store.transaction() as tx:
        ownership.reply(tx, conversation, 1, "Hej", "r1")
    assert lists(any_store)["own"][0]["preview"] == "x" * cases.PREVIEW


def test_ones_own_conversation_says_when_the_visitor_spoke_last(
    store: Store, clock: HandClock
) -> None:
    conversation = waiting(store)
    clock.pass_s(1)
    claim(store, conversation)
    assert lists(store)["own"][0]["to_answer"] is True  # who claims has answered nothing yet
    clock.pass_s(1)
    write(store, conversation, "Är du där?")
    assert lists(store)["own"][0]["to_answer"] is True
    clock.pass_s(1)
    with store.transaction() as tx:
        ownership.reply(tx, conversation, 1, "Ja", "r1")
    assert lists(store)["own"][0]["to_answer"] is False


def test_a_conversation_is_read_whole_or_from_a_cursor(store: Store) -> None:
    conversation = waiting(store, "Hej")
    shown = whole(store, conversation)
    assert [event["type"] for event in shown["events"]] == ["message", "owner"]
    assert shown["events"][0]["text"] == "Hej"
    assert shown["events"][1]["reason"] == "asked"
    assert whole(store, conversation, shown["case"]["seq"])["events"] == []
    with pytest.raises(UnknownConversation):
        whole(store, "c0")


def test_what_the_assistant_understood_is_shown_but_no_payload_or_client_id(store: Store) -> None:
    conversation = begun(store, "Hur köar jag?")
    answer = Message(
        Author.ASSISTANT,
        "Så här",
        "sv",
        answers=3,
        understood=(Guess("housing.queue", 0.6),),
        buttons=(Button("Mer", "/housing.queue{secret}"),),
        unsent="late",
    )
    with store.transaction() as tx:
        tx.append(tx.lock(conversation), answer)
    events = whole(store, conversation)["events"]
    assert events[-1]["understood"] == [{"topic": "housing.queue", "confidence": 0.6}]
    assert events[-1]["buttons"] == ["Mer"]
    assert events[-1]["unsent"] == "late"
    assert "secret" not in str(events)
    assert not any("client_id" in event for event in events)


def test_the_delivery_of_each_pushed_message_is_shown(store: Store) -> None:
    with store.transaction() as tx:
        conversation, _ = tx.open("telegram", "77")
        head = tx.append(tx.lock(conversation), NOTICE)
    assert whole(store, conversation)["deliveries"] == {str(head.state.seq): "pending"}


def test_an_erased_conversation_is_in_no_list_and_its_words_are_gone(
    store: Store, reception: Reception
) -> None:
    conversation = waiting(store, "hemligt")
    with store.transaction() as tx:
        reception.forgetting(tx, tx.lock(conversation))
    assert all(conversation not in ids(found) for found in lists(store).values())
    assert "hemligt" not in str(whole(store, conversation))


def test_half_a_character_does_not_make_the_desk_unreadable(
    store: Store, reception: Reception
) -> None:
    conversation = begun(store)
    with store.transaction() as tx:
        reception.receiving(tx, conversation, Written("a", "hej \ud800"))
        turns.drop_all(tx, conversation)
    assert lists(store)["assistant"][0]["preview"].encode() == b"hej ?"


def test_the_card_is_shown_as_it_is_now_and_a_correction_says_by_whom(store: Store) -> None:
    conversation = begun(store, "Vi flyttar")
    with store.transaction() as tx:
        head = tx.append(tx.lock(conversation), CardChanged({"adults": 2}))
        tx.append(head, CardChanged({"adults": 1, "children": []}, "Anna"))
    shown = whole(store, conversation)
    assert shown["card"] == {"adults": 1, "children": []}
    told = [event for event in shown["events"] if event["type"] == "card"]
    assert [event["lots"] for event in told] == ["Anna"]
    assert "card" not in told[0]
