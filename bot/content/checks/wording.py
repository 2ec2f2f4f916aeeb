"""Rules for words: what may not stand in them, and what must be the same in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.content.catalog import placeholders
from bot.content.checks.project import Findings
from bot.content.marked import Document
from bot.locales import LOCALES

_FORBIDDEN = {
    "an address on the web": re.compile(
        r"https?:|www\.|\b[\w-]+\.(?:se|eu|com|org|net|nu|ee|lv|lt|fi)\b(?!\w)", re.IGNORECASE
    ),
    "an e-mail address": re.compile(r"\S+@\S+\.\w+"),
    "a phone number": re.compile(r"(?<!\w)\+?\d(?:[\s-]?\d){6,}"),
    "a price": re.compile(
        r"\d[\d\s.]*(?:kr\b|kron\w*|kroon\w*|sek\b|eur\b|euro\w*|eiro\w*|€)", re.IGNORECASE
    ),
    "a date in digits": re.compile(
        r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", re.IGNORECASE
    ),
    "HTML": re.compile(r"</?[a-z][^>]*>|&[a-z]+;", re.IGNORECASE),
}


def wording(document: Document, text: Any, *keys: str) -> Findings:
    """What may not stand in the words at `keys`: facts, markup, blanks around them."""
    if not isinstance(text, str) or not text.strip():
        yield document.error("says nothing", *keys)
        return
    for what, pattern in _FORBIDDEN.items():
        found = pattern.search(text)
        if found:
            yield document.error(
                f"has {what}, {found.group().strip()!r}: make it a figure or fact", *keys
            )
    if text.rstrip("\n") != text.strip():
        yield document.error("has blanks around the words", *keys)
    if "  " in text.strip():
        yield document.error("has two blanks in a row", *keys)


def every_language(document: Document, texts: Any, *keys: str | int) -> Findings:
    """Whether there are words in each of our languages and in no other."""
    if not isinstance(texts, Mapping):
        yield document.error("must have words for each language", *keys)
        return
    missing = [tag for tag in LOCALES if not texts.get(tag)]
    if missing:
        yield document.error(f"has no {keys[-1]} in {', '.join(missing)}", *keys)
    for tag in texts:
        if tag not in LOCALES:
            yield document.error(f"{tag!r} is no language of ours", *keys, str(tag))


def same_placeholders(document: Document, texts: Any, *keys: str) -> Findings:
    """Whether all languages use the same {names}; which form of a place is theirs to choose."""
    if not isinstance(texts, Mapping):
        return
    used = {
        tag: {name for name in placeholders(text) if not name.startswith("place")}
        for tag, text in texts.items()
        if isinstance(text, str)
    }
    everywhere = set().union(*used.values()) if used else set()
    for tag, names in used.items():
        if names != everywhere:
            lacking = ", ".join("{" + name + "}" for name in sorted(everywhere - names))
            yield document.error(f"lacks {lacking}, which another language has", *keys, tag)
