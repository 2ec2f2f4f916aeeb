"""A forgotten visitor leaves numbers and a receipt, and no words."""

from __future__ import annotations

from sqlalchemy import select

from bot.conversations import erasure, inbox, outbox, tables, turns
from bot.conversations.events import Author, Blank, Erased, Message
from bot.conversations.inbox import Written
from bot.conversations.store import Store

SECRET = "min hemliga fråga om Luleå"


def test_nothing_of_what_was_written_is_left_in_any_table(any_store: Store) -> None:
    with any_store.transaction() as tx:
        answer = Message(Author.ASSISTANT, SECRET, "sv")
        conversation, _ = tx.open("telegram", "42", answer)
    with any_store.transaction() as tx:
        inbox.receive(tx, conversation, Written("a", SECRET), 100)
    with any_store.transaction() as tx:
        head, receipt = erasure.erase(tx, tx.lock(conversation))
    with any_store.transaction() as tx:
        events = tx.events(conversation)
        rows = [
            str(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in tx.connection.execute(select(table))
        ]
        assert turns.take(tx) is None
        assert outbox.next_parcel(tx, "telegram") is None
        assert tx.at_address("telegram", "42") is None
        assert erasure.next_forgotten(tx) == conversation
        assert erasure.next_forgotten(tx) is None
        erasure.forgotten_everywhere(tx, conversation)
    assert not any(SECRET in row or "'42'" in row for row in rows)
    assert [event.body for event in events] == [Blank(), Blank(), Erased(receipt, "erased")]
    assert head.state.erased


def test_the_last_notice_still_reaches_the_address_that_was_forgotten(store: Store) -> None:
    with store.transaction() as tx:
        conversation, _ = tx.open("telegram", "42")
        head, _ = erasure.erase(tx, tx.lock(conversation))
        erasure.say_goodbye(tx, head, "42", Message(Author.NOTICE, "Raderat", "sv"))
    with store.transaction() as tx:
        parcel = outbox.next_parcel(tx, "telegram")
    assert parcel is not None
    assert (parcel.address, parcel.message.text) == ("42", "Raderat")


def test_a_queued_erasure_keeps_everything_for_a_persons_decision(store: Store) -> None:
    with store.transaction() as tx:
        conversation, _ = tx.open("web", None, Message(Author.VISITOR, SECRET, "sv"))
        _, receipt = erasure.queue(tx, tx.lock(conversation))
    with store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    assert bodies[-1] == Erased(receipt, "queued")
    assert SECRET in str(bodies[0])
