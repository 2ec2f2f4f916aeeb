"""Finds where a person comes from in what they wrote: "no Latvijas", "eestist".

Pure: from the names in content/origins.yml. Only words that say so count ("from", a citizen, a
people, an Estonian ending): a mere country may be anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from bot.content.fold import words
from bot.content.model import Origin

_FROM = {"from", "fran", "no", "is"}
_CITIZEN = (
    "citizen", "medborgar", "kodani", "kodakond", "pilson", "piliet",
    "pass", "pase", "pasas", "pasu", "pasi",
)  # fmt: skip
_OUT_OF = ("st", "lt")
"""How an Estonian word ends that says where from: eestist, ukrainast, venemaalt."""
_MOST_WORDS_ALONE = 5


def origin_named(origins: Mapping[str, Origin], text: str) -> str | None:
    """The origin that `text` names for its writer; None when it names none.

    One that stands in whole phrases wins ("non-citizen"), then the first that is named.
    """
    said = words(text)
    line = f" {' '.join(said)} "
    for name, origin in origins.items():
        if any(f" {phrase}" in line for phrase in origin.phrases):
            return name
    found = [
        (at, name) for name, origin in origins.items() if (at := _at(origin, said)) is not None
    ]
    return min(found)[1] if found else None


def is_alone(text: str) -> bool:
    """Whether a text that names an origin is too short to ask for anything else."""
    return len(words(text)) <= _MOST_WORDS_ALONE


def _at(origin: Origin, said: list[str]) -> int | None:
    """Where `said` names it: the number of the word, None when it does not."""
    if len(said) == 1 and said[0].startswith(origin.countries):
        return 0
    for at, (before, word) in enumerate(pairwise(["", *said])):
        if word in origin.people:
            return at
        if not word.startswith(origin.countries):
            continue
        after = said[at + 1] if at + 1 < len(said) else ""
        if before in _FROM or word.endswith(_OUT_OF) or after.startswith(_CITIZEN):
            return at
    return None
