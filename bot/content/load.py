"""Reads `content/` into a Content. Lenient about what is missing: `check` is the strict one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.content.canned import canned
from bot.content.catalog import Content, Phrases
from bot.content.fold import key
from bot.content.lists import day, occupation_names, occupations, source, steps, wording
from bot.content.marked import Document, mapping, read
from bot.content.model import (
    Answer,
    Area,
    Fact,
    Gloss,
    KnownPlace,
    LanguageWords,
    Municipality,
    Note,
    Origin,
    PlaceWords,
    Topic,
    Variant,
)
from bot.locales import LOCALES


def load(folder: Path) -> Content:
    """Everything in the content folder.

    Raises: ContentError when a file cannot be read as what it should be.
    """
    languages = mapping(folder / "languages.yml").data
    areas = mapping(folder / "areas.yml").data
    return Content(
        topics=topics(folder / "topics.yml"),
        answers={a.topic: a for a in map(_answer, _documents(folder / "answers"))},
        municipalities={p.slug: p for p in map(_place, _documents(folder / "municipalities"))},
        places=tuple(_known_place(entry) for entry in read(folder / "places.yml").data or ()),
        areas={slug: _area(slug, entry) for slug, entry in (areas.get("areas") or {}).items()},
        place_words=PlaceWords(_every(areas.get("ordinary")), _every(areas.get("before"))),
        glossary=tuple(
            Gloss(
                str(entry["term"]),
                _text(entry.get("gloss")),
                tuple(map(str, entry.get("ordinary_in") or ())),
            )
            for entry in read(folder / "glossary.yml").data or ()
        ),
        languages={tag: _words(languages[tag]) for tag in LOCALES if tag in languages},
        unserved_languages=_folded(languages.get("unserved")),
        origins={
            name: _origin(entry) for name, entry in mapping(folder / "origins.yml").data.items()
        },
        occupations=occupations(folder),
        occupation_names=occupation_names(folder),
        wording=wording(folder),
        steps=steps(folder),
        _phrases={
            document.file.stem: Phrases(document.file.stem, dict(flat(document.data)))
            for document in _documents(folder / "phrases")
        },
        canned=canned(folder / "canned"),
    )


def topics(file: Path) -> dict[str, Topic]:
    """The ids of topics.yml, in its order."""
    found = {}
    for area, ids in mapping(file).data.items():
        for name, entry in ids.items():
            topic = Topic(
                id=f"{area}.{name}",
                asks=str(entry.get("asks", "")),
                never=str(entry.get("not", "")),
                local=bool(entry.get("local")),
                live=bool(entry.get("live")),
            )
            found[topic.id] = topic
    return found


def flat(data: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The texts of nested mappings by dotted key."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from flat(value, f"{prefix}.{name}" if prefix else str(name))
    elif data is not None:
        yield prefix, str(data)


def _documents(folder: Path) -> Iterator[Document]:
    for file in sorted(folder.rglob("*.yml")):
        yield mapping(file)


def _text(data: Any) -> dict[str, str]:
    entries = data if isinstance(data, Mapping) else {}
    return {str(tag): str(text).strip() for tag, text in entries.items() if text}


def _fact(entry: Any) -> Fact:
    if not isinstance(entry, Mapping):
        return Fact(str(entry))
    return Fact(
        value=str(entry.get("value", "")),
        source=str(entry.get("source") or ""),
        url=str(entry.get("url") or ""),
        checked=day(entry.get("checked")),
        expires=_last_day(entry),
        sure=str(entry.get("sure") or ""),
    )


def _last_day(entry: Mapping[str, Any]) -> date | None:
    expires = entry.get("expires")
    return expires if isinstance(expires, date) else None


def _answer(document: Document) -> Answer:
    data = document.data
    if "topic" not in data:
        raise document.error("names no topic")
    return Answer(
        topic=str(data["topic"]),
        label=_text(data.get("label")),
        text=_text(data.get("text")),
        local=_text(data.get("local")),
        sources=tuple(source(entry) for entry in data.get("sources") or ()),
        figures={name: _fact(entry) for name, entry in (data.get("figures") or {}).items()},
        follow_ups=tuple(data.get("follow_ups") or ()),
        origins={
            str(origin): Variant(_text(entry.get("text")), source(entry.get("source") or {}))
            for origin, entry in (data.get("origins") or {}).items()
        },
    )


def _place(document: Document) -> Municipality:
    data = document.data
    if "slug" not in data or "name" not in data:
        raise document.error("names no slug or no name")
    notes = data.get("notes") or {}
    return Municipality(
        slug=str(data["slug"]),
        name=str(data["name"]),
        aliases=tuple(map(str, data.get("aliases") or ())),
        alone=tuple(map(str, data.get("alone") or ())),
        forms={tag: _text(forms) for tag, forms in (data.get("forms") or {}).items()},
        inflections={
            tag: tuple(map(str, forms)) for tag, forms in (data.get("inflections") or {}).items()
        },
        facts={name: _fact(entry) for name, entry in (data.get("facts") or {}).items()},
        notes={
            topic: Note(
                _text(note.get("text")),
                str(note.get("source", "")),
                day(note.get("checked")),
                _last_day(note),
            )
            for topic, note in notes.items()
        },
        county=str(data.get("county") or ""),
        concept_id=str(data.get("concept_id") or ""),
        distances={slug: int(km) for slug, km in (data.get("distances") or {}).items()},
        service=dict(data.get("service") or {}),
    )


def _known_place(entry: Mapping[str, Any]) -> KnownPlace:
    return KnownPlace(
        name=str(entry["name"]),
        forms=tuple(map(str, entry.get("forms") or ())),
        alone=tuple(map(str, entry.get("alone") or ())),
    )


def _area(slug: str, entry: Mapping[str, Any]) -> Area:
    return Area(
        slug=slug,
        names=_every(entry.get("names")),
        places=tuple(map(str, entry.get("places") or ())),
        region=str(entry.get("region") or ""),
    )


def _every(by_language: Mapping[str, Any] | None) -> tuple[str, ...]:
    """What stands under all languages, as one list."""
    return tuple(str(word) for listed in (by_language or {}).values() for word in listed or ())


def _origin(entry: Mapping[str, Any]) -> Origin:
    return Origin(*(_folded(entry.get(key)) for key in ("countries", "people", "phrases")))


def _folded(names: Any) -> tuple[str, ...]:
    """As texts are compared: without case, diacritics and punctuation."""
    return tuple(key(str(name)) for name in names or ())


def _words(entry: Mapping[str, Any]) -> LanguageWords:
    return LanguageWords(
        own=_folded(entry.get("own")),
        names=_folded(entry.get("names")),
        chat=_folded(entry.get("chat")),
        letters=str(entry.get("letters") or ""),
    )
