"""The words of one answer: its text, and what holds in one place or for people of one origin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.content.catalog import Content, filled, placeholders
from bot.content.lists import UNCHECKED
from bot.content.model import Answer, Municipality, Source, Text
from bot.locales import DEFAULT


@dataclass(frozen=True)
class Part:
    """The sentences about one place or origin, and the pages they rest on."""

    text: str
    sources: tuple[Source, ...]


def answer_text(answer: Answer, language: str) -> tuple[str, tuple[Source, ...]]:
    """The answer's words in `language`, its figures filled in, and its sources."""
    figures = {name: figure.value for name, figure in answer.figures.items()}
    return filled(_in(answer.text, language), figures), answer.sources


def origin_part(answer: Answer, origin: str | None, language: str) -> Part | None:
    """What is added for people of `origin`; None when nothing is known."""
    variant = answer.origins.get(origin or "")
    if variant is None:
        return None
    figures = {name: figure.value for name, figure in answer.figures.items()}
    return Part(filled(_in(variant.text, language), figures), (variant.source,))


def local_part(
    content: Content, answer: Answer, place: Municipality, language: str, today: date
) -> Part | None:
    """What is said about `place`; None when a fact that the words need is not known there."""
    note = place.notes.get(answer.topic)
    if note and note.expires and note.expires < today:
        note = None
    words = _in(note.text, language) if note else ""
    sources: list[Source] = []
    if note and words:
        name = place.called(language).get("place_of", place.name)
        sources.append(Source(name, note.source, note.checked))
    else:
        words = _in(answer.local, language)
    if not words:
        return None
    facts = content.facts(place.slug, today)
    figures = {name: figure.value for name, figure in answer.figures.items()}
    values = {**figures, **facts, **place.called(language)}
    wanted = placeholders(words)
    if not wanted <= values.keys():
        return None
    for name in sorted(wanted & facts.keys()):
        fact = place.facts[name]
        if fact.url:
            sources.append(Source(fact.value, fact.url, fact.checked or UNCHECKED))
    return Part(filled(words, values), tuple(sources))


def _in(text: Text, language: str) -> str:
    """The words in `language`, else in the default language, else in any."""
    return text.get(language) or text.get(DEFAULT) or next(iter(text.values()), "")
