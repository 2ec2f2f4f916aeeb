"""What must be pushed leaves in order for each address, is retried, and ends as sent or failed."""

from __future__ import annotations

from sqlalchemy import select

from bot.conversations import outbox, tables
from bot.conversations.events import Author, Message
from bot.conversations.outbox import ATTEMPTS, FAILED, PENDING, SENT, UNKNOWN, Parcel
from bot.conversations.store import Store
from tests.conftest import HandClock


def opened(store: Store, address: str | None, *texts: str) -> str:
    with store.transaction() as tx:
        said = [Message(Author.ASSISTANT, text, "sv") for text in texts]
        return tx.open("telegram", address, *said)[0]


def next_parcel(store: Store) -> Parcel | None:
    with store.transaction() as tx:
        return outbox.next_parcel(tx, "telegram")


def states(store: Store, conversation: str) -> list[str]:
    with store.transaction() as tx:
        return list(outbox.deliveries(tx, conversation).values())


def test_messages_to_one_address_leave_in_order(any_store: Store) -> None:
    opened(any_store, "1", "ett", "två")
    first = next_parcel(any_store)
    assert first is not None
    assert first.message.text == "ett"
    assert next_parcel(any_store) is None
    with any_store.transaction() as tx:
        outbox.settle(tx, first, SENT)
    second = next_parcel(any_store)
    assert second is not None
    assert second.message.text == "två"


def test_a_slow_address_does_not_hold_up_another(any_store: Store, clock: HandClock) -> None:
    opened(any_store, "1", "ett")
    opened(any_store, "2", "två")
    slow = next_parcel(any_store)
    assert slow is not None
    with any_store.transaction() as tx:
        outbox.retry(tx, slow, after_s=60)
    other = next_parcel(any_store)
    assert other is not None
    assert other.address == "2"
    clock.pass_s(61)
    again = next_parcel(any_store)
    assert again is not None
    assert again.address == "1"


def test_parts_that_arrived_are_not_sent_again_after_a_crash(
    store: Store, clock: HandClock
) -> None:
    opened(store, "1", "långt")
    parcel = next_parcel(store)
    assert parcel is not None
    with store.transaction() as tx:
        outbox.part_sent(tx, parcel, 2)
    clock.pass_s(outbox.LEASE.total_seconds() + 1)
    again = next_parcel(store)
    assert again is not None
    assert again.parts_sent == 2


def test_a_message_that_never_arrives_counts_as_failed_in_the_end(
    store: Store, clock: HandClock
) -> None:
    conversation = opened(store, "1", "hej")
    for _ in range(ATTEMPTS):
        parcel = next_parcel(store)
        assert parcel is not None
        assert states(store, conversation) == [PENDING]
        with store.transaction() as tx:
            outbox.retry(tx, parcel, 0)
        clock.pass_s(outbox.LONGEST_WAIT_S + 1)
    assert states(store, conversation) == [FAILED]
    assert next_parcel(store) is None


def test_a_doubtful_message_is_neither_sent_again_nor_called_sent(store: Store) -> None:
    conversation = opened(store, "1", "hej")
    parcel = next_parcel(store)
    assert parcel is not None
    with store.transaction() as tx:
        outbox.settle(tx, parcel, UNKNOWN)
    assert states(store, conversation) == [UNKNOWN]
    assert next_parcel(store) is None


def test_what_the_visitor_wrote_unsent_answers_and_channels_without_address_are_not_pushed(
    store: Store,
) -> None:
    opened(store, None, "ett")
    with store.transaction() as tx:
        said = Message(Author.VISITOR, "hej", "sv")
        late = Message(Author.ASSISTANT, "sent", "sv", unsent="late")
        tx.open("telegram", "1", said, late)
    assert next_parcel(store) is None


def test_who_takes_nothing_any_more_leaves_no_address_behind(any_store: Store) -> None:
    conversation = opened(any_store, "1", "ett", "två")
    opened(any_store, "2", "tre")
    with any_store.transaction() as tx:
        outbox.give_up(tx, "telegram", "1")
        box = tables.outbox
        kept = tx.connection.execute(select(box.c.address).order_by(box.c.id)).scalars().all()
    assert states(any_store, conversation) == [FAILED, FAILED]
    assert kept == ["", "", "2"]
