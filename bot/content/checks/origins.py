"""Rules for content/origins.yml: the origins that there are, as lists of names."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.checks.project import Findings, Project
from bot.content.fold import key
from bot.content.model import ORIGINS

_KINDS = ("countries", "people", "phrases")
_MOST_WORDS = 2
_LEAST_LETTERS = 3


def origins(project: Project) -> Findings:
    """Every origin and no other, with lists of names, none of which means two origins."""
    for document in project.origins:
        owner: dict[str, str] = {}
        for name in ORIGINS:
            if name not in document.data:
                yield document.error(f"has no {name}")
        for name, entry in document.data.items():
            if name not in ORIGINS:
                yield document.error(f"{name!r} is no origin, they are {', '.join(ORIGINS)}", name)
            if not isinstance(entry, Mapping) or not set(entry) <= set(_KINDS):
                yield document.error(f"must have {', '.join(_KINDS)} and no more", name)
                continue
            for kind, listed in entry.items():
                if not isinstance(listed, list):
                    yield document.error("must be a list", name, kind)
                    continue
                for index, said in enumerate(listed):
                    folded = key(str(said))
                    if len(folded) < _LEAST_LETTERS:
                        yield document.error(f"{said!r} is too short", name, kind, index)
                    if kind == "countries" and len(folded.split()) > _MOST_WORDS:
                        yield document.error(f"{said!r} has over 2 words", name, kind, index)
                    if owner.setdefault(folded, name) != name:
                        yield document.error(
                            f"{said!r} is also a name of {owner[folded]}", name, kind, index
                        )
