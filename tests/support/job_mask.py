"""The header X-Fields: only the named fields of a reply, as flask-restx masks them."""

from __future__ import annotations

import re
from typing import Any

Mask = dict[str, "Mask | None"]


class BadMask(ValueError):
    """The header is no mask."""


def parsed(header: str) -> Mask:
    """The fields that a header such as `a{b,c},d` names. Raises: BadMask."""
    tokens = re.findall(r"[^{},\s]+|[{}]", header)
    if tokens[:1] == ["{"] and tokens[-1:] == ["}"]:
        tokens = tokens[1:-1]
    mask, rest = _level(tokens)
    if rest:
        raise BadMask("Unexpected closing bracket")
    return mask


def _level(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while tokens and tokens[0] != "}":
        name, tokens = tokens[0], tokens[1:]
        if name == "{":
            raise BadMask("Missing field name")
        mask[name] = None
        if tokens[:1] == ["{"]:
            mask[name], tokens = _level(tokens[1:])
            if not tokens:
                raise BadMask("Missing closing bracket")
            tokens = tokens[1:]
    return mask, tokens


def applied(mask: Mask | None, value: Any) -> Any:
    """The value with nothing but the named fields; one it lacks is null."""
    if mask is None or "*" in mask or value is None:
        return value
    if isinstance(value, list):
        return [applied(mask, one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: applied(inner, value.get(name)) for name, inner in mask.items()}
