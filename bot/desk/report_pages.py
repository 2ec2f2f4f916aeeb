"""The coordinator's page of counts, and the same as a CSV file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.content import Content
from bot.conversations.store import Store
from bot.desk import charts, readable
from bot.desk.accounts import Session
from bot.desk.guard import Guard
from bot.desk.rights import Act
from bot.errors import RefusedMessage
from bot.plan.known import day_words
from bot.reports import gather, printed
from bot.reports.report import LISTS, Report, make
from bot.reports.tally import BY, day_of, week_of

WEEKS = 4
"""Whole weeks shown at first."""
MOST_WEEKS = 53
_OUTCOMES = frozenset({"answered", "referred", "no_reply", "other"})

Render = Callable[..., Response]


class ReportPages:
    """Counts by week for one municipality or all."""

    def __init__(self, store: Store, guard: Guard, content: Content, render: Render) -> None:
        self._store = store
        self._guard = guard
        self._content = content
        self._render = render

    def routes(self) -> list[Route]:
        """The page's routes."""
        signed = self._guard.signed
        return [
            Route("/desk/report", signed(self.page, Act.REPORT)),
            Route("/desk/report.csv", signed(self.csv, Act.EXPORT)),
        ]

    async def page(self, request: Request, session: Session) -> Response:
        """The report of the weeks asked for, as tables with a chart beside."""
        report = await self._made(request)
        return self._render(
            request,
            "report.html",
            session=session,
            report=report,
            columns=printed.COLUMNS,
            rows=[(one, printed.week_row(report, one.isoformat())[1:]) for one in report.weeks],
            total=printed.total_row(report),
            lists=LISTS,
            name=self._name,
            places={slug: one.name for slug, one in self._content.municipalities.items()},
            chart=charts.answered(report),
            height=charts.HEIGHT,
            by=BY,
            day=day_words,
            days=readable.days,
            short_day=readable.short_day,
        )

    async def csv(self, request: Request, _: Session) -> Response:
        """The report of the weeks asked for as a file."""
        report = await self._made(request)
        name = f"farled-{report.first}-{report.last}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(printed.as_csv(report), media_type="text/csv", headers=headers)

    async def _made(self, request: Request) -> Report:
        """The report that the request names. Raises: RefusedMessage."""
        asked = request.query_params
        today = day_of(self._store.clock())
        last = _day(asked.get("to"), week_of(today) - timedelta(days=1))
        first = _day(asked.get("from"), week_of(last) - timedelta(weeks=WEEKS - 1))
        place = asked.get("municipality", "")
        if place and place not in self._content.municipalities:
            raise RefusedMessage("invalid", "municipality: not one of ours")
        if not timedelta() <= last - first <= timedelta(weeks=MOST_WEEKS):
            raise RefusedMessage("invalid", f"from one to {MOST_WEEKS} weeks")
        first, last = week_of(first), week_of(last) + timedelta(days=6)
        days = await to_thread.run_sync(gather.days, self._store, first, last, place)
        return make(days, first, last, place)

    def _name(self, what: str, one: str, language: str) -> str:
        """What was counted in one of LISTS, in the desk's language."""
        if what == "languages":
            return readable.language_name(one, language).capitalize()
        if what == "places":
            place = self._content.municipalities.get(one)
            return place.name if place else one or self._content.phrase("report.no_place", language)
        if what == "topics":
            return self._content.label(one, language) or one
        if what == "handovers":
            return self._content.phrase(f"report.handover_{one}", language)
        if one in _OUTCOMES:
            return self._content.phrase(f"desk.outcome_{one}", language)
        return self._content.phrase("report.outcome_none", language)


def _day(text: str | None, default: date) -> date:
    """The day in a query, or the default. Raises: RefusedMessage."""
    if not text:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise RefusedMessage("invalid", "from, to: ISO dates") from None
    if not 2000 <= day.year <= 2100:
        raise RefusedMessage("invalid", "from, to: years from 2000 to 2100")
    return day
