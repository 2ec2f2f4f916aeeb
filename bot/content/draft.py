"""One reply in the making: what was understood, and what every branch of `reply` needs at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.content.catalog import Content
from bot.content.choices import lots_button, topic_buttons
from bot.content.understanding import Button, Reply, Understanding


@dataclass(frozen=True)
class Draft:
    """The content, the understanding and the day that a reply is made from."""

    content: Content
    said: Understanding
    today: date

    def say(self, key: str, **values: str) -> str:
        """One of the assistant's phrases in the visitor's language."""
        return self.content.phrase(key, self.said.language, **values)

    def make(self, text: str, **more: object) -> Reply:
        """A reply with that text; `more` are other fields of it."""
        reply = Reply(
            text, self.said.language, self.said.topic, self.said.confidence, self.said.band
        )
        return replace(reply, **more)  # type: ignore[arg-type]

    def remembering(self, **slots: object) -> dict[str, object]:
        """What is remembered of a message that was understood."""
        return {"topic": self.said.topic, "lost_count": 0, **slots}

    @property
    def lots(self) -> tuple[Button, ...]:
        """The button that asks for a person."""
        return (lots_button(self.content, self.said.language),)

    def topics(self, topics: Iterable[str]) -> tuple[Button, ...]:
        """Buttons for topics."""
        return topic_buttons(self.content, topics, self.said.language)
