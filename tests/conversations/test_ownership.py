"""Exactly one owner, whoever asks at the same time; nobody speaks out of turn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.conversations import answers, inbox, ownership, turns
from bot.conversations.events import Author, Button, Message, Owner, OwnerChanged, Reason
from bot.conversations.inbox import Written
from bot.conversations.owner import fold
from bot.conversations.store import Store
from bot.errors import NotOwner

NOTICE = Message(Author.NOTICE, "A person is here", "sv")


def opened(store: Store) -> str:
    with store.transaction() as tx:
        return tx.open("web", None)[0]


def waiting(store: Store) -> str:
    conversation = opened(store)
    with store.transaction() as tx:
        head = tx.lock(conversation)
        ownership.change(tx, head, OwnerChanged(Owner.WAITING, Reason.ASKED))
    return conversation


def owner_of(store: Store, conversation: str) -> Owner:
    with store.transaction() as tx:
        head = tx.head(conversation)
        assert fold(tx.events(conversation)) == head.state
    return head.state.owner


def test_fifty_simultaneous_claims_give_exactly_one_owner(any_store: Store) -> None:
    conversation = waiting(any_store)

    def claim(lots_id: int) -> bool:
        try:
            with any_store.transaction() as tx:
                ownership.claim(tx, conversation, lots_id, f"Lots {lots_id}", NOTICE)
        except NotOwner:
            return False
        return True

    with ThreadPoolExecutor(max_workers=25) as pool:
        won = list(pool.map(claim, range(1, 51)))

    assert sum(won) == 1
    with any_store.transaction() as tx:
        state = tx.head(conversation).state
        events = tx.events(conversation)
    assert state.owner is Owner.LOTS
    assert state.lots_id == won.index(True) + 1
    assert [event.seq for event in events] == list(range(1, len(events) + 1))


def test_claiming_ones_own_conversation_again_changes_nothing(any_store: Store) -> None:
    conversation = waiting(any_store)
    for _ in range(2):
        with any_store.transaction() as tx:
            head = ownership.claim(tx, conversation, 7, "Anna", NOTICE)
    assert head.state.seq == 3


def test_a_late_answer_is_kept_but_not_sent_when_a_lots_has_claimed(any_store: Store) -> None:
    conversation = opened(any_store)
    with any_store.transaction() as tx:
        inbox.receive(tx, conversation, Written("a", "Hur köar jag?"), 100)
    with any_store.transaction() as tx:
        turn = turns.take(tx)
    assert turn is not None
    with any_store.transaction() as tx:
        ownership.claim(tx, conversation, 7, "Anna", NOTICE)
    answer = Message(Author.ASSISTANT, "Så här köar du", "sv")
    with any_store.transaction() as tx:
        assert answers.write(tx, turn, lambda _: [answer]) is False
    with any_store.transaction() as tx:
        last = tx.events(conversation)[-1].body
    assert isinstance(last, Message)
    assert last.unsent == "late"
    assert owner_of(any_store, conversation) is Owner.LOTS


def test_only_the_owner_can_reply_hand_back_or_close(store: Store) -> None:
    conversation = waiting(store)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
    with pytest.raises(NotOwner), store.transaction() as tx:
        ownership.reply(tx, conversation, 2, "Hej", "x")
    for reason in (Reason.HANDED_BACK, Reason.CLOSED):
        with pytest.raises(NotOwner), store.transaction() as tx:
            ownership.release(tx, conversation, 2, reason, NOTICE)
    assert owner_of(store, conversation) is Owner.LOTS


def test_a_reply_sent_twice_is_written_once(store: Store) -> None:
    conversation = waiting(store)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
    with store.transaction() as tx:
        first = ownership.reply(tx, conversation, 1, "Hej", "x")
    with store.transaction() as tx:
        assert ownership.reply(tx, conversation, 1, "Hej", "x") == first


def test_another_lots_cannot_pass_off_a_message_as_sent_by_reusing_its_id(store: Store) -> None:
    conversation = waiting(store)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
        ownership.reply(tx, conversation, 1, "Hej", "x")
    with pytest.raises(NotOwner), store.transaction() as tx:
        ownership.reply(tx, conversation, 2, "Hej", "x")


def test_what_was_written_while_waiting_is_answered_after_going_back(store: Store) -> None:
    conversation = waiting(store)
    with store.transaction() as tx:
        inbox.receive(tx, conversation, Written("a", "Och en fråga till"), 100)
    with store.transaction() as tx:
        assert turns.take(tx) is None
        changed = OwnerChanged(Owner.ASSISTANT, Reason.CANCELLED)
        ownership.change(tx, tx.lock(conversation), changed, NOTICE)
    with store.transaction() as tx:
        turn = turns.take(tx)
    assert turn is not None
    assert turn.message.text == "Och en fråga till"


def test_a_question_that_the_lots_left_open_is_answered_after_handing_back(store: Store) -> None:
    conversation = waiting(store)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
        inbox.receive(tx, conversation, Written("a", "Hur långt är det?"), 100)
        ownership.reply(tx, conversation, 1, "Två mil", "r1")
        inbox.receive(tx, conversation, Written("b", "Vad kostar förskolan?"), 100)
    with store.transaction() as tx:
        assert turns.take(tx) is None
        ownership.release(tx, conversation, 1, Reason.HANDED_BACK, NOTICE)
    with store.transaction() as tx:
        turn = turns.take(tx)
        assert turn is not None
        assert turn.message.text == "Vad kostar förskolan?"
        turns.drop_all(tx, conversation)
    with store.transaction() as tx:
        assert turns.take(tx) is None


def test_closing_or_handing_back_what_is_answered_wakes_no_assistant(store: Store) -> None:
    for reason, last in ((Reason.CLOSED, False), (Reason.HANDED_BACK, True)):
        conversation = waiting(store)
        with store.transaction() as tx:
            ownership.claim(tx, conversation, 1, "Anna", NOTICE)
            inbox.receive(tx, conversation, Written("a", "Tack!"), 100)
            if last:
                ownership.reply(tx, conversation, 1, "Varsågod", "r1")
            ownership.release(tx, conversation, 1, reason, NOTICE)
        with store.transaction() as tx:
            assert turns.take(tx) is None


def test_a_handed_back_conversation_is_a_new_dialogue_for_rasa(store: Store) -> None:
    conversation = waiting(store)
    with store.transaction() as tx:
        before = ownership.claim(tx, conversation, 1, "Anna", NOTICE).state.dialogue
    with store.transaction() as tx:
        head = ownership.release(tx, conversation, 1, Reason.HANDED_BACK, NOTICE)
    assert head.state.dialogue > before
    assert head.state.assistant_speaks


def test_a_button_of_the_hub_pressed_just_before_a_claim_is_still_carried_out(store: Store) -> None:
    button = Message(Author.NOTICE, "?", "sv", buttons=(Button("Latviešu", "hub:language:lv"),))
    with store.transaction() as tx:
        conversation, _ = tx.open("web", None, button)
        inbox.receive(tx, conversation, Written("q", "Vad kostar det?"), 100)
        inbox.receive(tx, conversation, Written("b", button="1.0"), 100)
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
    with store.transaction() as tx:
        turn = turns.take(tx)
        assert turn is not None
        assert turn.message.payload == "hub:language:lv"
        assert turns.take(tx) is None, "the question is the lots's now"


def test_the_same_reply_from_two_tabs_at_once_is_one_message(any_store: Store) -> None:
    conversation = waiting(any_store)
    with any_store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)

    def reply(_: int) -> int:
        with any_store.transaction() as tx:
            return ownership.reply(tx, conversation, 1, "Hej", "r")

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert len(set(pool.map(reply, range(16)))) == 1
