"""A plan as an iCalendar file (RFC 5545): one whole day for each step. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.content import Content
from bot.plan.steps import Planned, said

PRODID = "-//Farled//Plan//EN"


def calendar(
    content: Content, steps: Iterable[Planned], language: str, *, key: str, at: datetime
) -> bytes:
    """The steps that have a day as an iCalendar file in `language`; without any, no events.

    `key` names the plan: the same key gives the same events again, so that a calendar which
    imports the file a second time updates them. `at` is when the file is made, aware.
    """
    made = Calendar()
    name = content.phrase("plan.calendar_name", language)
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("name", name)
    made.add("x-wr-calname", name)
    for one in steps:
        if one.day is not None:
            made.add_component(_event(content, one, language, key, at))
    return bytes(made.to_ical())


def _event(content: Content, planned: Planned, language: str, key: str, at: datetime) -> Event:
    step, event = planned.step, Event()
    words = said(step, language)
    event.add("uid", f"{step.id}.{key}@farled")
    event.add("dtstamp", at)
    if planned.day is not None:
        event.add("dtstart", planned.day)
        event.add("dtend", planned.day + timedelta(days=1))
    event.add("summary", words.get("do", step.id))
    event.add("description", _description(content, planned, language))
    event.add("url", step.source.url)
    event.add("categories", [content.phrase(f"plan.{step.phase}", language)])
    event.add("transp", "TRANSPARENT")
    return event


def _description(content: Content, planned: Planned, language: str) -> str:
    words = said(planned.step, language)
    parts = {part: words.get(part, "") for part in ("why", "where", "documents")}
    parts["source"] = planned.step.source.url
    lines = (
        f"{content.phrase(f'plan.{part}', language)}: {text}"
        for part, text in parts.items()
        if text
    )
    return "\n\n".join(lines)
