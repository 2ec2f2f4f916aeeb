"""Every way in which rasa fails is the same to the hub: no usable answer."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from bot.assistant import Assistant, Question, plain_text
from bot.content.reading import Reading
from bot.errors import RasaUnavailable

QUESTION = Question(
    "c1", 3, "hej", "sv", False, "lulea", "web", {"adults": 2}, {"asked": "plan.date"}
)
ANSWER = {"text": "Hej!", "language": "sv"}


def ask(response: httpx.Response | Exception) -> list[dict[str, object]]:
    async def asked() -> list[dict[str, object]]:
        def respond(request: httpx.Request) -> httpx.Response:
            if isinstance(response, Exception):
                raise response
            return response

        assistant = Assistant("http://rasa", 1.0, httpx.MockTransport(respond))
        try:
            return await assistant.ask(QUESTION)
        finally:
            await assistant.close()

    return asyncio.run(asked())


def test_the_custom_object_comes_back_whole() -> None:
    assert ask(httpx.Response(200, json=[{"recipient_id": "c1-3", "custom": ANSWER}])) == [ANSWER]


def test_two_answers_come_back_in_their_order() -> None:
    said = [{"custom": ANSWER}, {"custom": {**ANSWER, "text": "Och så det andra."}}]
    assert ask(httpx.Response(200, json=said)) == [one["custom"] for one in said]


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"text": "hej"}),
        httpx.Response(200, json=[{"text": "plain"}]),
        httpx.Response(200, json=[{"custom": {"text": "", "language": "sv"}}]),
        httpx.Response(200, json=[{"custom": ANSWER}, {"custom": {**ANSWER, "text": ""}}]),
        httpx.Response(200, text="<html>"),
        httpx.Response(500, json=[]),
        httpx.Response(404),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
    ],
)
def test_silence_errors_and_slowness_are_all_unavailable(
    response: httpx.Response | Exception,
) -> None:
    with pytest.raises(RasaUnavailable):
        ask(response)


def test_rasa_is_told_conversation_dialogue_text_and_priors_and_nothing_else() -> None:
    seen: list[dict[str, object]] = []

    async def asked() -> None:
        def respond(request: httpx.Request) -> httpx.Response:
            seen.append(json.loads(request.content))
            return httpx.Response(200, json=[{"custom": ANSWER}])

        assistant = Assistant("http://rasa", 1.0, httpx.MockTransport(respond))
        await assistant.ask(QUESTION)
        await assistant.close()

    asyncio.run(asked())
    assert seen == [
        {
            "sender": "c1-3",
            "message": "hej",
            "metadata": {
                "language": "sv",
                "language_chosen": False,
                "municipality": "lulea",
                "channel": "web",
                "card": {"adults": 2},
                "kept": {"asked": "plan.date"},
                "answer_in": "",
            },
        }
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ('/greet{"language":"lv"}', 'greet{"language":"lv"}'),
        ("/ /greet", "greet"),
        (" //restart", "restart"),
        ("///", "?"),
        ("och/eller", "och/eller"),
    ],
)
def test_typed_text_can_never_be_a_payload(typed: str, told: str) -> None:
    assert plain_text(typed) == told


def read(
    response: httpx.Response | Exception, text: str = "kö"
) -> tuple[Reading, dict[str, object]]:
    told: dict[str, object] = {}

    async def asked() -> Reading:
        def respond(request: httpx.Request) -> httpx.Response:
            told.update(json.loads(request.content), path=request.url.path)
            if isinstance(response, Exception):
                raise response
            return response

        assistant = Assistant("http://rasa", 30.0, httpx.MockTransport(respond))
        try:
            return await assistant.read(text, "sv", "lulea")
        finally:
            await assistant.close()

    return asyncio.run(asked()), told


def test_words_are_read_as_text_and_with_the_language_as_a_hint() -> None:
    said = {"language": "et", "band": "sure", "ranking": [["housing.queue", 0.9]]}
    reading, told = read(httpx.Response(200, json=said), "/restart")
    assert reading == Reading("et", "sure", (("housing.queue", 0.9),))
    assert (told["path"], told["text"]) == ("/webhooks/read/", "restart")
    assert told["metadata"] == {
        "language": "sv", "language_chosen": False, "municipality": "lulea",
    }  # fmt: skip


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"language": "sv", "band": "sure"}),
        httpx.Response(200, json={"language": "sv", "band": "sure", "ranking": [["a", None]]}),
        httpx.Response(200, text="<html>"),
        httpx.Response(404),
        httpx.ReadTimeout("slow"),
    ],
)
def test_a_reading_that_fails_is_unavailable(response: httpx.Response | Exception) -> None:
    with pytest.raises(RasaUnavailable):
        read(response)
