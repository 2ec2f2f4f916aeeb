"""The public web API (design, section 6): the widget uses nothing else.

JSON in and out; a stream of a conversation's events by SSE, numbered so that it can be resumed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import yaml
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.pace import Pace
from bot.channels.shown import shown
from bot.content import Content
from bot.conversations.events import Event
from bot.conversations.heads import Head
from bot.conversations.inbox import Written
from bot.conversations.notifier import Notifier
from bot.errors import NotOwner, RefusedMessage, UnknownConversation, failure
from bot.locales import LOCALES, known
from bot.reception import Reception

MAX_BODY_BYTES = 64 * 1024
"""More than the longest message can take, in any script."""
MAX_CLIENT_ID = 80
SIGNS_A_MINUTE = 60
"""How often one visitor may say that she writes, or no longer does."""
HEARTBEAT_S = 15
LOOK_AGAIN_S = 5.0
"""How soon a stream finds an event when no wake-up reached it."""
PHRASE_GROUPS = ("widget", "buttons", "error")
PHRASES = ("jobs.swedish_text",)
"""Phrases of other groups that the widget says."""

Handler = Callable[[Request], Awaitable[Response]]
_STATUS = {"too_long": 413, "too_many": 429, "erased": 410}


class Web:
    """The web channel: routes for `hub.py`."""

    def __init__(self, reception: Reception, notifier: Notifier, content: Content) -> None:
        self._reception = reception
        self._notifier = notifier
        self._content = content
        self._pace = Pace(SIGNS_A_MINUTE)
        self._closing = asyncio.Event()

    def routes(self) -> list[Route]:
        """The API's routes."""
        one = "/api/conversations/{conversation}"
        return [
            Route("/api/conversations", _guarded(self.open), methods=["POST"]),
            Route(f"{one}/messages", _guarded(self.receive), methods=["POST"]),
            Route(f"{one}/events", _guarded(self.events), methods=["GET"]),
            Route(f"{one}/handover", _guarded(self.hand_over), methods=["POST"]),
            Route(f"{one}/cancel", _guarded(self.cancel), methods=["POST"]),
            Route(f"{one}/feedback", _guarded(self.feedback), methods=["POST"]),
            Route(f"{one}/activity", _guarded(self.activity), methods=["POST"]),
            Route(f"{one}/email", _guarded(self.email), methods=["POST"]),
            Route(f"{one}/read", _guarded(self.read), methods=["POST"]),
            Route(f"{one}/language", _guarded(self.language), methods=["POST"]),
            Route(f"{one}/transcript", _guarded(self.transcript), methods=["GET"]),
            Route(one, _guarded(self.forget), methods=["DELETE"]),
            Route("/api/phrases/{language}", _guarded(self.phrases), methods=["GET"]),
            Route("/api/openapi.json", _guarded(self.openapi), methods=["GET"]),
        ]

    def close(self) -> None:
        """Ends every open stream, so that the server can stop; clients come back by themselves."""
        self._closing.set()

    async def open(self, request: Request) -> Response:
        """201 with a new conversation's id and token."""
        body = await _json(request)
        conversation, token = await self._reception.open(
            "web",
            municipality=_text(body, "municipality", optional=True),
            language=_text(body, "language", optional=True),
            time_zone=_text(body, "time_zone", optional=True),
        )
        return JSONResponse({"conversation": conversation, "token": token}, status_code=201)

    async def receive(self, request: Request) -> Response:
        """202 with the message's seq, after it is stored."""
        head, body = await self._authorized(request), await _json(request)
        client_id = _text(body, "id")
        if len(client_id) > MAX_CLIENT_ID:
            raise RefusedMessage("invalid", f"id: at most {MAX_CLIENT_ID} characters")
        button = _text(body, "payload", optional=True)
        text = "" if button else _text(body, "text", empty=True)
        seq = await self._reception.receive(head.id, Written(client_id, text, button))
        return JSONResponse({"seq": seq}, status_code=202)

    async def events(self, request: Request) -> Response:
        """The events after a seq: a stream, or a JSON list for `Accept: application/json`."""
        head = await self._authorized(request)
        after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        if not after.isdecimal() or len(after) > 9:
            raise RefusedMessage("invalid", "after: a number")
        if "text/event-stream" not in request.headers.get("accept", ""):
            found = await self._reception.events(head.id, int(after))
            return JSONResponse([one for one in map(shown, found) if one])
        return EventSourceResponse(
            self._stream(head.id, int(after)),
            ping=HEARTBEAT_S,
            headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
        )

    async def hand_over(self, request: Request) -> Response:
        """202: a lots has been asked for."""
        head = await self._authorized(request)
        await self._reception.hand_over(head.id)
        return JSONResponse({}, status_code=202)

    async def cancel(self, request: Request) -> Response:
        """202: back to the assistant, if nobody had taken the conversation yet."""
        head = await self._authorized(request)
        await self._reception.cancel(head.id)
        return JSONResponse({}, status_code=202)

    async def feedback(self, request: Request) -> Response:
        """202: the visitor's verdict on one message is kept."""
        head, body = await self._authorized(request), await _json(request)
        about, helpful = body.get("about"), body.get("helpful")
        if type(about) is not int or not isinstance(helpful, bool):
            raise RefusedMessage("invalid", "about: a seq; helpful: true or false")
        await self._reception.feedback(head.id, about, helpful)
        return JSONResponse({}, status_code=202)

    async def activity(self, request: Request) -> Response:
        """202: the desk sees that the visitor writes, or no longer does."""
        head, body = await self._authorized(request), await _json(request)
        writes = body.get("writing")
        if not isinstance(writes, bool):
            raise RefusedMessage("invalid", "writing: true or false")
        if not self._pace.allows(head.id):
            raise RefusedMessage("too_many", f"at most {SIGNS_A_MINUTE} a minute")
        await self._reception.writing(head.id, writes)
        return JSONResponse({}, status_code=202)

    async def email(self, request: Request) -> Response:
        """202: answers of lotsar go to this address, too; "" takes it back."""
        head, body = await self._authorized(request), await _json(request)
        await self._reception.put_email(head.id, _text(body, "email", empty=True).strip())
        return JSONResponse({}, status_code=202)

    async def read(self, request: Request) -> Response:
        """202: the visitor has seen the log up to this seq."""
        head, body = await self._authorized(request), await _json(request)
        seq = body.get("seq")
        if type(seq) is not int or not 0 < seq <= head.state.seq:
            raise RefusedMessage("invalid", "seq: of an event of this conversation")
        await self._reception.read(head.id, seq)
        return JSONResponse({}, status_code=202)

    async def language(self, request: Request) -> Response:
        """202: the conversation goes on in this language."""
        head, body = await self._authorized(request), await _json(request)
        await self._reception.choose_language(head.id, _text(body, "language"))
        return JSONResponse({}, status_code=202)

    async def transcript(self, request: Request) -> Response:
        """The visitor's own copy, as a JSON file."""
        head = await self._authorized(request)
        found = await self._reception.events(head.id)
        events = [one for one in map(shown, found) if one]
        return JSONResponse(
            {"conversation": head.id, "events": events},
            headers={"Content-Disposition": 'attachment; filename="farled.json"'},
        )

    async def forget(self, request: Request) -> Response:
        """200 with a receipt: erased, or queued for a person's decision."""
        head = await self._authorized(request)
        receipt, state = await self._reception.forget(head.id)
        return JSONResponse({"receipt": receipt, "state": state})

    async def phrases(self, request: Request) -> Response:
        """The widget's words in one language, and the names of all languages."""
        language = known(request.path_params["language"])
        if language is None:
            raise UnknownConversation(f"languages: {', '.join(LOCALES)}")
        words = widget_words(self._content, language)
        names = {tag: locale.name for tag, locale in LOCALES.items()}
        offers = ["email"] if self._reception.settings.smtp_host else []
        return JSONResponse(
            {"language": language, "phrases": words, "languages": names, "offers": offers},
            headers={"Cache-Control": "public, max-age=300"},
        )

    async def openapi(self, request: Request) -> Response:
        """This API, described."""
        path = Path(__file__).with_name("openapi.yml")
        return JSONResponse(yaml.safe_load(await asyncio.to_thread(path.read_text, "utf-8")))

    async def _stream(self, conversation: str, after: int) -> AsyncIterator[ServerSentEvent]:
        wrote = ""
        with self._notifier.subscribe(conversation) as signal:
            while not self._closing.is_set():
                events, writes = await self._reception.news(conversation, after)
                for event in events:
                    after = event.seq
                    data = shown(event)
                    if data is not None:
                        yield _sse(event, data)
                if writes != wrote:
                    wrote = writes
                    yield _activity(writes)
                await signal.wait(LOOK_AGAIN_S)

    async def _authorized(self, request: Request) -> Head:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnknownConversation("Authorization: Bearer <token>")
        return await self._reception.authorize(request.path_params["conversation"], token)


def _sse(event: Event, data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(
        json.dumps(data, ensure_ascii=False), event=str(data["type"]), id=str(event.seq)
    )


def _activity(lots: str) -> ServerSentEvent:
    """That this lots writes, or that nobody does: no event of the log, so it has no id."""
    data = {"type": "activity", "writing": bool(lots)} | ({"lots": lots} if lots else {})
    return ServerSentEvent(json.dumps(data, ensure_ascii=False), event="activity")


def widget_words(content: Content, language: str) -> dict[str, dict[str, str]]:
    """What the widget says in `language`: phrases by group and name."""
    words = {group: content.group(group, language) for group in PHRASE_GROUPS}
    for key in PHRASES:
        group, _, name = key.partition(".")
        words.setdefault(group, {})[name] = content.phrase(key, language)
    return words


def _guarded(handler: Handler) -> Handler:
    """The handler with our errors turned into the API's shape."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except RefusedMessage as error:
            return failure(error.code, str(error), _STATUS.get(error.code, 422))
        except UnknownConversation as error:
            return failure("unknown_conversation", str(error), 404)
        except NotOwner as error:
            return failure("not_owner", str(error), 409)
        except ClientDisconnect:
            return Response(status_code=499)

    return guarded


async def _json(request: Request) -> dict[str, Any]:
    """The request's JSON object. Raises: RefusedMessage when it is too large or no object."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MAX_BODY_BYTES:
            raise RefusedMessage("too_long", f"at most {MAX_BODY_BYTES} bytes")
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        raise RefusedMessage("invalid", "the body is not JSON") from None
    if not isinstance(body, dict):
        raise RefusedMessage("invalid", "the body is not a JSON object")
    return body


def _text(body: dict[str, Any], key: str, *, optional: bool = False, empty: bool = False) -> str:
    value = body.get(key, "" if optional else None)
    if not isinstance(value, str) or not (value or optional or empty):
        raise RefusedMessage("invalid", f"{key}: a text")
    return value
