"""What content files hold, as frozen dataclasses; nothing here reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Text = Mapping[str, str]
"""One text in several languages: language tag to words."""

MOVE = "conversation."
"""What the id of a move in the conversation begins with; all other ids are topics of fact."""
ORIGINS = ("EE", "LV", "LT", "EU", "outside", "SE", "noncitizen")
"""Where a person comes from: the country they leave, another one of the EU and EEA, one outside,
elsewhere in Sweden; or a non-citizen of Latvia or Estonia, wherever they live."""

PHASES: Mapping[str, tuple[int, int]] = {
    "before": (-365, -1),
    "week": (0, 7),
    "month": (8, 30),
    "half_year": (31, 183),
}
"""The parts of a plan in their order, and the days from the move on which their steps begin."""
LICENCES = ("care", "teaching", "electricity")
"""Who must approve an occupation, if anybody must."""
ARRANGED = ("job", "home", "preschool", "school")
"""What a family may have arranged before it moves."""
CONDITIONS = (
    "origin",
    "not_origin",
    "children",
    "ages",
    "adults",
    "licence",
    "occupation",
    "without",
    "with",
)
"""What a step's `if` may name: for whom the step is (bot/plan/steps.py)."""


@dataclass(frozen=True)
class Topic:
    """One id of topics.yml and what belongs to it."""

    id: str
    asks: str
    never: str = ""
    local: bool = False
    live: bool = False

    @property
    def is_move(self) -> bool:
        """Whether this is something people say in a conversation, not a question of fact."""
        return self.id.startswith(MOVE)


@dataclass(frozen=True)
class Source:
    """A page that an answer rests on, and the day somebody read it."""

    title: str
    url: str
    checked: date


@dataclass(frozen=True)
class Fact:
    """A name, number or link that words refer to as {name}; the same in every language."""

    value: str
    source: str = ""
    url: str = ""
    checked: date | None = None
    expires: date | None = None
    sure: str = ""


@dataclass(frozen=True)
class Variant:
    """What an answer adds for people of one origin, and the page it rests on."""

    text: Text
    source: Source


@dataclass(frozen=True)
class Answer:
    """What is said about one topic, in every language."""

    topic: str
    label: Text
    text: Text
    local: Text
    sources: tuple[Source, ...]
    figures: Mapping[str, Fact]
    follow_ups: tuple[str, ...]
    origins: Mapping[str, Variant]


@dataclass(frozen=True)
class Note:
    """A rule of one place: replaces the `local` text of one topic there."""

    text: Text
    source: str
    checked: date
    expires: date | None = None
    """The last day on which it is said."""


@dataclass(frozen=True)
class Municipality:
    """One place: how it is named, and what is true there."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    alone: tuple[str, ...]
    """Names that are ordinary words as well: they count only when nothing else is said."""
    forms: Mapping[str, Mapping[str, str]]
    inflections: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, Fact]
    notes: Mapping[str, Note]
    county: str = ""
    concept_id: str = ""
    """What the job service calls it."""
    distances: Mapping[str, int] = field(default_factory=dict)
    """Kilometres by road to other municipalities by slug, in whole tens."""
    service: Mapping[str, object] = field(default_factory=dict)

    def called(self, language: str) -> dict[str, str]:
        """The placeholders {place}, {place_of}, {place_in}, {place_to} in `language`."""
        forms = self.forms.get(language, {})
        return {"place": self.name, **{f"place_{name}": text for name, text in forms.items()}}


@dataclass(frozen=True)
class KnownPlace:
    """A place that people name and that has no municipality file yet."""

    name: str
    forms: tuple[str, ...]
    alone: tuple[str, ...]
    """Forms that are ordinary words as well: they name the place only when nothing else is said."""


@dataclass(frozen=True)
class Area:
    """A county, a province or another part of the country that people name instead of a place."""

    slug: str
    names: tuple[str, ...]
    """As people type them, with endings, in any language; the first is shown."""
    places: tuple[str, ...]
    """The slugs of our municipalities that lie there."""
    region: str
    """The concept id of the county; empty when the area is none."""


@dataclass(frozen=True)
class PlaceWords:
    """What helps to tell the name of a place from an ordinary word."""

    ordinary: tuple[str, ...]
    """Words that look like a mistyped name and are none."""
    before: tuple[str, ...]
    """Words after which an ordinary word may be a place."""


@dataclass(frozen=True)
class Origin:
    """How people say that they come from somewhere; all folded."""

    countries: tuple[str, ...]
    """Beginnings of names of countries and towns, in any of our languages."""
    people: tuple[str, ...]
    """Whole words for people from there."""
    phrases: tuple[str, ...]
    """Beginnings of whole phrases that say it by themselves."""


@dataclass(frozen=True)
class LanguageWords:
    """How people name one language and greet in it; all folded."""

    own: tuple[str, ...]
    """Whole phrases of the language itself that ask for it, like "pa svenska"."""
    names: tuple[str, ...]
    """Beginnings of words that name it in any of our languages."""
    chat: tuple[str, ...]
    """Words of greeting, thanks, yes and no that detectors take for other languages."""
    letters: str
    """Letters that none of our other languages has."""


@dataclass(frozen=True)
class Gloss:
    """A Swedish word that stays Swedish, and what it means in each language."""

    term: str
    gloss: Text
    ordinary_in: tuple[str, ...] = ()
    """Languages in which it is an ordinary word too, so that it may be translated from them."""


@dataclass(frozen=True)
class Canned:
    """A reply that lotsar need every day: its name at the desk, and its words in each language."""

    id: str
    title: Text
    text: Text


@dataclass(frozen=True)
class Occupation:
    """One occupation, its groups in the job service, and its name in each language."""

    id: str
    groups: Mapping[str, str]
    """Number of the SSYK 2012 group to its concept id."""
    licence: str
    """Who must approve it: care, teaching, electricity, or nobody (empty)."""
    label: Text


@dataclass(frozen=True)
class Step:
    """One step of a move: when it begins, for whom, and what is said of it in each language."""

    id: str
    phase: str
    day: int
    """Days from the day of the move; negative before it."""
    conditions: Mapping[str, object]
    authority: str
    topic: str
    source: Source
    texts: Mapping[str, Mapping[str, str]]
    """Language to do, why, where, documents."""
