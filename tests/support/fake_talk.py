"""What the fake hub keeps of a conversation, and what it lets go wrong."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

ADVERTS = [
    {
        "headline": "Sjuksköterska <natt>",
        "url": "https://arbetsformedlingen.se/platsbanken/annonser/1",
        "details": "Region Norrbotten · Kiruna · Apply by 1 December 2026",
    },
    {"headline": "Svetsare", "url": "javascript:alert(1)", "details": "LKAB · Gällivare"},
]


@dataclass
class Faults:
    """What goes wrong: chances 0–1, and seconds."""

    cut: float = 0.0
    dropped: float = 0.0
    refused: float = 0.0
    answer_s: float = 0.02
    down: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def strikes(self, probability: float) -> bool:
        """Whether the fault of that probability happens now."""
        return self.chance.random() < probability


@dataclass
class Talk:
    """One conversation of the fake hub."""

    token: str
    language: str
    events: list[dict[str, Any]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, kind: str, **values: Any) -> int:
        """The seq of a new event."""
        seq = len(self.events) + 1
        at = datetime.now(timezone.utc).isoformat()
        self.events.append({"seq": seq, "at": at, "type": kind, **values})
        self.news.set()
        self.news = asyncio.Event()
        return seq

    def say(self, who: str, text: str, **values: Any) -> int:
        """The seq of a new message."""
        return self.add("message", **{"from": who}, text=text, language=self.language, **values)

    def said(self, who: str) -> list[str]:
        """The texts of one side, oldest first."""
        return [event["text"] for event in self.events if event.get("from") == who]


class Refusal(Exception):
    """An error of the API."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message
