"""Each stored message is answered once, in order, whatever dies in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.conversations import answers, inbox, turns
from bot.conversations.events import Author, Button, Message
from bot.conversations.inbox import Written
from bot.conversations.store import Store
from bot.conversations.turns import LEASE, Turn
from tests.conftest import HandClock

ANSWER = Message(Author.ASSISTANT, "Svar", "sv")
AWAY = Message(Author.NOTICE, "Vi svarar snart", "sv")


def opened(store: Store, *texts: str) -> str:
    with store.transaction() as tx:
        conversation, _ = tx.open("web", None)
    for number, text in enumerate(texts):
        with store.transaction() as tx:
            inbox.receive(tx, conversation, Written(str(number), text), 100)
    return conversation


def take(store: Store) -> Turn | None:
    with store.transaction() as tx:
        return turns.take(tx)


def write(store: Store, turn: Turn) -> bool:
    with store.transaction() as tx:
        return answers.write(tx, turn, lambda _: [ANSWER])


def answers_in(store: Store, conversation: str) -> list[str]:
    with store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    return [
        body.text
        for body in bodies
        if isinstance(body, Message) and body.author is Author.ASSISTANT and not body.unsent
    ]


def test_two_messages_of_a_conversation_are_taken_one_after_the_other(any_store: Store) -> None:
    opened(any_store, "ett", "två")
    first = take(any_store)
    assert first is not None
    assert first.message.text == "ett"
    assert take(any_store) is None
    assert write(any_store, first)
    second = take(any_store)
    assert second is not None
    assert second.message.text == "två"


def test_many_workers_never_take_the_same_turn(any_store: Store) -> None:
    for _ in range(10):
        opened(any_store, "fråga")
    with ThreadPoolExecutor(max_workers=8) as pool:
        taken = [turn for turn in pool.map(lambda _: take(any_store), range(40)) if turn]
    assert len({turn.head.id for turn in taken}) == len(taken) == 10


def test_a_worker_that_died_is_replaced_when_its_lease_ends_and_one_answer_is_shown(
    any_store: Store, clock: HandClock
) -> None:
    conversation = opened(any_store, "fråga")
    died = take(any_store)
    assert died is not None
    clock.pass_s(LEASE.total_seconds() + 1)
    heir = take(any_store)
    assert heir is not None
    assert write(any_store, heir) is True
    assert write(any_store, died) is False
    assert answers_in(any_store, conversation) == ["Svar"]


def test_a_put_off_turn_is_asked_again_later_and_the_visitor_is_told_once(
    store: Store, clock: HandClock
) -> None:
    conversation = opened(store, "fråga")
    for _ in range(3):
        turn = take(store)
        assert turn is not None
        with store.transaction() as tx:
            turns.postpone(tx, turn, None if turn.told else AWAY)
        assert take(store) is None
        clock.pass_s(turns.RETRY_LONGEST_S + 1)
    with store.transaction() as tx:
        notices = [e for e in tx.events(conversation) if getattr(e.body, "text", "") == AWAY.text]
    assert len(notices) == 1
    turn = take(store)
    assert turn is not None
    assert turn.attempts == 4


def test_leases_of_a_hub_that_was_killed_are_freed_at_once_on_sqlite(store: Store) -> None:
    opened(store, "fråga")
    assert take(store) is not None
    with store.transaction() as tx:
        turns.free_leases(tx)
    assert take(store) is not None


def test_a_failed_write_leaves_no_trace(store: Store) -> None:
    conversation = opened(store, "fråga")
    turn = take(store)
    assert turn is not None

    def broken(_: object) -> list[Message]:
        raise RuntimeError("power cut")

    try:
        with store.transaction() as tx:
            answers.write(tx, turn, broken)
    except RuntimeError:
        pass
    assert answers_in(store, conversation) == []
    assert write(store, turn)
    assert answers_in(store, conversation) == ["Svar"]


def test_a_command_for_the_hub_does_not_wait_behind_a_message_for_rasa(store: Store) -> None:
    with store.transaction() as tx:
        offer = Message(AWAY.author, AWAY.text, "sv", buttons=(Button("Lots", "hub:handover"),))
        conversation, _ = tx.open("web", None, offer)
    for written in (Written("a", "fråga"), Written("b", button="1.0")):
        with store.transaction() as tx:
            inbox.receive(tx, conversation, written, 100)
    question, command = take(store), take(store)
    assert question is not None
    assert command is not None
    assert command.message.payload == "hub:handover"
