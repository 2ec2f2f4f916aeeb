"""A conversation with the actions alone: what rasa and the hub would tell them is told by hand.

What they read of it, what they remember and what the hub keeps is read as in production.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rasa_sdk import Tracker

from bot.actions.base import changed, kept_after
from bot.actions.route import replies
from bot.actions.understood import heard_of
from bot.content import Content
from bot.content.placenames import PlaceNames
from bot.content.understanding import BAND_INTENT, LOST, Reply
from bot.jobs.search import JobSearch
from bot.plan.card import Card, from_json, to_json

TODAY = date(2026, 11, 22)
SLOTS = (
    "language", "language_belief", "municipality", "origin", "topic", "others", "lost_count",
    "place_asked", "asked", "search",
)  # fmt: skip
_NAMES: dict[int, PlaceNames] = {}


def names_of(content: Content) -> PlaceNames:
    """The names of places of `content`, made once."""
    return _NAMES.setdefault(id(content), PlaceNames.of(content))


@dataclass
class Talk:
    """One conversation: `slots` are rasa's; `card`, `place` and `kept` the hub's."""

    content: Content
    jobs: JobSearch
    language: str = "en"
    card: Card = field(default_factory=Card)
    place: str | None = None
    slots: dict[str, Any] = field(default_factory=lambda: dict.fromkeys(SLOTS))
    kept: dict[str, Any] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)

    def say(
        self, text: str, topic: str = "", confidence: float = 0.95, *, second: str = ""
    ) -> Reply:
        """The (last) reply to a text that the classifier takes for `topic`, or for nothing."""
        place = names_of(self.content).find(text)
        entities = [{"entity": "municipality", "value": place.slug}] if place else []
        ranking = [{"name": topic, "confidence": confidence}] if topic else []
        intent = ranking[0] if ranking else {"name": BAND_INTENT + LOST, "confidence": 0.1}
        also = {"name": second, "confidence": 0.9} if second else None
        return self._told({"text": text, "intent": intent, "intent_ranking": ranking,
                           "entities": entities, "second": also})  # fmt: skip

    def press(self, title: str) -> Reply:
        """The reply to the button with that title under the last reply."""
        button = next(one for one in self.replies[-1].buttons if one.title == title)
        topic, _, rest = button.payload.removeprefix("/").partition("{")
        said = json.loads("{" + rest) if rest else {}
        intent = {"name": topic, "confidence": 1.0}
        entities = [{"entity": name, "value": value} for name, value in said.items()]
        return self._told({"text": button.payload, "intent": intent, "intent_ranking": [intent],
                           "entities": entities})  # fmt: skip

    def begin_dialogue(self, *, paused: bool = False) -> None:
        """Rasa begins a dialogue and knows nothing of the one before; the hub does."""
        self.slots = dict.fromkeys(SLOTS)
        if paused:
            self.kept["interrupted"] = True

    @property
    def titles(self) -> list[str]:
        """What the buttons of the last reply say."""
        return [button.title for button in self.replies[-1].buttons]

    def _told(self, message: dict[str, Any]) -> Reply:
        metadata = {"language": self.language, "municipality": self.place or "",
                    "card": to_json(self.card), "kept": self.kept}  # fmt: skip
        self.slots["language"] = self.language
        for entity in message["entities"]:
            if entity["entity"] == "municipality":
                self.slots["municipality"] = entity["value"]
        tracker = Tracker("c-1", dict(self.slots), {**message, "metadata": metadata}, [],
                          False, None, {}, "action_listen")  # fmt: skip
        heard = heard_of(tracker, self.content, names_of(self.content), TODAY)
        found = replies(heard, self.jobs)
        self.kept = kept_after(tracker, found[-1])
        self.slots.update(changed(tracker, found[-1]))
        for reply in found:
            self.replies.append(reply)
            self.place = reply.municipality or self.place
            if reply.card is not None:
                self.card = from_json(reply.card)
        return self.replies[-1]
