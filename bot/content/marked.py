"""YAML files as plain data that still know on which line each value stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ContentError

Place = tuple[str | int, ...]

# The C loader is ten times as fast; PyYAML is sometimes built without it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """One YAML file: its data, and the line of each value by the keys that lead to it."""

    file: Path
    data: Any
    lines: dict[Place, int]

    def line(self, *keys: str | int) -> int:
        """The line of the value at `keys`, or of the nearest place above it that exists."""
        place: Place = keys
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def error(self, message: str, *keys: str | int) -> ContentError:
        """A ContentError at the line of the value at `keys`."""
        return ContentError(message, self.file, self.line(*keys))


def read(file: Path) -> Document:
    """The document in `file`.

    Raises: ContentError when the file is no YAML, or says the same key twice.
    """
    loader = _LOADER(file.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        lines: dict[Place, int] = {}
        if node is not None:
            _mark(node, (), lines, file)
        return Document(file, None if node is None else loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(f"no YAML: {error.problem}", file, line) from error
    except yaml.YAMLError as error:
        raise ContentError(f"no YAML: {error}", file) from error
    finally:
        loader.dispose()


def mapping(file: Path) -> Document:
    """The document in `file`, which must be a mapping.

    Raises: ContentError when it is anything else.
    """
    document = read(file)
    if not isinstance(document.data, dict):
        raise ContentError("must be a mapping of keys to values", file)
    return document


def _mark(node: yaml.Node, place: Place, lines: dict[Place, int], file: Path) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                raise ContentError(f"the key {name!r} stands twice", file, key.start_mark.line + 1)
            seen.add(name)
            below: Place = (*place, name)
            _mark(value, below, lines, file)
            lines[below] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _mark(value, (*place, index), lines, file)
