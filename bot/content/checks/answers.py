"""Rules for `content/answers`, one function a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content.catalog import filled, placeholders
from bot.content.checks.facts import fact, source
from bot.content.checks.project import ContentWarning, Findings, Project
from bot.content.checks.wording import every_language, same_placeholders, wording
from bot.content.marked import Document
from bot.content.model import ORIGINS
from bot.locales import DEFAULT

MAX_LABEL, MAX_TEXT, MAX_WITH_LOCAL, MAX_SOURCES, MAX_FOLLOW_UPS = 26, 600, 950, 3, 3
MAX_VARIANT = 300
PLACE_FORMS = {"place", "place_of", "place_in", "place_to"}
_KEYS = {"topic", "label", "follow_ups", "sources", "figures", "text", "local", "origins"}


def answers(project: Project) -> Findings:
    """Every rule for every answer file."""
    for document in project.answers:
        for rule in (named, words, lengths, sourced, followed, filled_in, varied):
            yield from rule(project, document)


def named(project: Project, document: Document) -> Findings:
    """An answer names a topic of topics.yml, and its file is called so."""
    topic = str(document.data.get("topic"))
    if topic not in project.topics:
        yield document.error(f"{topic!r} is no topic of topics.yml", "topic")
    elif topic != f"{document.file.parent.name}.{document.file.stem}":
        yield document.error(f"must stand in {topic.replace('.', '/')}.yml", "topic")
    for key in document.data:
        if key not in _KEYS:
            yield document.error(f"{key!r} is no key of an answer", str(key))


def words(project: Project, document: Document) -> Findings:
    """Label, text and, where the topic is local, local words: in every language, as words."""
    about = project.topics.get(str(document.data.get("topic")))
    wanted = {"label", "text"} | ({"local"} if about and about.local else set())
    for key in ("label", "text", "local"):
        texts = document.data.get(key)
        if key not in wanted:
            if texts:
                yield document.error("the topic is not local in topics.yml", key)
            continue
        yield from every_language(document, texts, key)
        yield from same_placeholders(document, texts, key)
        for tag, text in _mapping(texts).items():
            yield from wording(document, text, key, str(tag))


def lengths(project: Project, document: Document) -> Findings:
    """A label fits on a button, an answer on a small screen."""
    figures = _values(document)
    for tag, label in _mapping(document.data.get("label")).items():
        if len(str(label)) > MAX_LABEL:
            yield document.error(f"{len(str(label))} characters, at most {MAX_LABEL}", "label", tag)
    for tag, text in _mapping(document.data.get("text")).items():
        length = len(filled(str(text), figures).strip())
        if length > MAX_TEXT:
            yield document.error(f"{length} characters, at most {MAX_TEXT}", "text", tag)
        local = max((len(part) for part in _local_parts(project, document, tag)), default=0)
        if length + local > MAX_WITH_LOCAL:
            yield document.error(
                f"{length + local} characters with its local part, at most {MAX_WITH_LOCAL}",
                "text",
                tag,
            )


def sourced(project: Project, document: Document) -> Findings:
    """Sources and figures say where they come from."""
    sources = document.data.get("sources") or []
    if not 1 <= len(sources) <= MAX_SOURCES:
        yield document.error(f"needs 1 to {MAX_SOURCES} sources", "sources")
    for index, entry in enumerate(sources):
        yield from source(project, document, entry, "sources", index)
    for name, entry in _mapping(document.data.get("figures")).items():
        yield from fact(project, document, entry, "figures", name)


def followed(project: Project, document: Document) -> Findings:
    """Follow-ups are other topics that have an answer."""
    follow_ups = document.data.get("follow_ups") or []
    if not 1 <= len(follow_ups) <= MAX_FOLLOW_UPS:
        yield document.error(f"needs 1 to {MAX_FOLLOW_UPS} follow-ups", "follow_ups")
    for index, topic in enumerate(follow_ups):
        if topic == document.data.get("topic"):
            yield document.error("follows up on itself", "follow_ups", index)
        elif topic not in project.answered:
            yield document.error(f"{topic!r} has no answer", "follow_ups", index)


def filled_in(project: Project, document: Document) -> Findings:
    """Every {name} is a figure of the answer or, in local words, a fact of the places."""
    figures = set(_mapping(document.data.get("figures")))
    places = {
        d.data.get("name"): set(_mapping(d.data.get("facts"))) for d in project.municipalities
    }
    known = set().union(*places.values())
    used = set()
    for tag, text in _mapping(document.data.get("text")).items():
        names = placeholders(str(text))
        used |= names
        for name in sorted(names - figures):
            yield document.error(f"{{{name}}} is no figure of this answer", "text", tag)
    for tag, text in _mapping(document.data.get("local")).items():
        names = placeholders(str(text))
        used |= names
        for name in sorted(names - figures - PLACE_FORMS - known):
            yield document.error(f"{{{name}}} is no fact of any municipality", "local", tag)
        # All languages name the same facts: once is enough.
        for name in sorted((names & known) - figures) if tag == DEFAULT else ():
            lacking = ", ".join(str(place) for place, facts in places.items() if name not in facts)
            if lacking:
                line = document.line("local", tag)
                yield ContentWarning(f"{{{name}}} is not known for {lacking}", document.file, line)
    for variant in _mapping(document.data.get("origins")).values():
        for text in _mapping(_mapping(variant).get("text")).values():
            used |= placeholders(str(text))
    for name in sorted(figures - used):
        line = document.line("figures", name)
        yield ContentWarning(f"{{{name}}} is not used in any text", document.file, line)


def varied(project: Project, document: Document) -> Findings:
    """What is added for an origin stands in every language, is short, and has a source."""
    figures = _values(document)
    for origin, entry in _mapping(document.data.get("origins")).items():
        if origin not in ORIGINS:
            yield document.error(
                f"{origin!r} is no origin, they are {', '.join(ORIGINS)}", "origins", origin
            )
        texts = _mapping(entry).get("text")
        yield from every_language(document, texts, "origins", origin, "text")
        yield from source(project, document, _mapping(entry).get("source"), "origins", origin)
        for tag, text in _mapping(texts).items():
            yield from wording(document, text, "origins", origin, "text", str(tag))
            length = len(filled(str(text), figures))
            if length > MAX_VARIANT:
                yield document.error(
                    f"{length} characters, at most {MAX_VARIANT}", "origins", origin, "text", tag
                )
            for name in sorted(placeholders(str(text)) - figures.keys()):
                yield document.error(
                    f"{{{name}}} is no figure of this answer", "origins", origin, "text", tag
                )


def _local_parts(project: Project, document: Document, tag: str) -> list[str]:
    """The local words as each municipality fills them, and the notes that replace them."""
    template = str(_mapping(document.data.get("local")).get(tag) or "")
    topic = str(document.data.get("topic"))
    parts = []
    for place in project.municipalities:
        values = {
            **_values(document),
            **_values(place, "facts"),
            "place": str(place.data.get("name")),
        }
        forms = _mapping(_mapping(place.data.get("forms")).get(tag))
        values |= {f"place_{name}": str(form) for name, form in forms.items()}
        note = _mapping(_mapping(_mapping(place.data.get("notes")).get(topic)).get("text")).get(tag)
        parts.append(filled(str(note or template), values).strip())
    return parts


def _values(document: Document, key: str = "figures") -> dict[str, str]:
    return {
        name: str(_mapping(entry).get("value", ""))
        for name, entry in _mapping(document.data.get(key)).items()
    }


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}
