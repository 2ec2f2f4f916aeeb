"""Facts and sources that somebody has to look at again: too old, or past their last day. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content.catalog import Content
from bot.content.model import Answer, Municipality, Source

MAX_AGE = timedelta(days=180)
"""How long what somebody has checked is taken as it is."""
SOON = timedelta(days=30)
"""How long before its last day a fact is listed as work."""
OLD, EXPIRED = "old", "expired"


@dataclass(frozen=True)
class Due:
    """One fact, the file it stands in, and the last day on which it may be said as it is."""

    file: str
    about: str
    name: str
    url: str
    why: str
    day: date

    def past(self, today: date) -> bool:
        """True when that day is over."""
        return today > self.day


def last_days(checked: date | None, expires: date | None) -> list[tuple[str, date]]:
    """Until when a fact may be said: why it ends (OLD, EXPIRED), and the day."""
    days = [(OLD, checked + MAX_AGE)] if checked else []
    return [*days, (EXPIRED, expires)] if expires else days


def dues(content: Content, today: date) -> list[Due]:
    """What is past its day or will be soon, the longest past first."""
    found = (due for due in _all(content) if due.day < today + SOON)
    return sorted(found, key=lambda due: (due.day, due.file, due.name))


def _all(content: Content) -> Iterator[Due]:
    for answer in content.answers.values():
        yield from _of_answer(answer)
    for place in content.municipalities.values():
        yield from _of_place(place)
    for step in content.steps:
        yield from _of_source("content/plan.yml", step.id, step.source)


def _of_answer(answer: Answer) -> Iterator[Due]:
    file = f"content/answers/{answer.topic.replace('.', '/', 1)}.yml"
    for source in answer.sources:
        yield from _of_source(file, answer.topic, source)
    for variant in answer.origins.values():
        yield from _of_source(file, answer.topic, variant.source)
    for name, fact in answer.figures.items():
        for why, day in last_days(fact.checked, fact.expires):
            yield Due(file, answer.topic, name, _link(fact.url or fact.source), why, day)


def _of_place(place: Municipality) -> Iterator[Due]:
    file = f"content/municipalities/{place.slug}.yml"
    for name, fact in place.facts.items():
        for why, day in last_days(fact.checked, fact.expires):
            yield Due(file, place.slug, name, _link(fact.url or fact.source), why, day)
    for topic, note in place.notes.items():
        for why, day in last_days(note.checked, note.expires):
            yield Due(file, place.slug, topic, _link(note.source), why, day)


def _of_source(file: str, about: str, source: Source) -> Iterator[Due]:
    for why, day in last_days(source.checked, None):
        yield Due(file, about, source.title, _link(source.url), why, day)


def _link(text: str) -> str:
    return text if text.startswith("https://") else ""
