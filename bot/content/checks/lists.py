"""Rules for lists of words: occupations and how people name them, and content/words/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content.checks.project import Findings, Project
from bot.content.fold import key
from bot.content.fold import words as split
from bot.content.lexicon import LONGEST_ENTRY
from bot.content.lists import NO_OCCUPATION
from bot.content.marked import Document
from bot.content.model import ARRANGED, LICENCES
from bot.locales import LOCALES

LEAST_WORDS = 3
"""Ways to name one occupation in one language."""
LEAST_WORDS_A_LANGUAGE = 120
MONTHS, NUMBERS = 12, 19
LISTS = (
    "same",
    "not",
    "or",
    "settled",
    "more",
    "anywhere",
    "skip",
    "none",
    "stop",
    "me",
    "partner",
    "both",
    "alone",
    "child",
    "baby",
    "twins",
    "year",
    "month",
    "next_month",
    "soon",
    "lacking",
    "but",
)
"""The plain lists of content/words/ that every language has."""
_WHERE_NEEDED = ("only_asked", "of", "before_month")
_NUMBERED = {"months": MONTHS, "numbers": NUMBERS}


def occupations(project: Project) -> Findings:
    """Every rule for the occupations, and for their names in each language."""
    for document in project.occupations:
        for name, entry in document.data.items():
            if not isinstance(entry, Mapping) or not entry.get("groups"):
                yield document.error(f"{name!r} has no groups", name)
                continue
            licence = entry.get("licence")
            if licence is not None and licence not in LICENCES:
                yield document.error(f"{licence!r} is none of {', '.join(LICENCES)}", name)
        yield from _named(project, document)
    for document in project.occupation_words:
        yield from _names(project, document)
        yield from _once(document)


def words(project: Project) -> Findings:
    """Every language has every list, with something in it."""
    found = {document.file.stem: document for document in project.words}
    for tag in LOCALES:
        if tag not in found:
            file = project.root / "content" / "words" / f"{tag}.yml"
            yield Document(file, {}, {}).error("is missing")
    for document in project.words:
        for name in LISTS:
            yield from _entries(document, document.data.get(name), name)
        for name, count in _NUMBERED.items():
            listed = document.data.get(name)
            if not isinstance(listed, list) or len(listed) != count:
                yield document.error(f"{name} must be {count} lists", name)
                continue
            for index, entries in enumerate(listed):
                yield from _entries(document, entries, name, index)
        settled = document.data.get("arranged")
        for name in ARRANGED:
            listed = settled.get(name) if isinstance(settled, Mapping) else None
            yield from _entries(document, listed, "arranged", name)
        for name in document.data:
            if name not in (*LISTS, *_WHERE_NEEDED, *_NUMBERED, "arranged"):
                yield document.error(f"nobody reads a list {name!r}", name)


def _named(project: Project, document: Document) -> Findings:
    """Each occupation is named in every language."""
    found = {words.file.stem: words.data for words in project.occupation_words}
    for tag in LOCALES:
        if tag not in found:
            yield document.error(f"there is no occupations/{tag}.yml")
            continue
        for name in document.data:
            if name not in found[tag]:
                yield document.error(f"{name!r} has no words in {tag}", name)


def _names(project: Project, document: Document) -> Findings:
    """One language names occupations that exist, each in enough ways."""
    ids = {name for listed in project.occupations for name in listed.data}
    total = 0
    for name, entry in document.data.items():
        if name == NO_OCCUPATION:
            yield from _entries(document, entry, name)
            continue
        if name not in ids:
            yield document.error(f"{name!r} is no occupation of occupations.yml", name)
        entry = entry if isinstance(entry, Mapping) else {}
        listed = entry.get("words")
        count = len(listed) if isinstance(listed, list) else 0
        total += count
        if count:
            yield from _entries(document, listed, name, "words")
        if not entry.get("label"):
            yield document.error("has no label", name)
        if count < LEAST_WORDS:
            yield document.error(f"{count} words, at least {LEAST_WORDS}", name)
    if total < LEAST_WORDS_A_LANGUAGE:
        yield document.error(f"{total} words, at least {LEAST_WORDS_A_LANGUAGE}")


def _once(document: Document) -> Findings:
    """No word names two occupations."""
    owner: dict[str, str] = {}
    for name, entry in document.data.items():
        listed = entry.get("words") if isinstance(entry, Mapping) else None
        for index, word in enumerate(listed if isinstance(listed, list) else ()):
            folded = key(str(word))
            if owner.setdefault(folded, name) != name:
                yield document.error(f"{word!r} also names {owner[folded]}", name, "words", index)


def _entries(document: Document, listed: Any, *keys: str | int) -> Findings:
    """Whether there is a list of words at `keys`; "0" and "null" are words only in quotes."""
    if not isinstance(listed, list) or not listed:
        yield document.error(f"has no words under {'.'.join(map(str, keys))}", *keys)
        return
    for index, word in enumerate(listed):
        if not isinstance(word, str) or not key(word):
            yield document.error(f"{word!r} is no word: put it in quotes", *keys, index)
        elif len(split(word)) > LONGEST_ENTRY:
            yield document.error(
                f"{word!r} is never found: {LONGEST_ENTRY} words at most", *keys, index
            )
