"""Rules for canned replies: every language, known fields, short enough to read in a chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content.canned import FIELDS, LONGEST, TITLED
from bot.content.catalog import placeholders
from bot.content.checks.project import Findings, Project
from bot.content.checks.wording import every_language, same_placeholders, wording
from bot.content.marked import Document


def canned(project: Project) -> Findings:
    """Each reply has a title for the desk and words in each language, with fields we can fill."""
    facts = {
        str(name)
        for document in project.municipalities
        for name in document.data.get("facts") or ()
    }
    seen: set[str] = set()
    for document in project.canned:
        for name, entry in document.data.items():
            if name in seen:
                yield document.error(f"{name!r} stands twice", name)
            seen.add(name)
            if not isinstance(entry, Mapping):
                yield document.error("must be {title, text}", name)
                continue
            yield from _titled(document, entry.get("title"), name)
            yield from every_language(document, entry.get("text"), name, "text")
            yield from same_placeholders(document, entry.get("text"), name, "text")
            yield from _words(document, entry.get("text"), FIELDS | facts, name)


def _titled(document: Document, titles: Any, name: str) -> Findings:
    for tag in TITLED:
        if not isinstance(titles, Mapping) or not titles.get(tag):
            yield document.error(f"has no title in {tag}", name, "title")


def _words(document: Document, texts: Any, known: frozenset[str], name: str) -> Findings:
    for tag, text in (texts if isinstance(texts, Mapping) else {}).items():
        yield from wording(document, text, name, "text", str(tag))
        for field in sorted(placeholders(str(text)) - known):
            yield document.error(f"{{{field}}} is no field we can fill", name, "text", str(tag))
        if len(str(text)) > LONGEST:
            yield document.error(
                f"{len(str(text))} characters, at most {LONGEST}", name, "text", str(tag)
            )
