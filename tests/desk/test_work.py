"""Handing over, notes, tags, closing reasons and read marks, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.shown import shown
from bot.conversations import ownership, tables
from bot.conversations.events import Author, Message, NoteWritten, Owner, OwnerChanged, Reason
from bot.conversations.owner import State
from bot.conversations.store import Store
from bot.desk import accounts
from bot.watch import Watch
from tests.conftest import HandClock
from tests.desk.conftest import Lots, begun, waiting, write
from tests.support.hub import RunningHub

SECRET = "hemlig anteckning"
MakeLots = Callable[[str], Lots]


def state(hub: RunningHub, conversation: str) -> State:
    with hub.parts.store.transaction() as tx:
        return tx.head(conversation).state


def last_words(hub: RunningHub, conversation: str) -> str:
    with hub.parts.store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    return next(one.text for one in reversed(bodies) if isinstance(one, Message))


def told_to_visitor(store: Store, conversation: str) -> list[dict[str, Any]]:
    with store.transaction() as tx:
        return [event for event in map(shown, tx.events(conversation)) if event]


def own(hub: RunningHub, lots: Lots, text: str = "Hej", **about: str) -> str:
    conversation = waiting(hub.parts.store, text, **about)
    assert lots.do(conversation, "claim").status_code == 200
    return conversation


def account(hub: RunningHub, lots: Lots) -> int:
    with hub.parts.store.transaction() as tx:
        return next(one.id for one in accounts.everyone(tx) if one.email == lots.email)


def change(hub: RunningHub, lots: Lots, **values: object) -> None:
    table = tables.lots
    with hub.parts.store.transaction() as tx:
        changed = table.update().where(table.c.email == lots.email).values(values)
        tx.connection.execute(changed)


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_case_given_to_a_colleague_is_hers_and_the_visitor_is_told_her_name(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    bo, conversation = make_lots("Bo"), own(hub, anna, "Hello", language="en")
    given = {"to": account(hub, bo), "note": SECRET}
    assert anna.do(conversation, "transfer", given).status_code == 200
    now = state(hub, conversation)
    assert (now.owner, now.lots, now.lots_id) == (Owner.LOTS, "Bo", account(hub, bo))
    phrase = hub.parts.content.phrase("notice.transferred", "en", lots="Bo")
    assert last_words(hub, conversation) == phrase
    assert refusal(anna.reply(conversation, "Hej"))[0] == 409
    assert bo.reply(conversation, "Hej").status_code == 202
    events = bo.get(f"conversations/{conversation}").json()["events"]
    assert [one["note"] for one in events if one.get("reason") == "transferred"] == [SECRET]


def test_a_case_given_to_another_municipality_waits_in_its_queue(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = own(hub, anna)
    assert anna.do(conversation, "transfer", {"to": "boden", "note": "Bor i Boden"}).is_success
    now = state(hub, conversation)
    assert (now.owner, now.lots_id, now.municipality) == (Owner.WAITING, 0, "boden")
    phrase = hub.parts.content.phrase("notice.transferred_queue", "sv")
    # With her place in that queue behind it.
    assert last_words(hub, conversation).startswith(phrase)
    assert len(last_words(hub, conversation)) > len(phrase)
    assert anna.lists()["waiting"][0]["conversation"] == conversation


def test_of_many_who_hand_over_at_once_one_does(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    bo, conversation = make_lots("Bo"), own(hub, anna)
    to = [account(hub, bo), "boden", "lulea", account(hub, bo), "boden"]
    with ThreadPoolExecutor(max_workers=5) as pool:
        answers = list(pool.map(lambda one: anna.do(conversation, "transfer", {"to": one}), to))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]


@pytest.mark.parametrize("to", [0, 9999, "nowhere", None, True, 1.5, [1]])
def test_a_case_is_given_to_nobody_unknown(hub: RunningHub, anna: Lots, to: object) -> None:
    conversation = own(hub, anna)
    assert refusal(anna.do(conversation, "transfer", {"to": to})) == (422, "unknown_receiver")
    assert state(hub, conversation).lots == "Anna"


def test_a_case_is_given_neither_to_oneself_nor_to_who_takes_no_cases(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    bo, eva = make_lots("Bo"), make_lots("Eva")
    change(hub, bo, active=False)
    change(hub, eva, role="editor")
    conversation = own(hub, anna)
    for lots in (anna, bo, eva):
        answer = anna.do(conversation, "transfer", {"to": account(hub, lots)})
        assert refusal(answer) == (422, "unknown_receiver")
    assert anna.get(f"conversations/{conversation}/receivers").json()["people"] == []


def test_receivers_of_the_cases_own_municipality_come_first(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    for name, place in (("Bo", "boden"), ("Cia", "lulea")):
        change(hub, make_lots(name), municipalities=[place], languages=["lv"])
    found = anna.get(f"conversations/{own(hub, anna)}/receivers").json()
    assert [(one["name"], one["languages"]) for one in found["people"]] == [
        ("Cia", ["lv"]),
        ("Bo", ["lv"]),
    ]
    assert found["municipalities"][0] == "lulea"
    assert len(found["municipalities"]) == len(set(found["municipalities"]))


def test_an_unanswered_visitor_given_to_somebody_absent_comes_back_to_the_queue(
    hub: RunningHub, anna: Lots, make_lots: MakeLots, clock: HandClock
) -> None:
    bo, conversation = make_lots("Bo"), own(hub, anna)
    silence = hub.parts.settings.silence_s
    clock.pass_s(1)
    write(hub.parts.store, conversation, "Är du där?")
    clock.pass_s(silence - 10)
    anna.do(conversation, "transfer", {"to": account(hub, bo)})
    assert bo.lists()["own"][0]["to_answer"] is True
    watch = Watch(hub.parts.settings, hub.parts.store, hub.parts.reception)
    for seconds, owner in ((silence - 1, Owner.LOTS), (2, Owner.WAITING)):
        clock.pass_s(seconds)
        with hub.parts.store.transaction() as tx:
            watch.look(tx)
        assert state(hub, conversation).owner is owner


def test_notes_tags_and_the_reason_of_a_handover_never_reach_the_visitor(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    bo, conversation = make_lots("Bo"), own(hub, anna)
    assert anna.do(conversation, "note", {"text": SECRET}).status_code == 201
    assert anna.do(conversation, "tags", {"tags": [SECRET]}).status_code == 200
    assert anna.do(conversation, "transfer", {"to": account(hub, bo), "note": SECRET}).is_success
    assert bo.do(conversation, "close", {"outcome": "referred"}).is_success
    told = told_to_visitor(hub.parts.store, conversation)
    assert told[-1]["type"] == "message"
    assert not {"note", "tags"} & {event["type"] for event in told}
    assert SECRET not in str(told)
    assert "referred" not in str(told)
    assert SECRET in anna.get(f"conversations/{conversation}").text


def test_nothing_the_desk_wrote_is_left_after_an_erasure(hub: RunningHub, anna: Lots) -> None:
    store, conversation = hub.parts.store, own(hub, anna)
    anna.do(conversation, "note", {"text": SECRET})
    anna.do(conversation, "tags", {"tags": [SECRET]})
    anna.do(conversation, "transfer", {"to": "boden", "note": SECRET})
    with store.transaction() as tx:
        hub.parts.reception.forgetting(tx, tx.lock(conversation))
    with store.transaction() as tx:
        rows = [
            str(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in tx.connection.execute(select(table))
        ]
    assert not any(SECRET in row for row in rows)
    assert refusal(anna.do(conversation, "note", {"text": "Hej"})) == (422, "erased")
    assert refusal(anna.do(conversation, "tags", {"tags": ["Hej"]})) == (422, "erased")


def test_who_does_not_own_a_case_may_note_on_it(hub: RunningHub, anna: Lots) -> None:
    conversation = begun(hub.parts.store, "Hej")
    assert anna.do(conversation, "note", {"text": " Ring kl 10 "}).status_code == 201
    event = anna.get(f"conversations/{conversation}").json()["events"][-1]
    assert (event["type"], event["text"], event["lots"]) == ("note", "Ring kl 10", "Anna")
    assert state(hub, conversation).owner is Owner.ASSISTANT


@pytest.mark.parametrize(
    ("act", "body", "code"),
    [
        ("note", {"text": "  "}, "invalid"),
        ("note", {"text": 7}, "invalid"),
        ("note", {"text": "x" * 2001}, "too_long"),
        ("tags", {"tags": "skola"}, "invalid"),
        ("tags", {"tags": [7]}, "invalid"),
        ("tags", {"tags": ["x" * 31]}, "too_long"),
        ("tags", {"tags": [str(number) for number in range(9)]}, "too_many_tags"),
        ("transfer", {"to": "boden", "note": "x" * 2001}, "too_long"),
        ("close", {"outcome": "bored"}, "invalid"),
        ("hand_back", {"outcome": "answered"}, "invalid"),
        ("read", {"seq": "1"}, "invalid"),
        ("read", {"seq": True}, "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(
    hub: RunningHub, anna: Lots, act: str, body: object, code: str
) -> None:
    conversation = own(hub, anna)
    assert refusal(anna.do(conversation, act, body)) == (422, code)
    assert state(hub, conversation).lots == "Anna"


def test_tags_are_kept_once_replaced_as_a_whole_and_suggested(hub: RunningHub, anna: Lots) -> None:
    conversation, other = begun(hub.parts.store, "Hej"), begun(hub.parts.store, "Hej")
    given = {"tags": [" skola ", "Skola", "", "två  ord"]}
    assert anna.do(conversation, "tags", given).json() == {"tags": ["skola", "två ord"]}
    anna.do(other, "tags", {"tags": ["skola"]})
    assert state(hub, conversation).tags == ("skola", "två ord")
    seq = state(hub, conversation).seq
    anna.do(conversation, "tags", {"tags": ["skola", "två ord"]})
    assert state(hub, conversation).seq == seq
    assert anna.get("tags").json()["tags"] == ["skola", "två ord"]
    anna.do(conversation, "tags", {"tags": []})
    assert state(hub, conversation).tags == ()


def test_a_closed_case_keeps_how_it_ended(hub: RunningHub, anna: Lots) -> None:
    conversation = own(hub, anna)
    assert anna.do(conversation, "close", {"outcome": "no_reply"}).is_success
    events = anna.get(f"conversations/{conversation}").json()["events"]
    assert [one["outcome"] for one in events if one.get("reason") == "closed"] == ["no_reply"]


def test_what_is_new_is_counted_until_it_is_read(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    bo, conversation = make_lots("Bo"), waiting(hub.parts.store, "Hej")

    def unread(lots: Lots) -> int:
        return int(lots.lists()["waiting"][0]["unread"])

    bo.do(conversation, "note", {"text": "Ring"})
    assert (unread(anna), unread(bo)) == (2, 1)
    read = {"seq": state(hub, conversation).seq}
    assert anna.do(conversation, "read", read).is_success
    assert (unread(anna), unread(bo)) == (0, 1)
    write(hub.parts.store, conversation, "Hallå?")
    assert unread(anna) == 1
    anna.do(conversation, "read", {"seq": 1})
    assert unread(anna) == 1
    anna.do(conversation, "read", {"seq": 10**8})
    write(hub.parts.store, conversation, "Är någon där?")
    assert unread(anna) == 1


def test_ones_own_to_take_stand_first_and_colleagues_cases_in_no_list(
    hub: RunningHub, make_lots: MakeLots, clock: HandClock
) -> None:
    anna, bo = make_lots("Anna"), make_lots("Bo")
    change(hub, anna, role="lots", municipalities=["lulea"], languages=["sv"])
    change(hub, bo, role="lots", municipalities=["boden"])
    made = []
    for language, place in (
        ("lv", "lulea"),
        ("sv", "boden"),
        ("sv", "kiruna"),
        ("sv", "lulea"),
    ):
        made.append(waiting(hub.parts.store, language=language, place=place))
        clock.pass_s(1)
    seen = anna.lists()["waiting"]
    assert [one["conversation"] for one in seen] == [made[3], made[2], made[0]]
    assert [one["whose"] for one in seen] == ["mine", "pool", "mine"]
    assert [one["conversation"] for one in bo.lists()["waiting"]] == [made[1], made[2]]
    change(hub, anna, role="coordinator")
    seen = anna.lists()["waiting"]
    assert (seen[-1]["conversation"], seen[-1]["whose"]) == (made[1], "other")


def test_a_note_is_an_event_that_no_channel_shows(store: Store) -> None:
    with store.transaction() as tx:
        conversation, _ = tx.open("telegram", "77")
        head = tx.append(tx.lock(conversation), NoteWritten(SECRET, 1, "Anna"))
        changed = OwnerChanged(Owner.LOTS, Reason.STEPPED_IN, lots_id=1, lots="Anna")
        notice = Message(Author.NOTICE, "Anna är här", "sv")
        ownership.change(tx, head, changed, notice)
    with store.transaction() as tx:
        pushed = tx.connection.execute(select(tables.outbox.c.seq)).scalars().all()
    assert pushed == [3]
    assert SECRET not in str(told_to_visitor(store, conversation))
