"""The training rows in `data/nlu/<locale>/<area>.yml`: what people type, by topic and language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.marked import Document, mapping

ROW = "- "


@dataclass(frozen=True)
class Row:
    """One example: what somebody types, the topic it asks for, and where it stands."""

    text: str
    topic: str
    language: str
    file: Path
    line: int


def rows(folder: Path) -> list[Row]:
    """Every row of `data/nlu`, files in order of name.

    Raises: ContentError for a file that is not built like one.
    """
    return [row for file in sorted(folder.glob("*/*.yml")) for row in rows_of(mapping(file))]


def rows_of(document: Document) -> Iterator[Row]:
    """The rows of one file; its folder names their language.

    Raises: ContentError when an entry has no intent or its examples are no block of text.
    """
    language = document.file.parent.name
    for index, entry in enumerate(document.data.get("nlu") or ()):
        if not isinstance(entry, dict) or "intent" not in entry:
            raise document.error("has no intent", "nlu", index)
        examples = entry.get("examples")
        if not isinstance(examples, str):
            raise document.error(
                "examples must be a block of rows: 'examples: |'", "nlu", index, "examples"
            )
        first = document.line("nlu", index, "examples") + 1
        for offset, line in enumerate(examples.split("\n")):
            text = line.strip()
            if text.startswith(ROW):
                yield Row(
                    text[len(ROW) :].strip(),
                    str(entry["intent"]),
                    language,
                    document.file,
                    first + offset,
                )
