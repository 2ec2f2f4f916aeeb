"""The family card: what a visitor told about who moves, and when. Nothing is asked twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

OLDEST_CHILD = 19
"""Years; who is older moves as an adult."""
MOST_CHILDREN = 12


@dataclass(frozen=True)
class Adult:
    """One grown-up: an id of content/occupations.yml and one of ORIGINS; empty when not known."""

    occupation: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Card:
    """What is known of the family; None and empty values are not known.

    The first adult is the visitor, the second the partner. `day` is the day of the move, the first
    of the month when only the month is known. The place is the conversation's municipality.
    """

    me: Adult = field(default_factory=Adult)
    partner: Adult = field(default_factory=Adult)
    adults: int = 0
    children: tuple[int, ...] | None = None
    """Ages in years, 0 for a baby; () when none come along."""
    day: date | None = None
    month_only: bool = False
    arranged: frozenset[str] | None = None
    skipped: frozenset[str] = frozenset()
    """Questions that the visitor did not want to answer."""

    @property
    def grown_ups(self) -> tuple[Adult, ...]:
        """The adults who move, as far as is known."""
        return (self.me, self.partner) if self.adults == 2 else (self.me,)

    def with_mine(self, **changes: str) -> Card:
        """With other facts about the visitor."""
        return replace(self, me=replace(self.me, **changes))

    def with_partners(self, **changes: str) -> Card:
        """With other facts about the partner, who is there then."""
        return replace(self, partner=replace(self.partner, **changes), adults=2)


def merged(now: Card, told: Card, answered: Card) -> Card:
    """The card `now`, with what an answer that was made from the card `told` changed in it.

    A lots may have corrected the card while the answer was on its way.
    """
    changed = _changed(told, answered)
    for who in ("me", "partner"):
        if who in changed:
            adult = _changed(getattr(told, who), getattr(answered, who))
            changed[who] = replace(getattr(now, who), **adult)
    return replace(now, **changed)


def _changed(before: Card | Adult, after: Card | Adult) -> dict[str, Any]:
    """The fields of `after` that are not as they were."""
    return {name: value for name, value in vars(after).items() if value != vars(before)[name]}


def to_json(card: Card) -> dict[str, Any]:
    """The card as JSON data, without what is not known."""
    data: dict[str, Any] = {
        "me": _adult(card.me),
        "partner": _adult(card.partner),
        "adults": card.adults,
        "day": card.day.isoformat() if card.day else "",
        "month_only": card.month_only,
        "skipped": sorted(card.skipped),
    }
    data = {name: value for name, value in data.items() if value}
    if card.children is not None:
        data["children"] = list(card.children)
    if card.arranged is not None:
        data["arranged"] = sorted(card.arranged)
    return data


def from_json(data: Mapping[str, Any] | None) -> Card:
    """The card that `to_json` wrote; the empty card for nothing."""
    data = data or {}
    children, arranged = data.get("children"), data.get("arranged")
    return Card(
        me=Adult(**data.get("me", {})),
        partner=Adult(**data.get("partner", {})),
        adults=int(data.get("adults", 0)),
        children=None if children is None else tuple(map(int, children)),
        day=date.fromisoformat(data["day"]) if data.get("day") else None,
        month_only=bool(data.get("month_only")),
        arranged=None if arranged is None else frozenset(arranged),
        skipped=frozenset(data.get("skipped", ())),
    )


def _adult(adult: Adult) -> dict[str, str]:
    return {name: value for name, value in vars(adult).items() if value}
