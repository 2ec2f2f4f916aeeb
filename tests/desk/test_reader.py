"""What a visitor writes to a lots is read by rasa, once, and never waits long for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.assistant import Assistant
from bot.conversations import inbox
from bot.conversations.inbox import Written
from bot.conversations.store import Store
from bot.desk import accounts
from bot.desk.reader import Reader
from bot.settings import Settings
from tests.conftest import ROOT
from tests.desk.conftest import PASSWORD, Lots, waiting, write
from tests.support.fake_rasa import fake_rasa
from tests.support.hub import RunningHub, running_hub
from tests.support.servers import free_port

QUEUE = {"language": "sv", "band": "sure", "ranking": [["housing.queue", 0.9]]}
pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def counting(answers: list[httpx.Response]) -> tuple[Assistant, list[httpx.Request]]:
    """An assistant whose rasa gives these answers, and what it was asked."""
    asked: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answers[min(len(asked), len(answers)) - 1]

    return Assistant("http://rasa", 1.0, httpx.MockTransport(respond)), asked


def log(store: Store, conversation: str) -> tuple[Any, Any]:
    with store.transaction() as tx:
        return tx.events(conversation), tx.head(conversation).state


async def test_the_same_words_are_read_once_and_new_ones_again(store: Store) -> None:
    assistant, asked = counting([httpx.Response(200, json=QUEUE)])
    reader, conversation = Reader(assistant), waiting(store, "Bostadskö?")
    for _ in range(3):
        reading = await reader.newest(*log(store, conversation))
        assert reading is not None
        assert reading.ranking == (("housing.queue", 0.9),)
    assert len(asked) == 1
    with store.transaction() as tx:
        inbox.receive(tx, conversation, Written("m2", "Och hur lång är den?"), 2000)
    await reader.newest(*log(store, conversation))
    assert len(asked) == 2
    await assistant.close()


async def test_a_rasa_that_does_not_answer_is_left_alone_for_a_while(store: Store) -> None:
    assistant, asked = counting([httpx.Response(500), httpx.Response(200, json=QUEUE)])
    reader, conversation = Reader(assistant), waiting(store, "Bostadskö?")
    assert await reader.newest(*log(store, conversation)) is None
    assert await reader.newest(*log(store, conversation)) is None
    assert len(asked) == 1
    await assistant.close()


@pytest.fixture(scope="module")
def reading_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    url = f"http://127.0.0.1:{free_port()}"
    var = tmp_path_factory.mktemp("reading")
    settings = dataclasses.replace(Settings(), root=ROOT, var=var, rasa_url=url)
    with fake_rasa(url, {"text": "Hej!"}, QUEUE), running_hub(settings) as hub:
        yield hub


def test_at_the_desk_what_was_read_is_suggested_and_nothing_is_said(
    reading_hub: RunningHub,
) -> None:
    store = reading_hub.parts.store
    with store.transaction() as tx:
        accounts.add(tx, "anna@kommun.example", "Anna", PASSWORD)
    anna = Lots(reading_hub, "anna@kommun.example", "Anna")
    assert anna.sign_in().status_code == 303
    conversation = waiting(store, "")
    anna.do(conversation, "claim")
    write(store, conversation, "Kan ni hjälpa mig med det där ni vet?")
    before = len(log(store, conversation)[0])
    told = anna.get(f"conversations/{conversation}/help").json()
    assert [one["topic"] for one in told["suggested"]] == ["housing.queue"]
    assert told["reads_like"] == "sv"
    assert len(log(store, conversation)[0]) == before
    anna.client.close()
