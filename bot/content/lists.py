"""Reads the lists under `content/`: occupations, words that steer a dialogue, steps of a move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.content.lexicon import Lexicon
from bot.content.marked import Document, mapping, read
from bot.content.model import Occupation, Source, Step
from bot.content.wording import Wording

UNCHECKED = date(1970, 1, 1)
"""The day of a source whose `checked` is missing: so old that `check` warns of it."""
NO_OCCUPATION = "none"
"""Under this in a file of occupations stand phrases that name none: a driving licence."""
_LISTS_OF_LISTS = ("months", "numbers", "arranged")


def occupations(folder: Path) -> dict[str, Occupation]:
    """The occupations of occupations.yml, in its order, with their labels in every language."""
    named = _by_language(folder / "occupations")
    return {
        name: Occupation(
            id=name,
            groups={str(code): str(concept) for code, concept in entry["groups"].items()},
            licence=str(entry.get("licence") or ""),
            label={tag: str(words[name]["label"]) for tag, words in named.items() if name in words},
        )
        for name, entry in _entries(folder / "occupations.yml", {}).items()
    }


def occupation_names(folder: Path) -> dict[str, Lexicon]:
    """How people name the occupations, by language."""
    return {
        tag: Lexicon.of(
            {
                name: _texts(entry if name == NO_OCCUPATION else entry["words"])
                for name, entry in words.items()
            }
        )
        for tag, words in _by_language(folder / "occupations").items()
    }


def wording(folder: Path) -> dict[str, Wording]:
    """The words of each language of the folder `words`."""
    return {file.stem: _wording(mapping(file)) for file in sorted((folder / "words").glob("*.yml"))}


def steps(folder: Path) -> tuple[Step, ...]:
    """The steps of plan.yml, in its order, with the words of every language."""
    texts = _by_language(folder / "plan")
    return tuple(
        Step(
            id=str(entry["id"]),
            phase=str(entry["phase"]),
            day=int(entry["day"]),
            conditions=dict(entry.get("if") or {}),
            authority=str(entry.get("authority") or ""),
            topic=str(entry.get("topic") or ""),
            source=source(entry.get("source") or {}),
            texts={
                tag: {part: str(text) for part, text in words[entry["id"]].items()}
                for tag, words in texts.items()
                if entry["id"] in words
            },
        )
        for entry in _entries(folder / "plan.yml", ())
    )


def source(entry: Mapping[str, Any]) -> Source:
    """The page that an entry names as its source."""
    return Source(str(entry.get("title", "")), str(entry.get("url", "")), day(entry.get("checked")))


def day(value: Any) -> date:
    """The day that stands in a file, or `UNCHECKED`."""
    return value if isinstance(value, date) else UNCHECKED


def _wording(document: Document) -> Wording:
    data: Mapping[str, Any] = document.data
    plain = {name: entries for name, entries in data.items() if name not in _LISTS_OF_LISTS}
    return Wording(
        lists={name: Lexicon.of({name: _texts(entries)}) for name, entries in plain.items()},
        months=Lexicon.of({str(n): _texts(w) for n, w in enumerate(data.get("months") or (), 1)}),
        numbers=Lexicon.of({str(n): _texts(w) for n, w in enumerate(data.get("numbers") or ())}),
        arranged=Lexicon.of({n: _texts(w) for n, w in (data.get("arranged") or {}).items()}),
    )


def _by_language(folder: Path) -> dict[str, Mapping[str, Any]]:
    return {file.stem: mapping(file).data for file in sorted(folder.glob("*.yml"))}


def _texts(entries: Any) -> tuple[str, ...]:
    return tuple(str(entry) for entry in entries or ())


def _entries(file: Path, missing: Any) -> Any:
    return (read(file).data or missing) if file.is_file() else missing
