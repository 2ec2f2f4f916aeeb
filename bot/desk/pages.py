"""The desk's pages: signing in, the first account, and the one page on which lotsar work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2
import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.conversations.store import Store, Transaction
from bot.desk import accounts
from bot.desk.accounts import MIN_PASSWORD, Session
from bot.desk.guard import Guard, same_origin
from bot.errors import SignInFailed
from bot.locales import LOCALES, known
from bot.log import hashed

log = structlog.get_logger()

TEMPLATES = Path(__file__).with_name("templates")
LANGUAGES = ("sv", "en")
"""The languages in which the desk itself is shown."""


class Pages:
    """The desk's pages."""

    def __init__(self, store: Store, guard: Guard, content: Content, default: str) -> None:
        self._store = store
        self._guard = guard
        self._content = content
        self._default_language = default
        loader = jinja2.FileSystemLoader(TEMPLATES)
        self._templates = jinja2.Environment(loader=loader, autoescape=True)

    def routes(self) -> list[Route]:
        """The pages' routes."""
        return [
            Route("/desk", self.page),
            Route("/desk/sign-in", self.sign_in, methods=["POST"]),
            Route("/desk/sign-out", self._guard.signed(self.sign_out), methods=["POST"]),
            Route("/desk/first/{token}", self.first, methods=["GET", "POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The desk, or the sign-in page."""
        session = await self._guard.session(request)
        if session is None:
            return self._render(request, "sign_in.html")
        language = self._language(request)
        words = self._content.group("desk", language) | {
            f"language_{tag}": locale.name for tag, locale in LOCALES.items()
        }
        places = {slug: one.name for slug, one in self._content.municipalities.items()}
        answer = self._render(
            request,
            "desk.html",
            session=session,
            data=json.dumps(
                {
                    "csrf": session.csrf,
                    "lots_id": session.account.id,
                    "words": words,
                    "places": places,
                    "topics": self._labels(language),
                }
            ),
        )
        if "language" in request.query_params:
            answer.set_cookie("farled-language", language, samesite="lax", httponly=True)
        return answer

    async def sign_in(self, request: Request) -> Response:
        """To the desk with a session cookie, or the sign-in page again."""
        if not same_origin(request):
            return self._render(request, "sign_in.html", status=403)
        form = await request.form()
        email, password = str(form.get("email", "")), str(form.get("password", ""))

        def work(transaction: Transaction) -> str | None:
            account = accounts.authenticate(transaction, email, password)
            return accounts.sign_in(transaction, account) if account else None

        token = await self._store.run(work)
        if token is None:
            log.info("desk.sign_in_failed", email=hashed(email))
            return self._render(request, "sign_in.html", failed="desk.sign_in_failed", status=403)
        return self._guard.sign_in(token)

    async def first(self, request: Request) -> Response:
        """Makes the first account by the one-time link that `farled run` printed."""
        link = request.path_params["token"]
        if not await self._store.run(lambda tx: accounts.link_is_good(tx, link)):
            return self._render(request, "sign_in.html", failed="desk.link_expired", status=403)
        if request.method == "GET":
            return self._render(request, "first.html")
        form = await request.form()
        email, name = str(form.get("email", "")), str(form.get("name", ""))
        password = str(form.get("password", ""))

        def work(transaction: Transaction) -> str:
            account = accounts.use_link(transaction, link, email, name, password)
            return accounts.sign_in(transaction, account)

        try:
            return self._guard.sign_in(await self._store.run(work))
        except SignInFailed:
            return self._render(request, "first.html", failed="desk.password_rule", status=422)

    async def sign_out(self, request: Request, session: Session) -> Response:
        """Back to the sign-in page, without a session."""
        await self._store.run(lambda tx: accounts.sign_out(tx, session.token_hash))
        return self._guard.sign_out()

    def _render(
        self, request: Request, template: str, *, failed: str = "", status: int = 200, **values: Any
    ) -> HTMLResponse:
        language = self._language(request)

        def phrase(key: str, **fill: str) -> str:
            return self._content.phrase(key, language, **fill)

        page = self._templates.get_template(template).render(
            language=language,
            languages={tag: LOCALES[tag].name for tag in LANGUAGES},
            phrase=phrase,
            failed=phrase(failed, limit=str(MIN_PASSWORD)) if failed else "",
            min_password=MIN_PASSWORD,
            **values,
        )
        headers = {
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
            "Referrer-Policy": "no-referrer",
        }
        return HTMLResponse(page, status_code=status, headers=headers)

    def _language(self, request: Request) -> str:
        asked = request.query_params.get("language") or request.cookies.get("farled-language")
        return known(asked) or self._default_language

    def _labels(self, language: str) -> dict[str, str]:
        labels = {topic: self._content.label(topic, language) for topic in self._content.answers}
        return {topic: label for topic, label in labels.items() if label}
