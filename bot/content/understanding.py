"""What the assistant understood of one message, and what it answers: the two ends of `reply`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.content.model import Source
from bot.locales import DEFAULT

SURE, UNSURE, LOST = "sure", "unsure", "lost"
BAND_INTENT = "band."
"""What an intent begins with that names a band instead of a topic: band.unsure, band.lost."""
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
    language_named: str | None = None
    foreign: bool = False
    """Whether the message is in another script, which none of our languages is."""
    lost_count: int = 0
    place_asked: bool = False
    last_topic: str | None = None


@dataclass(frozen=True)
class Button:
    """A choice: what it says, and the payload that comes back when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """What the assistant answers; `remember` holds the slots that this turn changes."""

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

    def wire(self) -> dict[str, object]:
        """The reply as the hub gets it: the one `custom` object of an answer."""
        return {
            "text": self.text,
            "language": self.language,
            "language_chosen": self.language_chosen,
            "topic": self.topic,
            "confidence": round(self.confidence, 4),
            "band": self.band,
            "sources": [
                {"title": s.title, "url": s.url, "checked": s.checked.isoformat()}
                for s in self.sources
            ],
            "buttons": [{"title": b.title, "payload": b.payload} for b in self.buttons],
            "municipality": self.municipality,
            "handover": self.handover,
            "understood": [
                {"topic": topic, "confidence": round(confidence, 4)}
                for topic, confidence in self.understood
            ],
        }
