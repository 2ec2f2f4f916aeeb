"""Which steps a move needs, and when each begins. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content.model import PHASES, Occupation, Step
from bot.locales import DEFAULT
from bot.plan.card import Adult, Card

FREE_MOVERS = frozenset({"EE", "LV", "LT", "EU"})
_PHASES = tuple(PHASES)


@dataclass(frozen=True)
class Planned:
    """A step of this family's plan; `day` is None while the day of the move is not known."""

    step: Step
    day: date | None


def planned(
    steps: Iterable[Step], card: Card, occupations: Mapping[str, Occupation], today: date
) -> list[Planned]:
    """The steps that the family on `card` needs, in the order in which they are done.

    What should have begun already begins today.
    """
    needed = [step for step in steps if needs(step, card, occupations)]
    needed.sort(key=lambda step: (_PHASES.index(step.phase), step.day))
    return [Planned(step, _day(step, card, today)) for step in needed]


def said(step: Step, language: str) -> Mapping[str, str]:
    """The words of `step` in `language`; while it has none, in the default language."""
    return step.texts.get(language) or step.texts.get(DEFAULT) or {}


def needs(step: Step, card: Card, occupations: Mapping[str, Occupation]) -> bool:
    """Whether every condition of `step` holds for the family."""
    return all(
        _CONDITIONS[name](wanted, card, occupations) for name, wanted in step.conditions.items()
    )


def _day(step: Step, card: Card, today: date) -> date | None:
    return max(card.day + timedelta(days=step.day), today) if card.day else None


def _origin(wanted: object, card: Card, _: Mapping[str, Occupation]) -> bool:
    names = set(_names(wanted))
    if not any(adult.origin for adult in card.grown_ups):
        # Not told: what holds for every citizen of the EU, and nothing that holds for one country.
        return names >= FREE_MOVERS
    return any(adult.origin in names for adult in card.grown_ups)


def _not_origin(wanted: object, card: Card, _: Mapping[str, Occupation]) -> bool:
    return not all(adult.origin in _names(wanted) for adult in card.grown_ups)


def _children(wanted: object, card: Card, _: Mapping[str, Occupation]) -> bool:
    return bool(card.children) == bool(wanted)


def _ages(wanted: object, card: Card, _: Mapping[str, Occupation]) -> bool:
    youngest, oldest = (int(age) for age in _names(wanted))
    return any(youngest <= age <= oldest for age in card.children or ())


def _adults(wanted: object, card: Card, _: Mapping[str, Occupation]) -> bool:
    return card.adults == int(str(wanted))


def _licence(wanted: object, card: Card, occupations: Mapping[str, Occupation]) -> bool:
    return any(_licence_of(adult, occupations) in _names(wanted) for adult in card.grown_ups)


def _occupation(wanted: object, card: Card, _: Mapping[str, Occupation]) -> bool:
    return any(adult.occupation for adult in card.grown_ups) == bool(wanted)


def _without(wanted: object, card: Card, _: Mapping[str, Occupation]) -> bool:
    return str(wanted) not in (card.arranged or ())


def _with(wanted: object, card: Card, _: Mapping[str, Occupation]) -> bool:
    return str(wanted) in (card.arranged or ())


_CONDITIONS: Mapping[str, Callable[[object, Card, Mapping[str, Occupation]], bool]] = {
    "origin": _origin,
    "not_origin": _not_origin,
    "children": _children,
    "ages": _ages,
    "adults": _adults,
    "licence": _licence,
    "occupation": _occupation,
    "without": _without,
    "with": _with,
}


def _licence_of(adult: Adult, occupations: Mapping[str, Occupation]) -> str:
    found = occupations.get(adult.occupation)
    return found.licence if found else ""


def _names(wanted: object) -> Sequence[str]:
    return [str(name) for name in wanted] if isinstance(wanted, (list, tuple)) else [str(wanted)]
