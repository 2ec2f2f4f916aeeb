"""Stored before it is acknowledged, once for each client id; only our buttons carry payloads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.conversations import inbox, turns
from bot.conversations.events import Author, Button, Message
from bot.conversations.inbox import Written, button_token
from bot.conversations.store import Store
from bot.errors import RefusedMessage, UnknownConversation


def opened(store: Store, *bodies: Message) -> str:
    with store.transaction() as tx:
        return tx.open("web", None, *bodies)[0]


def send(store: Store, conversation: str, written: Written) -> int:
    with store.transaction() as tx:
        return inbox.receive(tx, conversation, written, 50)


def test_the_same_client_id_gives_the_same_seq_even_at_the_same_moment(any_store: Store) -> None:
    conversation = opened(any_store)
    with ThreadPoolExecutor(max_workers=8) as pool:
        seqs = list(
            pool.map(lambda _: send(any_store, conversation, Written("one", "Hej")), range(16))
        )
    assert set(seqs) == {1}
    with any_store.transaction() as tx:
        assert len(tx.events(conversation)) == 1


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), ("  \x00 ", "empty"), ("x" * 51, "too_long")]
)
def test_empty_and_long_messages_are_refused_with_a_code(
    store: Store, text: str, code: str
) -> None:
    conversation = opened(store)
    with pytest.raises(RefusedMessage) as refused:
        send(store, conversation, Written("a", text))
    assert refused.value.code == code
    with store.transaction() as tx:
        assert tx.events(conversation) == []


def test_an_unknown_conversation_takes_no_message(store: Store) -> None:
    with pytest.raises(UnknownConversation):
        send(store, "nobody", Written("a", "Hej"))


def test_a_button_that_we_offered_carries_its_payload_and_shows_its_title(store: Store) -> None:
    offer = Message(
        Author.ASSISTANT, "Vad?", "sv", buttons=(Button("Bostadskö", "/housing.queue"),)
    )
    conversation = opened(store, offer)
    seq = send(store, conversation, Written("a", button=button_token(1, 0)))
    with store.transaction() as tx:
        event = tx.event(conversation, seq)
    assert event is not None
    assert isinstance(event.body, Message)
    assert (event.body.text, event.body.payload) == ("Bostadskö", "/housing.queue")


@pytest.mark.parametrize(
    "token", ["1.1", "2.0", "0.0", "/housing.queue", "1", "9" * 40 + ".0", "²"]
)
def test_a_button_that_we_never_offered_is_refused(store: Store, token: str) -> None:
    offer = Message(
        Author.ASSISTANT, "Vad?", "sv", buttons=(Button("Bostadskö", "/housing.queue"),)
    )
    conversation = opened(store, offer)
    with pytest.raises(RefusedMessage) as refused:
        send(store, conversation, Written("a", button=token))
    assert refused.value.code == "unknown_button"


def test_a_typed_payload_is_only_text(store: Store) -> None:
    conversation = opened(store)
    send(store, conversation, Written("a", '/greet{"language":"lv"}'))
    with store.transaction() as tx:
        turn = turns.take(tx)
    assert turn is not None
    assert turn.message.payload == ""
    assert turn.message.text == '/greet{"language":"lv"}'
