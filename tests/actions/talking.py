"""A conversation with the actions alone: what rasa would tell them is told by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.actions.heard import Heard
from bot.actions.route import replies
from bot.content import Content
from bot.content.origins import origin_named
from bot.content.placenames import PlaceNames
from bot.content.understanding import LOST, SURE, Reply, Understanding
from bot.jobs.occupations import named
from bot.jobs.search import JobSearch
from bot.plan.card import Card, from_json

TODAY = date(2026, 11, 22)
_NAMES: dict[int, PlaceNames] = {}


def names_of(content: Content) -> PlaceNames:
    """The names of places of `content`, made once."""
    return _NAMES.setdefault(id(content), PlaceNames.of(content))


@dataclass
class Talk:
    """One conversation: `slots`, `card` and `place` are what the dialogue keeps."""

    content: Content
    jobs: JobSearch
    language: str = "en"
    card: Card = field(default_factory=Card)
    place: str | None = None
    slots: dict[str, object] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)

    def say(self, text: str, topic: str = "", confidence: float = 0.95) -> Reply:
        """The (last) reply to a text that the classifier takes for `topic`, or for nothing."""
        heard = names_of(self.content).named(text)
        self.place = heard.slugs[-1] if heard.slugs else self.place
        origin = origin_named(self.content.origins, text, self.language)
        said = self._understood(
            topic, confidence if topic else 0.1,
            place_named=bool(heard.slugs), places=heard.slugs, doubtful=heard.doubtful,
            areas=heard.areas, origin=origin.origin if origin else self.slots.get("origin"),
            origin_named=origin is not None,
        )  # fmt: skip
        return self._replied(said, text)

    def press(self, title: str) -> Reply:
        """The reply to the button with that title under the last reply."""
        button = next(one for one in self.replies[-1].buttons if one.title == title)
        topic, _, rest = button.payload.removeprefix("/").partition("{")
        pressed = ("choice", rest.split('"')[3]) if rest else None
        return self._replied(
            self._understood(topic, 1.0, pressed=True, pressed_with=pressed,
                             origin=self.slots.get("origin")), ""
        )  # fmt: skip

    @property
    def titles(self) -> list[str]:
        """What the buttons of the last reply say."""
        return [button.title for button in self.replies[-1].buttons]

    def _understood(self, topic: str, confidence: float, **more: object) -> Understanding:
        return Understanding(
            topic=topic or None, confidence=confidence, band=SURE if topic else LOST,
            ranking=((topic, confidence),) if topic else (), language=self.language,
            municipality=self.place, last_topic=self.slots.get("topic"),
            place_asked=bool(self.slots.get("place_asked")), **more,
        )  # type: ignore[arg-type]  # fmt: skip

    def _replied(self, said: Understanding, text: str) -> Reply:
        search = self.slots.get("search")
        asked = str(self.slots.get("asked") or "")
        heard = Heard(
            content=self.content,
            said=said,
            today=TODAY,
            text=text,
            card=self.card,
            asked=asked.removesuffix("~"),
            interrupted=asked.endswith("~"),
            search=search if isinstance(search, Mapping) else {},
            named=named(self.content, text, self.language),
        )
        for reply in replies(heard, self.jobs):
            self.replies.append(reply)
            self.slots.update(reply.remember)
            self.place = reply.municipality or self.place
            if reply.card is not None:
                self.card = from_json(reply.card)
        return self.replies[-1]
