"""Who only reads holds up nobody who writes; and rows of earlier versions are still read."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy.exc import DBAPIError

from bot.conversations import inbox
from bot.conversations.events import Author, Message, Owner
from bot.conversations.heads import state_from_json, state_to_json
from bot.conversations.inbox import Written
from bot.conversations.owner import State
from bot.conversations.store import Store


def opened(store: Store) -> str:
    with store.transaction() as tx:
        return tx.open("web", None, Message(Author.VISITOR, "Hej", "sv"))[0]


def test_a_long_read_keeps_no_message_from_being_stored(any_store: Store) -> None:
    conversation = opened(any_store)
    reads, stored = threading.Event(), threading.Event()

    def read() -> int:
        with any_store.reading() as tx:
            before = len(tx.events(conversation))
            reads.set()
            assert stored.wait(5), "the visitor had to wait for somebody who only reads"
            return before

    found: list[int] = []
    reader = threading.Thread(target=lambda: found.append(read()))
    reader.start()
    assert reads.wait(5)
    began = time.monotonic()
    with any_store.transaction() as tx:
        inbox.receive(tx, conversation, Written("a", "Hallå?"), 100)
    took = time.monotonic() - began
    stored.set()
    reader.join()
    assert found == [1]
    assert took < 3
    with any_store.reading() as tx:
        assert len(tx.events(conversation)) == 2


def test_whoever_holds_the_lock_on_writing_keeps_nobody_from_reading(any_store: Store) -> None:
    conversation = opened(any_store)
    with any_store.transaction() as writes:
        writes.append(writes.lock(conversation), Message(Author.NOTICE, "Hej", "sv"))
        with any_store.reading() as tx:
            assert tx.head(conversation).state.seq == 1


def test_a_reading_transaction_writes_nothing_and_the_next_can_write(any_store: Store) -> None:
    conversation = opened(any_store)
    with pytest.raises(DBAPIError), any_store.reading() as tx:
        tx.append(tx.head(conversation), Message(Author.NOTICE, "x", "sv"))
    with any_store.transaction() as tx:
        tx.append(tx.lock(conversation), Message(Author.NOTICE, "Hej", "sv"))
        assert tx.head(conversation).state.seq == 2


def test_a_row_of_an_earlier_version_knows_whether_its_lots_owes_an_answer() -> None:
    for wrote, answered, owes in (
        ("2026-11-25T10:00:05+00:00", None, True),
        ("2026-11-25T10:00:05+00:00", "2026-11-25T10:00:04.500000+00:00", True),
        ("2026-11-25T10:00:05+00:00", "2026-11-25T10:00:06+00:00", False),
        (None, "2026-11-25T10:00:06+00:00", False),
    ):
        row = state_to_json(State(seq=7, owner=Owner.LOTS, lots_id=1))
        del row["unanswered"]
        row |= {"last_visitor_at": wrote, "last_lots_at": answered}
        assert bool(state_from_json(row).unanswered) is owes
