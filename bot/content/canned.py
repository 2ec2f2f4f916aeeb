"""Canned replies, `content/canned/`: read, and filled from one case. Pure but for the reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.catalog import filled, placeholders
from bot.content.marked import mapping
from bot.content.model import Canned

TITLED = ("sv", "en")
"""The languages of the desk, in which a lots chooses a reply."""
FIELDS = frozenset({"name", "day", "place", "place_in", "place_of", "place_to"})
"""What a reply may refer to besides the facts of a municipality."""
LONGEST = 400
"""Characters of one reply."""


@dataclass(frozen=True)
class Filled:
    """A canned reply in one language with its fields filled, and the fields that are unknown."""

    text: str
    missing: tuple[str, ...]


def canned(folder: Path) -> tuple[Canned, ...]:
    """The replies of every file in `folder`, in the order of the files and of their lines.

    Raises: ContentError when a file is no mapping.
    """
    return tuple(
        Canned(str(name), _texts(entry, "title"), _texts(entry, "text"))
        for file in sorted(folder.glob("*.yml"))
        for name, entry in mapping(file).data.items()
    )


def fill(reply: Canned, language: str, values: Mapping[str, str]) -> Filled:
    """The reply in `language`; without words in that language it is empty and lacks them."""
    words = reply.text.get(language, "")
    if not words:
        return Filled("", ("language",))
    known = {name: value for name, value in values.items() if value}
    missing = tuple(sorted(placeholders(words) - known.keys()))
    return Filled(filled(words, known), missing)


def _texts(entry: object, name: str) -> dict[str, str]:
    found = entry.get(name) if isinstance(entry, Mapping) else None
    return {str(tag): str(text).strip() for tag, text in (found or {}).items()}
