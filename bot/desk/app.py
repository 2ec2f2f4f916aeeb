"""The desk's API, and the desk as one part for `hub.py`."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.assistant import Assistant
from bot.content import Content
from bot.conversations import helped, ownership, plan_links
from bot.conversations.events import Reason
from bot.conversations.notifier import DESK, Notifier
from bot.conversations.presence import present, seen
from bot.conversations.store import Store, Transaction
from bot.desk import accounts, cases, family
from bot.desk.accounts import Session
from bot.desk.activity import Activity
from bot.desk.given import not_erased, words
from bot.desk.guard import Guard, body_of
from bot.desk.helping import Helping
from bot.desk.language import VisitorsLanguage
from bot.desk.learning import Learning
from bot.desk.pages import Pages
from bot.desk.provider import provider_of
from bot.desk.rights import Act
from bot.desk.translating import Translating
from bot.desk.work import Work
from bot.errors import RefusedMessage, UnknownConversation, failure
from bot.log import hashed
from bot.plan.card import Card
from bot.reception import Reception
from bot.settings import Settings
from bot.translation.choice import translator_of

log = structlog.get_logger()

STATIC = Path(__file__).with_name("static")
HEARTBEAT_S = 15
SIGN_OF_LIFE_S = 10.0
CALM_S = 0.2
"""How long a stream rests after each look, so that a busy moment costs one."""
MAX_REPLY = 4000
MAX_CLIENT_ID = 80
_RELEASES = {"hand_back": Reason.HANDED_BACK, "close": Reason.CLOSED}
OUTCOMES = ("answered", "referred", "no_reply", "other")
"""How a case can end."""
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
        assistant: Assistant,
    ) -> None:
        self._store = store
        self._notifier = notifier
        self._reception = reception
        self._content = content
        self._guard = Guard(store, settings.public_url)
        translator = translator_of(settings)
        self._translating = Translating(store, self._guard, content, translator)
        self._pages = Pages(
            store,
            self._guard,
            content,
            settings.default_language,
            provider=provider_of(settings),
            translation=self._translating.service,
        )
        self._work = Work(store, self._guard, reception, content)
        self._learning = Learning(store, self._guard, content)
        self._helping = Helping(store, self._guard, reception, content, assistant)
        self._activity = Activity(store, self._guard)
        self._language = VisitorsLanguage(store, self._guard)
        self._closing = asyncio.Event()

    def routes(self) -> list[Route | Mount]:
        """The desk's routes."""
        one, signed = "/desk/api/conversations/{conversation}", self._guard.signed
        return [
            *self._pages.routes(),
            Route("/desk/api/stream", signed(self.stream, Act.LISTS)),
            Route(one, signed(self.conversation, Act.OPEN)),
            Route(f"{one}/claim", signed(self.claim, Act.CLAIM), methods=["POST"]),
            Route(f"{one}/reply", signed(self.reply, Act.REPLY), methods=["POST"]),
            Route(f"{one}/card", signed(self.correct, Act.CORRECT), methods=["POST"]),
            Route(f"{one}/plan", signed(self.plan, Act.PLAN)),
            *self._work.routes(),
            *self._helping.routes(),
            *self._learning.routes(),
            *self._translating.routes(),
            *self._activity.routes(),
            *self._language.routes(),
            Route(f"{one}/{{release}}", signed(self.release, Act.RELEASE), methods=["POST"]),
            Mount("/desk/static", StaticFiles(directory=STATIC), name="desk-static"),
        ]

    def close(self) -> None:
        """Ends every open stream, so that the server can stop."""
        self._closing.set()

    async def stream(self, request: Request, session: Session) -> Response:
        """The lists, again whenever something happens; an open stream is a lots's presence.

        For `Accept: application/json`, when a proxy lets no stream through: the lists once.
        """
        if "application/json" in request.headers.get("accept", ""):
            news = await self._store.run(partial(_look, session=session, alive=True))
            return JSONResponse([news] if news else [])
        return EventSourceResponse(
            self._changes(session), ping=HEARTBEAT_S, headers={"X-Accel-Buffering": "no"}
        )

    async def conversation(self, request: Request, session: Session) -> Response:
        """One conversation, with its events after ?after=N."""
        after = request.query_params.get("after", "0")
        number = int(after) if after.isdecimal() and len(after) < 10 else 0
        conversation = request.path_params["conversation"]
        whole = await self._store.read(lambda tx: cases.whole(tx, conversation, number))
        return JSONResponse(whole)

    async def claim(self, request: Request, session: Session) -> Response:
        """200: the conversation is this lots's now; 409 when somebody else was faster."""
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> None:
            state = not_erased(transaction, conversation).state
            notice = self._reception.notice("notice.claimed", state, lots=account.name)
            ownership.claim(transaction, conversation, account.id, account.name, notice)

        await self._guard.run(request, session, work)
        log.info("handover.claimed", conversation=hashed(conversation), lots=account.id)
        return JSONResponse({})

    async def reply(self, request: Request, session: Session) -> Response:
        """202 with the seq of the lots's message, after it is stored; 409 when not the owner."""
        body = await body_of(request)
        text, client_id = words(body.get("text")), words(body.get("id"))
        if not text or not client_id:
            raise RefusedMessage("invalid", "id and text")
        if len(text) > MAX_REPLY or len(client_id) > MAX_CLIENT_ID:
            raise RefusedMessage("too_long", f"at most {MAX_REPLY} characters")
        behind = self._translating.behind(body, MAX_REPLY)
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> int:
            not_erased(transaction, conversation)
            said = (text, client_id, behind)
            return ownership.reply(transaction, conversation, account.id, *said)

        return JSONResponse({"seq": await self._store.run(work)}, status_code=202)

    async def correct(self, request: Request, session: Session) -> Response:
        """200: the family card says what this lots corrected, whoever may speak now."""
        body = await body_of(request)
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> None:
            head = not_erased(transaction, conversation)
            bodies = family.correction(head.state, body, self._content, account.name)
            if bodies:
                transaction.append(head, *bodies)

        await self._guard.run(request, session, work)
        log.info("card.corrected", conversation=hashed(conversation), lots=account.id)
        return JSONResponse({})

    async def plan(self, request: Request, session: Session) -> Response:
        """303 to the page of the family's plan; 404 while nothing is known of the family."""
        conversation = request.path_params["conversation"]

        def work(transaction: Transaction) -> str:
            if transaction.lock(conversation).state.card == Card():
                raise UnknownConversation("no family card, so no plan")
            return plan_links.path(transaction, conversation)

        return RedirectResponse(await self._store.run(work), status_code=303)

    async def release(self, request: Request, session: Session) -> Response:
        """200: handed back to the assistant, or closed, with its `outcome` when it is told."""
        reason = _RELEASES.get(request.path_params["release"])
        if reason is None:
            return failure("not_found", "hand_back or close", 404)
        outcome = words((await body_of(request)).get("outcome"))
        if outcome and (reason is not Reason.CLOSED or outcome not in OUTCOMES):
            raise RefusedMessage("invalid", f"outcome: one of {', '.join(OUTCOMES)}, on closing")
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> None:
            state = ownership.owned_by(transaction, conversation, account.id).state
            asks = helped.wrote(transaction.events(conversation), account.id)
            notice = self._reception.notice(_NOTICES[reason], state, lots=account.name)
            head = ownership.release(transaction, conversation, account.id, reason, notice, outcome)
            if asks:
                helped.ask(transaction, self._content, head, account.name)

        await self._guard.run(request, session, work)
        log.info("handover.released", conversation=hashed(conversation), reason=reason.value)
        return JSONResponse({})

    async def _changes(self, session: Session) -> AsyncIterator[ServerSentEvent]:
        """The lists now and after whatever happens at the desk; ends with the session."""
        before, seen_at = "", -SIGN_OF_LIFE_S
        with self._notifier.subscribe(DESK) as signal:
            woken = True
            while not self._closing.is_set():
                alive = time.monotonic() - seen_at >= SIGN_OF_LIFE_S
                seen_at = time.monotonic() if alive else seen_at
                look = self._store.run if alive else self._store.read
                news = await look(partial(_look, session=session, alive=alive))
                if news is None:
                    return
                now = json.dumps(news)
                if woken or now != before:  # a delivery or another's case is in no list
                    before = now
                    yield ServerSentEvent(now, event="cases")
                await asyncio.sleep(CALM_S)
                woken = await signal.wait(SIGN_OF_LIFE_S)


def _look(transaction: Transaction, session: Session, *, alive: bool) -> dict[str, Any] | None:
    """The lists and who is at the desk, as an event of the desk's stream.

    None when the session is no longer good. `alive` notes that its lots is there.
    """
    if not accounts.session_is_open(transaction, session.token_hash):
        return None
    if alive:
        seen(transaction, session.token_hash)
    return {
        "seq": 0,
        "type": "cases",
        "lists": cases.lists(transaction, session.account.id),
        "present": [asdict(one) for one in present(transaction)],
    }
