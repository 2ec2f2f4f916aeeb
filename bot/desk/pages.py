"""The desk's pages: signing in, the first account, and the one page on which lotsar work."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import jinja2
import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.conversations.store import Store, Transaction
from bot.desk import accounts, entrance, family, readable
from bot.desk.accounts import MIN_PASSWORD, Account, Session
from bot.desk.guard import Guard, form_of
from bot.desk.lessons_pages import LessonsPages, late
from bot.desk.oidc import OidcPages
from bot.desk.own_pages import OwnPages
from bot.desk.provider import Provider
from bot.desk.report_pages import ReportPages
from bot.desk.rights import Act, may
from bot.desk.staff_pages import StaffPages
from bot.errors import RefusedMessage, SignInFailed
from bot.locales import LOCALES, known
from bot.log import hashed

log = structlog.get_logger()

TEMPLATES = Path(__file__).with_name("templates")
LANGUAGES = ("sv", "en")
"""The languages in which the desk itself is shown."""
PASSWORDS_AT_ONCE = 2
"""How many passwords are checked at the same time: each check takes 64 MiB."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",  # with no-referrer a browser hides a form's Origin from us
    "X-Content-Type-Options": "nosniff",
}


class Pages:
    """The desk's pages."""

    def __init__(
        self,
        store: Store,
        guard: Guard,
        content: Content,
        default: str,
        *,
        translation: str = "",
        provider: Provider | None = None,
    ) -> None:
        self._store = store
        self._guard = guard
        self._content = content
        self._translation = translation
        self._provider = provider
        self._default_language = default if default in LANGUAGES else LANGUAGES[0]
        self._checking = anyio.CapacityLimiter(PASSWORDS_AT_ONCE)
        loader = jinja2.FileSystemLoader(TEMPLATES)
        self._templates = jinja2.Environment(loader=loader, autoescape=True)

    def routes(self) -> list[Route]:
        """The pages' routes."""
        signed, parts = self._guard.signed, (self._store, self._guard, self._content, self._render)
        return [
            *OwnPages(*parts).routes(),
            *OidcPages(self._store, self._guard, self._provider, self._render).routes(),
            *StaffPages(*parts).routes(),
            *ReportPages(*parts).routes(),
            *LessonsPages(*parts).routes(),
            Route("/desk", self.page),
            Route("/desk/sign-in", self.sign_in, methods=["POST"]),
            Route("/desk/sign-out", signed(self.sign_out, Act.DESK), methods=["POST"]),
            Route("/desk/first/{token}", self.first, methods=["GET", "POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The desk, or the sign-in page."""
        session = await self._guard.session(request)
        if session is None:
            return self._render(request, "sign_in.html")
        if not may(session.account.role, Act.LISTS):
            return RedirectResponse("/desk/account", status_code=303)
        data = self._data(session, self._language(request))
        return self._render(request, "desk.html", session=session, data=data)

    async def sign_in(self, request: Request) -> Response:
        """To the desk with a session cookie, or the sign-in page again."""
        if not self._guard.same_origin(request):
            return self._render(request, "sign_in.html", status=403)
        form = await _form(request)
        email = form.get("email", "")
        account = await self._checked(email, form.get("password", ""))
        if account is None:
            log.info("desk.sign_in_failed", email=hashed(email))
            return self._render(request, "sign_in.html", failed="desk.sign_in_failed", status=403)
        entered = await self._store.run(partial(entrance.enter, account=account))
        return entrance.answer(self._guard, entered)

    async def first(self, request: Request) -> Response:
        """Makes the first account by the one-time link that `farled run` printed."""
        link = request.path_params["token"]
        if not await self._store.run(lambda tx: accounts.link_is_good(tx, link)):
            return self._render(request, "sign_in.html", failed="desk.link_expired", status=403)
        if request.method != "POST":
            return self._render(request, "first.html")
        if not self._guard.same_origin(request):
            return self._render(request, "first.html", status=403)
        form = await _form(request)
        email, name = form.get("email", ""), form.get("name", "")

        def work(transaction: Transaction) -> str:
            account = accounts.use_link(transaction, link, email, name, form.get("password", ""))
            return entrance.let_in(transaction, account)

        try:
            return self._guard.sign_in(await self._store.run(work))
        except SignInFailed:
            shown = {"failed": "desk.password_rule", "email": email, "name": name}
            return self._render(request, "first.html", status=422, **shown)

    async def sign_out(self, request: Request, session: Session) -> Response:
        """Back to the sign-in page, without a session."""
        await self._store.run(lambda tx: accounts.sign_out(tx, session.token_hash))
        return self._guard.sign_out()

    async def _checked(self, email: str, password: str) -> Account | None:
        attempt = await self._store.run(lambda tx: accounts.begin(tx, email))
        if attempt is None:
            return None
        account = await anyio.to_thread.run_sync(
            accounts.right, attempt, password, limiter=self._checking
        )
        if account is None:
            await self._store.run(partial(entrance.note_failure, attempt=attempt))
        return account

    def _data(self, session: Session, language: str) -> str:
        """What the desk's script is told, as JSON."""
        keys = self._content.group("desk", "en")
        words = {key: self._content.phrase(f"desk.{key}", language) for key in keys}
        return json.dumps(
            {
                "csrf": session.csrf,
                "lots_id": session.account.id,
                "words": words | _language_names(language),
                "places": {slug: one.name for slug, one in self._content.municipalities.items()},
                "topics": self._labels(language),
                "family": family.choices(self._content, language),
                "help": self._content.group("help", language),
                "translation": self._translation,
            }
        )

    def _render(
        self, request: Request, template: str, *, failed: str = "", status: int = 200, **values: Any
    ) -> HTMLResponse:
        language = self._language(request)
        provider = self._provider.name if self._provider else ""

        def phrase(key: str, **fill: str) -> str:
            return self._content.phrase(key, language, **fill)

        page = self._templates.get_template(template).render(
            language=language,
            languages={tag: LOCALES[tag].name for tag in LANGUAGES},
            phrase=phrase,
            may=lambda session, act: may(session.account.role, Act(act)),
            failed=phrase(failed, limit=str(MIN_PASSWORD), name=provider) if failed else "",
            min_password=MIN_PASSWORD,
            provider=provider,
            late_facts=partial(late, self._content, self._store.clock),
            **values,
        )
        answer = HTMLResponse(page, status_code=status, headers=_HEADERS)
        if "language" in request.query_params:
            answer.set_cookie("farled-language", language, samesite="lax", httponly=True)
        return answer

    def _language(self, request: Request) -> str:
        asked = request.query_params.get("language") or request.cookies.get("farled-language")
        language = known(asked)
        return language if language in LANGUAGES else self._default_language

    def _labels(self, language: str) -> dict[str, str]:
        labels = {topic: self._content.label(topic, language) for topic in self._content.answers}
        return {topic: label for topic, label in labels.items() if label}


def _language_names(language: str) -> dict[str, str]:
    """What our languages are called in the desk's language, as words for its script."""
    return {f"language_{tag}": readable.language_name(tag, language) for tag in LOCALES}


async def _form(request: Request) -> dict[str, str]:
    """The posted fields; none when there are too many."""
    try:
        return await form_of(request)
    except RefusedMessage:
        return {}
