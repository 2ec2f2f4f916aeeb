"""Has the assistant reply to an understanding, for tests of what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.content import Content, load
from bot.content.reply import reply
from bot.content.understanding import SURE, Reply, Understanding
from tests.conftest import ROOT

TODAY = date(2026, 11, 21)
REAL = load(ROOT / "content")
RANKING = (
    ("housing.queue", 0.4), ("conversation.greet", 0.3), ("housing.scams", 0.1),
    ("housing.find_rental", 0.05), ("housing.temporary", 0.04),
)  # fmt: skip


def say(content: Content, topic: str | None, band: str = SURE, **known: Any) -> Reply:
    """The reply to a topic in English; `known` are other fields of the understanding."""
    known = {"language": "en", "ranking": RANKING, **known}
    return reply(content, Understanding(topic, 0.8, band, **known), TODAY)


def payloads(said: Reply) -> list[str]:
    """What the buttons of a reply send when pressed."""
    return [button.payload for button in said.buttons]
