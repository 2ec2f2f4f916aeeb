"""Rules for the assistant's own phrases, the glossary and the words of languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.content.catalog import placeholders
from bot.content.checks.project import Findings, Project
from bot.content.checks.wording import every_language, wording
from bot.content.load import flat
from bot.content.marked import Document
from bot.errors import ContentError
from bot.locales import LOCALES

REFERENCE = "en"
# Telegram's Bot API: setMyDescription, setMyShortDescription, BotCommand.
_LIMITS = {"telegram.description": 512, "telegram.short_description": 120}
_COMMAND, _COMMAND_LIMIT = "telegram.command_", 256


def phrases(project: Project) -> Findings:
    """Every language has a phrases file with the keys and placeholders of the reference."""
    found = {document.file.stem: document for document in project.phrases}
    folder = project.root / "content" / "phrases"
    for tag in LOCALES:
        if tag not in found:
            yield ContentError("is missing", Path(folder / f"{tag}.yml"))
    if REFERENCE not in found:
        return
    reference = dict(flat(found[REFERENCE].data))
    for tag, document in found.items():
        if tag not in LOCALES:
            yield document.error(f"{tag!r} is no language of ours")
        yield from like_reference(document, reference)
        for key, text in flat(document.data):
            yield from wording(document, text, *key.split("."))
            limit = _LIMITS.get(key) or (_COMMAND_LIMIT if key.startswith(_COMMAND) else None)
            if limit and len(text) > limit:
                yield document.error(f"{len(text)} characters, at most {limit}", *key.split("."))


def like_reference(document: Document, reference: dict[str, str]) -> Findings:
    """The keys and the placeholders of the reference language, no more and no fewer."""
    texts = dict(flat(document.data))
    for key in sorted(reference.keys() - texts.keys()):
        yield document.error(f"has no {key}", *key.split("."))
    for key in sorted(texts.keys() - reference.keys()):
        yield document.error(f"{key} is no phrase of {REFERENCE}.yml", *key.split("."))
    for key in sorted(texts.keys() & reference.keys()):
        wanted, used = placeholders(reference[key]), placeholders(texts[key])
        if wanted != used:
            yield document.error(
                f"{key} must use {_braced(wanted)}, not {_braced(used)}", *key.split(".")
            )


def glossary(project: Project) -> Findings:
    """Every term has a gloss in each language, and stands once."""
    for document in project.glossary:
        seen: set[str] = set()
        for index, entry in enumerate(document.data or ()):
            term = str(entry.get("term") or "")
            if not term or term in seen:
                yield document.error(f"{term!r} is missing or stands twice", index)
            seen.add(term)
            yield from every_language(document, entry.get("gloss"), index, "gloss")
            for tag in entry.get("ordinary_in") or ():
                if tag not in LOCALES:
                    yield document.error(f"ordinary_in: {tag!r} is no language of ours", index)


def languages(project: Project) -> Findings:
    """languages.yml knows every language."""
    for document in project.languages:
        for tag in LOCALES:
            entry: Any = document.data.get(tag)
            if not entry or not entry.get("own") or not entry.get("names"):
                yield document.error(f"has no own phrases or names for {tag}", tag)


def _braced(names: set[str]) -> str:
    return ", ".join("{" + name + "}" for name in sorted(names)) or "no placeholder"
