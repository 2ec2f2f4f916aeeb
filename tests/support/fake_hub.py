"""A hub in memory for the widget's tests: the API of design section 6, and faults on request.

It answers each message by an echo. Some words have an effect of their own: "buttons" gives choices,
"html" markup, "sources" a source, "adverts" two job adverts, "person" a handover. `Faults` cut
streams, drop acknowledgements and delay answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import jinja2
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.channels.web import widget_words
from bot.content import Content
from bot.locales import LOCALES, or_default
from bot.widget import served
from tests.support.fake_talk import ADVERTS, Faults, Refusal, Talk

PAGE = Path(served.__file__).with_name("page.html")
MAX_TEXT = 2000


class FakeHub:
    """The app and its state; `run` serves it."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.faults = Faults()
        self.talks: dict[str, Talk] = {}
        self.requests: list[str] = []
        self.csp = ""
        self.offers: list[str] = []
        self.read: list[int] = []
        self.url = ""
        self.loop: asyncio.AbstractEventLoop | None = None
        self._answers: set[asyncio.Task[None]] = set()

    @property
    def talk(self) -> Talk:
        """The newest conversation."""
        return list(self.talks.values())[-1]

    def do(self, act: Callable[[Talk], object]) -> None:
        """Lets something happen in the newest conversation, from the test's thread."""

        async def work() -> None:
            act(self.talk)

        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(work(), self.loop).result(5)

    def app(self) -> Starlette:
        """The whole fake hub."""
        one = "/api/conversations/{conversation}"
        post = ["POST"]
        routes = [
            Route("/", self._page),
            Route("/bare", self._bare),
            *served.routes(self.content),
            Route("/api/phrases/{language}", self._guard(self._phrases)),
            Route("/api/conversations", self._guard(self._open), methods=post),
            Route(f"{one}/messages", self._guard(self._receive), methods=post),
            Route(f"{one}/events", self._guard(self._events)),
            Route(f"{one}/handover", self._guard(self._hand_over), methods=post),
            Route(f"{one}/cancel", self._guard(self._cancel), methods=post),
            Route(f"{one}/feedback", self._guard(self._feedback), methods=post),
            Route(f"{one}/language", self._guard(self._language), methods=post),
            Route(f"{one}/email", self._guard(self._email), methods=post),
            Route(f"{one}/read", self._guard(self._read), methods=post),
            Route(f"{one}/transcript", self._guard(self._transcript)),
            Route(one, self._guard(self._forget), methods=["DELETE"]),
        ]
        cors = Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        )
        return Starlette(routes=routes, middleware=[cors])

    def _guard(self, handler: Callable[[Request], Awaitable[Response]]) -> Any:
        async def guarded(request: Request) -> Response:
            self.requests.append(f"{request.method} {request.url.path}")
            try:
                if self.faults.down or self.faults.strikes(self.faults.refused):
                    raise Refusal(503, "down")
                return await handler(request)
            except Refusal as error:
                body = {"error": {"code": error.code, "message": error.message}}
                return JSONResponse(body, error.status)

        return guarded

    def _known(self, request: Request) -> Talk:
        talk = self.talks.get(request.path_params["conversation"])
        if talk is None or request.headers.get("authorization") != f"Bearer {talk.token}":
            raise Refusal(404, "unknown_conversation")
        return talk

    async def _page(self, request: Request) -> Response:
        language = or_default(request.query_params.get("language"))
        places = {slug: place.name for slug, place in self.content.municipalities.items()}
        slug = request.query_params.get("municipality", next(iter(places)))
        environment = jinja2.Environment(autoescape=True)
        page = environment.from_string(PAGE.read_text("utf-8")).render(
            language=language,
            municipality=slug,
            municipality_name=places.get(slug, ""),
            languages={tag: locale.name for tag, locale in LOCALES.items()},
            municipalities=places,
            phrase=lambda key: self.content.phrase(key, language),
        )
        return HTMLResponse(page, headers=self._policy())

    async def _bare(self, request: Request) -> Response:
        """A strange site's page: `hub` names the origin that the widget comes from."""
        hub = request.query_params.get("hub", self.url)
        asked = request.query_params.get("asked", "auto")
        page = (
            f'<!doctype html><html lang="{request.query_params.get("page", "en")}">'
            f"<title>Bare</title><body><main><h1>Bare</h1></main>"
            f'<script src="{hub}/w/farled.js" data-language="{asked}" async></script>'
        )
        return HTMLResponse(page, headers=self._policy())

    def _policy(self) -> dict[str, str]:
        return {"Content-Security-Policy": self.csp} if self.csp else {}

    async def _phrases(self, request: Request) -> Response:
        language = request.path_params["language"]
        words = widget_words(self.content, language)
        names = {tag: locale.name for tag, locale in LOCALES.items()}
        about = {"language": language, "phrases": words, "languages": names}
        return JSONResponse(about | {"offers": self.offers})

    async def _open(self, request: Request) -> Response:
        body = await request.json()
        conversation, token = secrets.token_hex(4), secrets.token_hex(8)
        self.talks[conversation] = Talk(token, or_default(body.get("language")))
        self.talks[conversation].add("language", language=self.talks[conversation].language)
        return JSONResponse({"conversation": conversation, "token": token}, 201)

    async def _receive(self, request: Request) -> Response:
        talk, body = self._known(request), await request.json()
        text = body.get("text") or self._title(talk, body.get("payload", ""))
        if len(text) > MAX_TEXT:
            raise Refusal(413, "too_long", f"at most {MAX_TEXT} characters")
        if text == "hurry":
            raise Refusal(429, "too_many")
        stored = next((e["seq"] for e in talk.events if e.get("id") == body["id"]), None)
        seq = stored or talk.say("visitor", text, id=body["id"])
        if stored is None:
            task = asyncio.create_task(self._answer(talk, text, seq))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        if self.faults.strikes(self.faults.dropped):
            raise Refusal(502, "dropped")
        return JSONResponse({"seq": seq}, 202)

    @staticmethod
    def _title(talk: Talk, payload: str) -> str:
        seq, _, index = payload.partition(".")
        try:
            return str(talk.events[int(seq) - 1]["buttons"][int(index)]["title"])
        except (ValueError, LookupError):
            raise Refusal(422, "unknown_button") from None

    async def _answer(self, talk: Talk, text: str, about: int) -> None:
        await asyncio.sleep(self.faults.answer_s)
        seq = len(talk.events) + 1
        if text == "html":
            talk.say("assistant", "<img src=x onerror=alert(1)> <b>bold</b>", answers=about)
        elif text == "sources":
            source = {"title": "Skatteverket", "url": "https://skatteverket.se"}
            words = "You register with the tax agency.\n\nBring your passport."
            sources = [{**source, "checked": "2026-11-21"}]
            talk.say("assistant", words, answers=about, topic="registration.id", sources=sources)
        elif text == "adverts":
            talk.say("assistant", "Adverts right now: 2.", answers=about, listings=ADVERTS)
        elif text == "buttons":
            titles = ("Housing queue", "Rent a flat", "Talk to a local guide")
            buttons = [{"title": t, "payload": f"{seq}.{i}"} for i, t in enumerate(titles)]
            talk.say("assistant", "Do you mean one of these?", answers=about, buttons=buttons)
        elif text == "person":
            self._wait(talk)
        else:
            talk.say("assistant", f"echo {text}", answers=about)

    def _wait(self, talk: Talk) -> None:
        talk.add("owner", owner="waiting")
        buttons = [{"title": "Back to the assistant", "payload": f"{len(talk.events) + 1}.0"}]
        talk.say("notice", self.content.phrase("notice.waiting", talk.language), buttons=buttons)

    async def _events(self, request: Request) -> Response:
        talk = self._known(request)
        after = int(request.headers.get("last-event-id") or request.query_params.get("after", "0"))
        if "text/event-stream" not in request.headers.get("accept", ""):
            return JSONResponse(talk.events[after:])
        return StreamingResponse(self._stream(talk, after), media_type="text/event-stream")

    async def _stream(self, talk: Talk, after: int) -> AsyncIterator[str]:
        yield ": hello\r\n\r\n"
        while not self.faults.down:
            news = talk.news
            for event in talk.events[after:]:
                after = event["seq"]
                yield f"id: {after}\r\nevent: {event['type']}\r\ndata: {json.dumps(event)}\r\n\r\n"
                if self.faults.strikes(self.faults.cut):
                    return
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(news.wait(), 0.2)

    async def _hand_over(self, request: Request) -> Response:
        self._wait(self._known(request))
        return JSONResponse({}, 202)

    async def _cancel(self, request: Request) -> Response:
        talk = self._known(request)
        talk.add("owner", owner="assistant")
        talk.say("notice", self.content.phrase("notice.cancelled", talk.language))
        return JSONResponse({}, 202)

    async def _feedback(self, request: Request) -> Response:
        talk, body = self._known(request), await request.json()
        talk.add("feedback", about=body["about"], helpful=body["helpful"])
        return JSONResponse({}, 202)

    async def _language(self, request: Request) -> Response:
        talk = self._known(request)
        talk.language = (await request.json())["language"]
        talk.add("language", language=talk.language)
        talk.say("notice", self.content.phrase("assistant.language_changed", talk.language))
        return JSONResponse({}, 202)

    async def _email(self, request: Request) -> Response:
        talk, email = self._known(request), (await request.json())["email"]
        if "refused" in email:
            raise Refusal(422, "invalid_email")
        talk.add("email", **({"email": email} if email else {}))
        key = "notice.email_set" if email else "notice.email_removed"
        talk.say("notice", self.content.phrase(key, talk.language, email="a•••@example.ee"))
        return JSONResponse({}, 202)

    async def _read(self, request: Request) -> Response:
        self._known(request)
        self.read.append((await request.json())["seq"])
        return JSONResponse({}, 202)

    async def _transcript(self, request: Request) -> Response:
        return JSONResponse({"conversation": "", "events": self._known(request).events})

    async def _forget(self, request: Request) -> Response:
        talk = self._known(request)
        talk.add("erased", receipt="AB12", state="erased")
        talk.say("notice", self.content.phrase("notice.forgotten", talk.language, receipt="AB12"))
        return JSONResponse({"receipt": "AB12", "state": "erased"})


@contextlib.contextmanager
def running(hub: FakeHub, port: int = 0) -> Iterator[FakeHub]:
    """The hub, served on loopback by a thread of its own; `hub.url` says where."""
    listener = socket.create_server(("127.0.0.1", port))
    hub.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        hub.app(), log_level="warning", ws="none", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    started = threading.Event()

    async def serve() -> None:
        hub.loop = asyncio.get_running_loop()
        started.set()
        await server.serve(sockets=[listener])

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    started.wait(5)
    try:
        yield hub
    finally:
        server.should_exit = True
        thread.join(5)
        listener.close()
