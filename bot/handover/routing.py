"""Whose a case is to take: by municipality and language, with a pool that is everybody's. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Person(Protocol):
    """Somebody who takes cases: bot.desk.accounts.Account."""

    @property
    def municipalities(self) -> Sequence[str]:
        """Slugs of the municipalities whose cases are this person's; none for all."""

    @property
    def languages(self) -> Sequence[str]:
        """Languages that this person speaks; none when not told."""


class Whose(str, Enum):
    """Whose a case is, seen from one person: hers, everybody's, or her colleagues'."""

    MINE = "mine"
    POOL = "pool"
    OTHER = "other"


@dataclass(frozen=True)
class Routed:
    """How a case looks from one person."""

    whose: Whose
    speaks: bool

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """Sorts what is this person's to take first, then her languages, then her own places."""
        return (self.whose is Whose.OTHER, not self.speaks, self.whose is not Whose.MINE)


def routed(
    municipality: str, language: str, person: Person, colleagues: Iterable[Person]
) -> Routed:
    """Whose a case of this municipality ("" for none named) and language is for `person`.

    `colleagues` are all who take cases now, `person` among them or not. A case that names no
    municipality, or one that nobody has, is in the region's pool.
    """
    speaks = not person.languages or language in person.languages
    return Routed(_whose(municipality, person, colleagues), speaks)


def _whose(municipality: str, person: Person, colleagues: Iterable[Person]) -> Whose:
    if not person.municipalities or municipality in person.municipalities:
        return Whose.MINE
    taken = {slug for one in colleagues for slug in one.municipalities}
    return Whose.OTHER if municipality in taken else Whose.POOL
