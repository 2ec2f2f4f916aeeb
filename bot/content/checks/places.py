"""Rules for municipalities, for areas and for the other places that people name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.content.catalog import placeholders
from bot.content.checks.answers import PLACE_FORMS
from bot.content.checks.facts import checked, fact
from bot.content.checks.project import Findings, Project
from bot.content.checks.wording import every_language, same_placeholders, wording
from bot.content.fold import key, words
from bot.content.marked import Document
from bot.content.placenames import LONGEST_NAME
from bot.locales import LOCALES

MAX_NOTE = 350
_NEEDED = ("slug", "name", "county", "code", "concept_id", "aliases", "forms", "service", "facts")
_FORMS = ("of", "in", "to")


def places(project: Project) -> Findings:
    """Every rule for municipalities and areas, and that no two places share a name."""
    for document in project.municipalities:
        for rule in (complete, forms, facts, distances, notes):
            yield from rule(project, document)
    yield from areas(project)
    yield from unique(project)


def complete(project: Project, document: Document) -> Findings:
    """Nothing that the program needs of a place is missing."""
    for name in _NEEDED:
        if not document.data.get(name):
            yield document.error(f"has no {name}")
    if document.data.get("slug") != document.file.stem:
        yield document.error(f"the slug must be {document.file.stem!r}", "slug")


def forms(project: Project, document: Document) -> Findings:
    """The name's forms stand ready in every language."""
    found = document.data.get("forms") or {}
    yield from every_language(document, found, "forms")
    for tag, entries in found.items():
        for name in _FORMS:
            if not (entries or {}).get(name):
                yield document.error(f"has no form {name!r}", "forms", tag)


def facts(project: Project, document: Document) -> Findings:
    """Facts say where they come from."""
    for name, entry in (document.data.get("facts") or {}).items():
        yield from fact(project, document, entry, "facts", name)


def distances(project: Project, document: Document) -> Findings:
    """Distances lead to places that have a file, in kilometres."""
    slugs = {other.file.stem for other in project.municipalities}
    for slug, km in (document.data.get("distances") or {}).items():
        if slug not in slugs:
            yield document.error(f"{slug!r} is no municipality", "distances", slug)
        if not isinstance(km, int) or km <= 0:
            yield document.error(f"{km!r} is no distance in kilometres", "distances", slug)


def notes(project: Project, document: Document) -> Findings:
    """A note is about a local topic, in every language, from a source, with known facts."""
    known = PLACE_FORMS | set(document.data.get("facts") or {})
    for topic, note in (document.data.get("notes") or {}).items():
        keys = ("notes", topic)
        about = project.topics.get(topic)
        if about is None or not about.local:
            yield document.error(f"{topic!r} is no local topic of topics.yml", *keys)
        if not isinstance(note, Mapping):
            yield document.error("must be {source, checked, text}", *keys)
            continue
        if not str(note.get("source") or "").startswith("https://"):
            yield document.error("needs a source that begins with https://", *keys)
        yield from checked(project, document, note, *keys)
        texts = note.get("text")
        yield from every_language(document, texts, *keys, "text")
        yield from same_placeholders(document, texts, *keys, "text")
        for tag, text in (texts or {}).items():
            yield from wording(document, text, *keys, "text", tag)
            if len(str(text).strip()) > MAX_NOTE:
                yield document.error(
                    f"{len(str(text).strip())} characters, at most {MAX_NOTE}", *keys, "text", tag
                )
            for name in sorted(placeholders(str(text)) - known):
                yield document.error(f"{{{name}}} is no fact of this place", *keys, "text", tag)


def areas(project: Project) -> Findings:
    """An area holds municipalities that have a file, and is called something."""
    known = {str(document.data.get("slug")) for document in project.municipalities}
    for document, slug, entry in _areas(project):
        if slug in known:
            yield document.error(f"{slug!r} is also a municipality", "areas", slug)
        for name in ("names", "places"):
            if not entry.get(name):
                yield document.error(f"has no {name}", "areas", slug)
        for index, place in enumerate(entry.get("places") or ()):
            if place not in known:
                yield document.error(f"no municipality {place!r}", "areas", slug, "places", index)
    for document, name, _, keys in _area_names(project):
        if not 0 < len(words(name)) <= LONGEST_NAME:
            yield document.error(f"{name!r} must have 1 to {LONGEST_NAME} words", *keys)


def unique(project: Project) -> Findings:
    """No name means two places, or a place and an area."""
    owner: dict[str, str] = {}
    for document, name, place, keys in _names(project):
        if owner.setdefault(key(name), place) != place:
            yield document.error(f"{name!r} is also a name of {owner[key(name)]}", *keys)


def _names(project: Project) -> Iterator[tuple[Document, str, str, tuple[Any, ...]]]:
    for document in project.municipalities:
        place = str(document.data.get("name"))
        for kind in ("aliases", "alone"):
            for index, alias in enumerate(document.data.get(kind) or ()):
                yield document, str(alias), place, (kind, index)
        for tag in LOCALES:
            inflected = (document.data.get("inflections") or {}).get(tag) or ()
            for index, form in enumerate(inflected):
                yield document, str(form), place, ("inflections", tag, index)
    for document in project.places:
        for index, entry in enumerate(document.data or ()):
            for kind in ("forms", "alone"):
                for at, form in enumerate(entry.get(kind) or ()):
                    yield document, str(form), str(entry.get("name")), (index, kind, at)
    yield from _area_names(project)


def _area_names(project: Project) -> Iterator[tuple[Document, str, str, tuple[Any, ...]]]:
    for document, slug, entry in _areas(project):
        for tag, names in (entry.get("names") or {}).items():
            for index, name in enumerate(names or ()):
                yield document, str(name), slug, ("areas", slug, "names", tag, index)


def _areas(project: Project) -> Iterator[tuple[Document, str, Mapping[str, Any]]]:
    for document in project.areas:
        for slug, entry in (document.data.get("areas") or {}).items():
            yield document, str(slug), entry
