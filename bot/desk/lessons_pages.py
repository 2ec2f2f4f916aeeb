"""The weekly list: questions not answered well, proposed answers, facts past their day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.content.due import dues
from bot.conversations import aside
from bot.conversations.events import TopicSaid
from bot.conversations.store import Store, Transaction
from bot.desk import audit, readable
from bot.desk.accounts import Account, Session
from bot.desk.guard import Guard, form_of
from bot.desk.learning import known_topic
from bot.desk.rights import Act
from bot.desk.scope import Scope, scope_of
from bot.errors import RefusedMessage
from bot.locales import LOCALES
from bot.plan.known import day_words
from bot.reports import gather
from bot.reports.gather import Learnt
from bot.reports.lessons import NEW_TOPIC, Group, Lesson, grouped
from bot.reports.proposals import Proposal
from bot.reports.tally import day_of, week_of

PATH = "/desk/lessons"
MOST_TEXTS = 8
"""Wordings shown of one group."""
MOST_DUE = 200
"""Facts shown at once: many have been checked on the same day."""
_WEEK = re.compile(r"(\d{4})-W(\d{2})")

Render = Callable[..., Response]


@dataclass(frozen=True)
class Week:
    """One week's work as far as an account may see it."""

    monday: date
    groups: list[Group]
    put_away: list[Group]
    proposals: list[Proposal]
    proposals_away: list[Proposal]

    def group(self, key: str) -> Group | None:
        """The group that has a question with this key, put away or not."""
        return next((one for one in [*self.groups, *self.put_away] if key in one.keys), None)

    def keys_of(self, key: str) -> Sequence[str]:
        """All keys of the work that has this one; none when it is not of this week."""
        found = self.group(key)
        proposed = {one.key for one in [*self.proposals, *self.proposals_away]}
        return found.keys if found else [key] if key in proposed else []


class LessonsPages:
    """The page of the week, and what is done on it."""

    def __init__(self, store: Store, guard: Guard, content: Content, render: Render) -> None:
        self._store = store
        self._guard = guard
        self._content = content
        self._render = render

    def routes(self) -> list[Route]:
        """The page's routes."""
        signed, post = self._guard.signed, ["POST"]
        return [
            Route(PATH, signed(self.page, Act.LESSONS)),
            Route(f"{PATH}/topic", signed(self.topic, Act.LESSONS), methods=post),
            Route(f"{PATH}/aside", signed(self.aside, Act.LESSONS), methods=post),
        ]

    async def page(self, request: Request, session: Session) -> Response:
        """The week asked for with ?week=2026-W47, or this one."""
        monday = self._monday(request.query_params.get("week", ""))
        return await self._show(request, session, monday)

    async def topic(self, request: Request, session: Session) -> Response:
        """Back to the page: every question of the group with this key is about this topic."""
        form = await form_of(request)
        monday = self._monday(form.get("week", ""))
        topic = known_topic(self._content, form.get("topic", ""), "", NEW_TOPIC)
        week = await self._week(session, monday)
        group = week.group(form.get("key", ""))
        if group is None:
            return await self._changed(request, session, monday)
        await self._store.run(partial(_say, lessons=group.lessons, topic=topic, by=session.account))
        return _back(monday, group.lessons[0].key)

    async def aside(self, request: Request, session: Session) -> Response:
        """Back to the page: the work with this key is put away, or, with `back`, listed again."""
        form = await form_of(request)
        monday, key = self._monday(form.get("week", "")), form.get("key", "")
        keys = (await self._week(session, monday)).keys_of(key)
        if not keys:
            return await self._changed(request, session, monday)
        back, lots_id = bool(form.get("back")), session.account.id

        def work(transaction: Transaction) -> None:
            if back:
                aside.take_back(transaction, keys)
            else:
                aside.put_away(transaction, keys, lots_id)
            audit.write(transaction, lots_id, "put_away", back=back)

        await self._store.run(work)
        return _back(monday, key if back else "put-away")

    async def _changed(self, request: Request, session: Session, monday: date) -> Response:
        """The page, told that what was meant is not on it any more."""
        return await self._show(request, session, monday, failed="lessons.changed", status=409)

    async def _show(
        self, request: Request, session: Session, monday: date, failed: str = "", status: int = 200
    ) -> Response:
        today = day_of(self._store.clock())
        week = await self._week(session, monday)
        due = dues(self._content, today)
        return self._render(
            request,
            "lessons.html",
            session=session,
            failed=failed,
            status=status,
            week=week,
            name=week_name(monday),
            number=readable.week_number(monday),
            last=monday + timedelta(days=6),
            day=day_words,
            days=readable.days,
            earlier=week_name(monday - timedelta(weeks=1)),
            later=week_name(monday + timedelta(weeks=1)) if monday < week_of(today) else "",
            spoken=readable.language_name,
            by_language=_by_language,
            label=self._label,
            labels=self._labels,
            new_topic=NEW_TOPIC,
            most=MOST_TEXTS,
            due=due[:MOST_DUE],
            due_more=len(due[MOST_DUE:]),
            places={slug: one.name for slug, one in self._content.municipalities.items()},
            today=today,
        )

    async def _week(self, session: Session, monday: date) -> Week:
        """What happened in the week from `monday` and this account may see."""
        lots_id = session.account.id
        scope = await self._store.read(lambda tx: scope_of(tx, lots_id, Act.LESSONS))
        return await to_thread.run_sync(_read, self._store, monday, scope)

    def _monday(self, text: str) -> date:
        """The Monday of a week like 2026-W47; of this one for "". Raises: RefusedMessage."""
        if not text:
            return week_of(day_of(self._store.clock()))
        found = _WEEK.fullmatch(text)
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
        except ValueError:
            monday = None
        if monday is None or not 2000 <= monday.year <= 2100:
            raise RefusedMessage("invalid", "week: for example 2026-W47")
        return monday

    def _label(self, topic: str, language: str) -> str:
        if topic == NEW_TOPIC:
            return self._content.phrase("desk.about_none", language)
        return self._content.label(topic, language) or topic

    def _labels(self, language: str) -> list[tuple[str, str]]:
        """The topics with their labels in the order of these."""
        found = [(topic, self._content.label(topic, language)) for topic in self._content.topics]
        return sorted(((one, label) for one, label in found if label), key=lambda pair: pair[1])


def late(content: Content, clock: Callable[[], datetime]) -> int:
    """How many facts are past their day now."""
    today = day_of(clock())
    return sum(due.past(today) for due in dues(content, today))


def week_name(day: date) -> str:
    """The week of a day as people in Sweden count it: 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _read(store: Store, monday: date, scope: Scope) -> Week:
    """What happened in the week from `monday` and this scope sees. Slow: not for the loop."""
    last = monday + timedelta(days=6)
    return _sorted(monday, gather.learnt(store, monday, last, scope.clause()))


def _sorted(monday: date, found: Learnt) -> Week:
    """The week's work: what is to be done first, and what was put away by itself."""
    away, kept = (
        [one for one in found.lessons if (one.key in found.aside) is put] for put in (True, False)
    )
    groups = [group for tag in LOCALES for group in grouped(_in(kept, tag))]
    return Week(
        monday,
        sorted(groups, key=lambda group: (group.done, -len(group.lessons))),
        [group for tag in LOCALES for group in grouped(_in(away, tag))],
        [one for one in found.proposals if one.key not in found.aside],
        [one for one in found.proposals if one.key in found.aside],
    )


def _in(lessons: Sequence[Lesson], language: str) -> list[Lesson]:
    return [lesson for lesson in lessons if lesson.language == language]


def _by_language(groups: Sequence[Group]) -> list[tuple[str, list[Group]]]:
    """The groups by their language, in the order of our languages."""
    found = [
        (tag, [group for group in groups if group.lessons[0].language == tag]) for tag in LOCALES
    ]
    return [(tag, some) for tag, some in found if some]


def _say(transaction: Transaction, lessons: Sequence[Lesson], topic: str, by: Account) -> None:
    """Writes the topic to each question that has another; not to one that was erased meanwhile."""
    for lesson in sorted(lessons, key=lambda one: (one.conversation, one.seq)):
        head = transaction.lock(lesson.conversation)
        if lesson.said != topic and not head.state.erased:
            transaction.append(head, TopicSaid(lesson.seq, topic, by.name))
    audit.write(transaction, by.id, "taught", topic=topic)


def _back(monday: date, anchor: str) -> Response:
    return RedirectResponse(f"{PATH}?week={week_name(monday)}#k{anchor}", status_code=303)
