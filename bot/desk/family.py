"""The family card at the desk: what the page needs to show it, and what a lots corrects. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.content import Content
from bot.content.model import ARRANGED, ORIGINS
from bot.conversations.events import Body, CardChanged, PlaceChanged
from bot.conversations.owner import State
from bot.errors import RefusedMessage
from bot.plan.card import MOST_CHILDREN, OLDEST_CHILD, Card, to_json

NO_CHILDREN = frozenset("-–—")
"""Each says that no children come along."""
YEARS = (2000, 2100)
"""The first and last year in which a move may lie."""


def choices(content: Content, language: str) -> dict[str, Any]:
    """The words and choices of the card in the desk's language, as JSON data."""
    return {
        "words": content.group("card", language),
        "adults": {
            "1": content.phrase("plan.known_alone", language),
            "2": content.phrase("plan.known_adults", language),
        },
        "occupations": {
            name: one.label.get(language, name) for name, one in content.occupations.items()
        },
        "origins": {name: content.phrase(f"origin.{name}", language) for name in ORIGINS},
        "arranged": list(ARRANGED),
        "oldest": OLDEST_CHILD,
        "most": MOST_CHILDREN,
        "years": list(YEARS),
    }


def correction(
    state: State, given: Mapping[str, object], content: Content, lots: str
) -> list[Body]:
    """The events by which `lots` corrects what is `given`; none when nothing differs.

    Fields that are not given stay as they are. Raises: RefusedMessage (wrong_children,
    too_many_children, wrong_day, invalid).
    """
    card = corrected(state.card, given, content)
    place = _one_of(given, "municipality", {*content.municipalities, state.municipality})
    moved = place not in (None, state.municipality)
    if card == state.card and not moved:
        return []
    bodies: list[Body] = [CardChanged(to_json(card), lots)]
    return [*bodies, PlaceChanged(place)] if place and moved else bodies


def corrected(card: Card, given: Mapping[str, object], content: Content) -> Card:
    """`card` with what is `given`. Raises: RefusedMessage."""
    card = _with_adults(card, given, content)
    if "children" in given:
        card = replace(card, children=_children(_text(given, "children")))
    if "day" in given:
        card = replace(card, day=_day(_text(given, "day")), month_only=False)
    if "arranged" in given:
        card = replace(card, arranged=_arranged(card, given["arranged"]))
    return card


def _with_adults(card: Card, given: Mapping[str, object], content: Content) -> Card:
    for field, known in (("occupation", set(content.occupations)), ("origin", set(ORIGINS))):
        mine = _one_of(given, f"me_{field}", {"", *known})
        partners = _one_of(given, f"partner_{field}", {"", *known})
        if mine is not None:
            card = card.with_mine(**{field: mine})
        if partners:
            card = card.with_partners(**{field: partners})
        elif partners is not None:
            card = replace(card, partner=replace(card.partner, **{field: ""}))
    adults = _one_of(given, "adults", {"0", "1", "2"})
    return card if adults is None else replace(card, adults=int(adults))


def _children(text: str) -> tuple[int, ...] | None:
    """The ages in a text like "2, 7"; () for a dash, None for nothing."""
    if text in NO_CHILDREN:
        return ()
    words = text.replace(",", " ").replace(";", " ").split()
    if not all(word.isascii() and word.isdecimal() and len(word) < 4 for word in words):
        raise RefusedMessage("wrong_children", "ages in years with commas between, or a dash")
    ages = tuple(map(int, words))
    if any(age > OLDEST_CHILD for age in ages):
        raise RefusedMessage("wrong_children", f"ages from 0 to {OLDEST_CHILD}")
    if len(ages) > MOST_CHILDREN:
        raise RefusedMessage("too_many_children", f"at most {MOST_CHILDREN}")
    return ages or None


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise RefusedMessage("wrong_day", "an ISO date") from None
    first, last = YEARS
    if not first <= day.year <= last:
        raise RefusedMessage("wrong_day", f"a year from {first} to {last}")
    return day


def _arranged(card: Card, names: object) -> frozenset[str] | None:
    """What is ticked. Nothing ticked, and nobody ever told: that is still not known."""
    if not isinstance(names, list) or not all(name in ARRANGED for name in names):
        raise RefusedMessage("invalid", f"arranged: a list of {', '.join(ARRANGED)}")
    return frozenset(names) if names or card.arranged is not None else None


def _one_of(given: Mapping[str, object], key: str, allowed: set[str]) -> str | None:
    """The value at `key`, None when there is none. Raises: RefusedMessage when not allowed."""
    if key not in given:
        return None
    value = _text(given, key)
    if value not in allowed:
        raise RefusedMessage("invalid", f"{key}: not one of the choices")
    return value


def _text(given: Mapping[str, object], key: str) -> str:
    value = given[key]
    if not isinstance(value, str):
        raise RefusedMessage("invalid", f"{key}: a text")
    return value.strip()
