"""The desk's API, and the desk as one part for `hub.py`."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import AsyncIterator
from pathlib import Path

import structlog
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.content import Content
from bot.conversations import ownership
from bot.conversations.events import Reason
from bot.conversations.notifier import DESK, Notifier
from bot.conversations.presence import seen
from bot.conversations.store import Store, Transaction
from bot.desk import accounts, cases
from bot.desk.accounts import Session
from bot.desk.guard import Guard, body_of, failure
from bot.desk.pages import Pages
from bot.errors import RefusedMessage
from bot.log import hashed
from bot.reception import Reception
from bot.settings import Settings

log = structlog.get_logger()

STATIC = Path(__file__).with_name("static")
HEARTBEAT_S = 15
SIGN_OF_LIFE_S = 10.0
MAX_REPLY = 4000
_RELEASES = {"hand_back": Reason.HANDED_BACK, "close": Reason.CLOSED}
_NOTICES = {Reason.HANDED_BACK: "notice.handed_back", Reason.CLOSED: "notice.closed"}


class Desk:
    """The desk: routes for `hub.py`."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        notifier: Notifier,
        reception: Reception,
        content: Content,
    ) -> None:
        self._store = store
        self._notifier = notifier
        self._reception = reception
        self._guard = Guard(store, secure=settings.public_url.startswith("https://"))
        self._pages = Pages(store, self._guard, content, settings.default_language)
        self._closing = asyncio.Event()

    def routes(self) -> list[Route | Mount]:
        """The desk's routes."""
        one, signed = "/desk/api/conversations/{conversation}", self._guard.signed
        return [
            *self._pages.routes(),
            Route("/desk/api/stream", signed(self.stream)),
            Route("/desk/api/cases", signed(self.cases)),
            Route(one, signed(self.conversation)),
            Route(f"{one}/claim", signed(self.claim), methods=["POST"]),
            Route(f"{one}/reply", signed(self.reply), methods=["POST"]),
            Route(f"{one}/{{release}}", signed(self.release), methods=["POST"]),
            Mount("/desk/static", StaticFiles(directory=STATIC), name="desk-static"),
        ]

    def close(self) -> None:
        """Ends every open stream, so that the server can stop."""
        self._closing.set()

    async def cases(self, request: Request, session: Session) -> Response:
        """The lists of conversations."""
        return JSONResponse(await self._store.run(lambda tx: cases.lists(tx, session.account.id)))

    async def stream(self, request: Request, session: Session) -> Response:
        """The lists, again whenever something changes; an open stream is a lots's presence."""
        return EventSourceResponse(
            self._changes(session), ping=HEARTBEAT_S, headers={"X-Accel-Buffering": "no"}
        )

    async def conversation(self, request: Request, session: Session) -> Response:
        """One conversation, with its events after ?after=N."""
        after = request.query_params.get("after", "0")
        number = int(after) if after.isdecimal() and len(after) < 10 else 0
        conversation = request.path_params["conversation"]
        return JSONResponse(await self._store.run(lambda tx: cases.whole(tx, conversation, number)))

    async def claim(self, request: Request, session: Session) -> Response:
        """200: the conversation is this lots's now; 409 when somebody else was faster."""
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> None:
            state = transaction.head(conversation).state
            notice = self._reception.notice("notice.claimed", state, lots=account.name)
            ownership.claim(transaction, conversation, account.id, account.name, notice)

        await self._store.run(work)
        log.info("handover.claimed", conversation=hashed(conversation), lots=account.id)
        return JSONResponse({})

    async def reply(self, request: Request, session: Session) -> Response:
        """202 with the seq of the lots's message, after it is stored; 409 when not the owner."""
        body = await body_of(request)
        text, client_id = body.get("text"), body.get("id")
        if not isinstance(text, str) or not isinstance(client_id, str) or not text.strip():
            raise RefusedMessage("invalid", "id and text")
        if len(text) > MAX_REPLY or not 0 < len(client_id) <= 80:
            raise RefusedMessage("too_long", f"at most {MAX_REPLY} characters")
        conversation = request.path_params["conversation"]
        work = functools.partial(
            ownership.reply,
            conversation=conversation,
            lots_id=session.account.id,
            text=text.strip(),
            client_id=client_id,
        )
        return JSONResponse({"seq": await self._store.run(work)}, status_code=202)

    async def release(self, request: Request, session: Session) -> Response:
        """200: handed back to the assistant, or closed."""
        reason = _RELEASES.get(request.path_params["release"])
        if reason is None:
            return failure("not_found", "hand_back or close", 404)
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> None:
            state = transaction.head(conversation).state
            notice = self._reception.notice(_NOTICES[reason], state, lots=account.name)
            ownership.release(transaction, conversation, account.id, reason, notice)

        await self._store.run(work)
        return JSONResponse({})

    async def _changes(self, session: Session) -> AsyncIterator[ServerSentEvent]:
        number, before = 0, ""
        with self._notifier.subscribe(DESK) as signal:
            while not self._closing.is_set():
                if not await self._store.run(lambda tx: self._look(tx, session)):
                    return
                lists = await self._store.run(lambda tx: cases.lists(tx, session.account.id))
                now = json.dumps(lists, ensure_ascii=False)
                if now != before:
                    number, before = number + 1, now
                    yield ServerSentEvent(now, event="cases", id=str(number))
                await signal.wait(SIGN_OF_LIFE_S)

    def _look(self, transaction: Transaction, session: Session) -> bool:
        """True while the session is good; notes that its lots is there."""
        seen(transaction, session.token_hash)
        return accounts.session_is_open(transaction, session.token_hash)
