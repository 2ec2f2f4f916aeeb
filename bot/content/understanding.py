"""What the assistant understood of one message, and what it answers: the two ends of `reply`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.content.lists import UNCHECKED
from bot.content.model import Source
from bot.locales import DEFAULT

SURE, UNSURE, LOST = "sure", "unsure", "lost"
BAND_INTENT = "band."
"""What an intent begins with that names a band instead of a topic: band.unsure, band.lost."""
ASKED = "ask"
"""Stands for an origin in the payload of the button that asks which one it is."""
OTHER_PLACE = "other"
"""Stands for a municipality that was named and has no file."""


@dataclass(frozen=True)
class Understanding:
    """One message as understood, with what the dialogue before it left behind.

    `ranking` is best first, confidence 0 to 1. `municipality` is a slug, `OTHER_PLACE` or None.
    """

    topic: str | None
    confidence: float
    band: str
    ranking: tuple[tuple[str, float], ...] = ()
    language: str = DEFAULT
    municipality: str | None = None
    place_named: bool = False
    places: tuple[str, ...] = ()
    """The municipalities that the message names, slugs in its order."""
    doubtful: tuple[str, ...] = ()
    """Municipalities of which the message names one, and it is not clear which."""
    areas: tuple[str, ...] = ()
    """Larger areas that it names, ids of content/areas.yml."""
    language_named: str | None = None
    foreign: bool = False
    """Whether the message is in another script, which none of our languages is."""
    lost_count: int = 0
    place_asked: bool = False
    last_topic: str | None = None
    second: tuple[str, float] | None = None
    """Another topic of fact that the same message asks for as well, and its confidence."""
    pressed: bool = False
    """Whether the message is a button of ours, not words."""
    pressed_with: tuple[str, str] | None = None
    """What the pressed button says besides its topic: ("language", "lv"), ("origin", "EE")."""
    origin: str | None = None
    """Where the visitor comes from, one of ORIGINS, said now or before."""
    origin_named: bool = False
    """Whether this message says where the visitor comes from."""
    origin_alone: bool = False
    """Whether the message says where the visitor comes from and nothing else."""
    others: tuple[str, ...] = ()
    """What the message before may have meant instead of what was answered."""
    other_language: str | None = None
    """The language that the message may be in as well, when that is not clear."""


@dataclass(frozen=True)
class Classified:
    """What the pipeline says that a message asks for."""

    topic: str | None
    confidence: float
    band: str
    ranking: tuple[tuple[str, float], ...]
    second: tuple[str, float] | None


def classified(message: Mapping[str, Any]) -> Classified:
    """Reads it from what the pipeline set on a message, or from a pressed button."""
    intent = message.get("intent") or {}
    name = str(intent.get("name") or "")
    ranking = tuple(
        (str(entry["name"]), float(entry["confidence"]))
        for entry in message.get("intent_ranking") or ()
        if entry.get("name") and not entry["name"].startswith(BAND_INTENT)
    )
    if name and not name.startswith(BAND_INTENT):
        confidence = float(intent.get("confidence") or 0.0)
        also = message.get("second")
        second = (str(also["name"]), float(also["confidence"])) if also else None
        return Classified(name, confidence, SURE, ranking, second)
    topic, confidence = ranking[0] if ranking else (None, 0.0)
    return Classified(topic, confidence, name.removeprefix(BAND_INTENT) or LOST, ranking, None)


@dataclass(frozen=True)
class Button:
    """A choice: what it says, and the payload that comes back when it is pressed.

    A quiet one is a way out beside the choices, drawn so that it does not compete with them.
    """

    title: str
    payload: str
    quiet: bool = False


@dataclass(frozen=True)
class Listing:
    """One job advert as it is shown: its Swedish headline, its page, and the rest in one line."""

    headline: str
    url: str
    details: str


@dataclass(frozen=True)
class Reply:
    """What the assistant answers; `remember` holds the slots that this turn changes.

    `card` is the family card when this turn changed it, and `plan` says that the reply is a plan,
    for which the hub makes a page.
    """

    text: str
    language: str
    topic: str | None
    confidence: float
    band: str
    sources: tuple[Source, ...] = ()
    buttons: tuple[Button, ...] = ()
    municipality: str | None = None
    handover: str | None = None
    understood: tuple[tuple[str, float], ...] = ()
    language_chosen: bool = False
    """Whether the visitor asked for this language in words."""
    remember: Mapping[str, object] = field(default_factory=dict)
    listings: tuple[Listing, ...] = ()
    card: Mapping[str, object] | None = None
    plan: bool = False

    def wire(self) -> dict[str, object]:
        """The reply as the hub gets it: the one `custom` object of an answer."""
        return {
            "text": self.text,
            "language": self.language,
            "language_chosen": self.language_chosen,
            "topic": self.topic,
            "confidence": round(self.confidence, 4),
            "band": self.band,
            "sources": [{"title": s.title, "url": s.url, "checked": _day(s)} for s in self.sources],
            "buttons": [
                {"title": b.title, "payload": b.payload, "quiet": b.quiet} for b in self.buttons
            ],
            "municipality": self.municipality,
            "handover": self.handover,
            "listings": [vars(listing) for listing in self.listings],
            "card": self.card,
            "plan": self.plan,
            "understood": [
                {"topic": topic, "confidence": round(confidence, 4)}
                for topic, confidence in self.understood
            ],
        }


def _day(source: Source) -> str:
    """The ISO day on which somebody read the page; empty for a link that nobody could read."""
    return "" if source.checked == UNCHECKED else source.checked.isoformat()
