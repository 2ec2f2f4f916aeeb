"""A family's plan on a page to read and print, and as a calendar file.

Whoever has the link can read it, so the pages are kept by nobody and name their address to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.conversations import plan_links
from bot.conversations.owner import State
from bot.conversations.store import Store, Transaction
from bot.errors import UnknownConversation
from bot.handover.availability import SWEDEN
from bot.locales import LOCALES, known
from bot.log import hashed
from bot.plan.calendar import calendar
from bot.plan.card import Card
from bot.plan.known import day_words, move_date
from bot.plan.known import known as known_of
from bot.plan.steps import Planned, planned, said

FOLDER = Path(__file__).parent
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True)
class Plan:
    """What stands behind a link when it is opened."""

    state: State
    steps: list[Planned]
    at: datetime

    @property
    def dated(self) -> bool:
        """Whether any step has a day, so that there is something for a calendar."""
        return any(one.day is not None for one in self.steps)


class PlanPages:
    """The pages of plans: routes for `hub.py`.

    `language_of` says which language a request asks for when it opens no plan.
    """

    def __init__(
        self, store: Store, content: Content, language_of: Callable[[Request], str]
    ) -> None:
        self._store = store
        self._content = content
        self._language_of = language_of
        loader = jinja2.FileSystemLoader(FOLDER)
        self._templates = jinja2.Environment(loader=loader, autoescape=True)

    def routes(self) -> list[Route]:
        """The routes under /plan/."""
        return [
            Route("/plan/{token}.ics", self.calendar, methods=["GET"]),
            Route("/plan/{token}", self.page, methods=["GET"]),
        ]

    async def page(self, request: Request) -> Response:
        """200 with the plan as it is now; 404 when the link opens none."""
        plan = await self._behind(request)
        if plan is None:
            return self._missing(request)
        return self._shown(request, plan)

    async def calendar(self, request: Request) -> Response:
        """200 with the plan's days as a file; 404 when the link opens no plan, or one without."""
        plan = await self._behind(request)
        if plan is None or not plan.dated:
            return self._missing(request)
        token, language = request.path_params["token"], _language(request, plan)
        made = calendar(self._content, plan.steps, language, key=hashed(token), at=plan.at)
        named = {"Content-Disposition": 'attachment; filename="farled-plan.ics"'}
        return Response(made, media_type="text/calendar; charset=utf-8", headers=HEADERS | named)

    async def _behind(self, request: Request) -> Plan | None:
        token = request.path_params["token"]

        def work(transaction: Transaction) -> tuple[State, datetime]:
            return plan_links.behind(transaction, token).state, transaction.at

        try:
            state, at = await self._store.run(work)
        except UnknownConversation:
            return None
        if state.erased:
            return None
        content = self._content
        today = at.astimezone(SWEDEN).date()
        return Plan(state, planned(content.steps, state.card, content.occupations, today), at)

    def _shown(self, request: Request, plan: Plan) -> Response:
        language, content, state = _language(request, plan), self._content, plan.state
        today = plan.at.astimezone(SWEDEN).date()
        phases = groupby(plan.steps, key=lambda one: one.step.phase)
        return self._render(
            "plan.html",
            language,
            token=request.path_params["token"],
            known=known_of(content, state.card, state.municipality, language),
            phases=[(phase, list(steps)) for phase, steps in phases],
            when=lambda day: self._when(state.card, day, language),
            said=lambda step: said(step, language),
            day_words=lambda day: day_words(day, language),
            today=today,
            dated=plan.dated,
        )

    def _when(self, card: Card, day: date, language: str) -> str:
        """When a step begins: its day, or no more than the month when the move has no day yet."""
        words = move_date(Card(day=day, month_only=card.month_only), language)
        return (
            words
            if card.month_only
            else self._content.phrase("plan.from_day", language, date=words)
        )

    def _missing(self, request: Request) -> Response:
        return self._render("plan_missing.html", self._language_of(request), status=404)

    def _render(
        self, template: str, language: str, *, status: int = 200, **values: object
    ) -> Response:
        page = self._templates.get_template(template).render(
            language=language,
            languages={tag: locale.name for tag, locale in LOCALES.items()},
            phrase=lambda key, **fill: self._content.phrase(key, language, **fill),
            **values,
        )
        return HTMLResponse(page, status_code=status, headers=HEADERS)


def _language(request: Request, plan: Plan) -> str:
    return known(request.query_params.get("language")) or plan.state.language
