"""How long others waited lately is measured from the log; who is there, from the desk."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from bot.conversations import ownership, tables
from bot.conversations.events import Author, Message, Owner, OwnerChanged, PlaceChanged, Reason
from bot.conversations.presence import LIVE, PRESENT_FOR, loads
from bot.conversations.store import Store
from bot.conversations.waiting import CLAIMS, RECENT, queue, recent_waits
from tests.conftest import HandClock

NOTICE = Message(Author.NOTICE, "Anna", "sv")


def begin(store: Store, place: str = "") -> str:
    with store.transaction() as tx:
        conversation = tx.open("web", None, PlaceChanged(place))[0]
        head = tx.lock(conversation)
        ownership.change(tx, head, OwnerChanged(Owner.WAITING, Reason.ASKED))
    return conversation


def claim(store: Store, conversation: str, lots: int = 1) -> None:
    with store.transaction() as tx:
        ownership.claim(tx, conversation, lots, "Anna", NOTICE)


def measured(store: Store, place: str = "") -> list[timedelta]:
    with store.transaction() as tx:
        return recent_waits(tx, place)


def at_the_desk(store: Store, lots: int, places: list[str], role: str = "lots") -> None:
    with store.transaction() as tx:
        row = {"id": lots, "email": f"{lots}@x.se", "name": "A", "password_hash": "", "role": role}
        row |= {"active": True, "created_at": tx.at, "municipalities": places}
        tx.connection.execute(insert(tables.lots).values(row))
        session = {"token_hash": str(lots), "lots_id": lots, "csrf": ""}
        session |= {"created_at": tx.at, "seen_at": tx.at}
        tx.connection.execute(insert(tables.desk_session).values(session))


def test_a_wait_is_measured_from_its_beginning_to_its_claim(
    any_store: Store, clock: HandClock
) -> None:
    for minutes, place in ((3, "lulea"), (7, "sorsele"), (9, "")):
        conversation = begin(any_store, place)
        clock.pass_s(minutes * 60)
        claim(any_store, conversation)
    waits = [timedelta(minutes=one) for one in (9, 7, 3)]
    assert measured(any_store) == waits
    assert measured(any_store, "lulea") == [waits[0], waits[2]]


def test_a_left_message_that_is_answered_days_later_is_no_wait(
    store: Store, clock: HandClock
) -> None:
    conversation = begin(store)
    with store.transaction() as tx:
        left = OwnerChanged(Owner.MESSAGE_LEFT, Reason.PATIENCE, promised="2026-11-26")
        ownership.change(tx, tx.lock(conversation), left)
    clock.pass_s(3600)
    claim(store, conversation)
    assert measured(store) == []


def test_only_the_newest_waits_of_the_last_two_weeks_count(store: Store, clock: HandClock) -> None:
    for _ in range(CLAIMS + 1):
        claim(store, begin(store))
    assert len(measured(store)) == CLAIMS
    clock.pass_s(RECENT.total_seconds() + 1)
    assert measured(store) == []


def test_the_queue_is_those_who_wait(store: Store) -> None:
    waits, taken = begin(store), begin(store)
    claim(store, taken)
    with store.transaction() as tx:
        assert [head.id for head in queue(tx)] == [waits]


def test_there_are_those_who_take_cases_of_the_place_with_their_live_cases(
    any_store: Store, clock: HandClock
) -> None:
    at_the_desk(any_store, 1, [])
    at_the_desk(any_store, 2, ["lulea"])
    at_the_desk(any_store, 3, ["sorsele"])
    at_the_desk(any_store, 4, [], role="editor")
    for _ in range(2):
        claim(any_store, begin(any_store), lots=2)
    with any_store.transaction() as tx:
        assert loads(tx, "lulea") == [0, 2]
        assert loads(tx, "sorsele") == [0, 0]
        assert loads(tx, "boden") == loads(tx, "") == [0, 2, 0]


def test_who_shows_no_sign_of_life_is_not_there(store: Store, clock: HandClock) -> None:
    at_the_desk(store, 1, [])
    clock.pass_s(PRESENT_FOR.total_seconds() + 1)
    with store.transaction() as tx:
        assert loads(tx, "") == []


def test_a_case_in_which_nothing_happens_takes_no_time(store: Store, clock: HandClock) -> None:
    at_the_desk(store, 1, [])
    claim(store, begin(store), lots=1)
    clock.pass_s(LIVE.total_seconds() + 1)
    with store.transaction() as tx:
        tx.connection.execute(tables.desk_session.update().values(seen_at=tx.at))
        assert loads(tx, "") == [0]
