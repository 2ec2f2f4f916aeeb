"""One message with all that a live topic needs to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.content import Content
from bot.content.choices import CHOICE
from bot.content.draft import Draft
from bot.content.fold import words
from bot.content.understanding import Button, Understanding
from bot.content.wording import Wording
from bot.jobs.occupations import Named
from bot.plan.card import Card, to_json

INTERRUPTED = "~"
"""Marks, in the slot, a question after which the visitor asked something else."""
GO_ON, MORE, SKIP, EVERYWHERE = "go_on", "more", "skip", "everywhere"


@dataclass(frozen=True)
class Heard:
    """A message as understood, its words, and what the dialogue knows of the family and the search.

    `asked` is the question that the assistant put last ("plan.children"), `search` what was
    searched for last.
    """

    content: Content
    said: Understanding
    today: date
    text: str = ""
    card: Card = field(default_factory=Card)
    asked: str = ""
    interrupted: bool = False
    """Whether something else was asked and answered since."""
    search: Mapping[str, object] = field(default_factory=dict)
    named: Named = field(default_factory=Named)

    @property
    def draft(self) -> Draft:
        """What every reply is made from."""
        return Draft(self.content, self.said, self.today)

    @property
    def wording(self) -> Wording:
        """The short words of the conversation's language."""
        return self.content.wording.get(self.said.language, Wording())

    @property
    def choice(self) -> tuple[str, str]:
        """What a pressed button of a live topic says: ("place", "kiruna"); empty when none."""
        name, value = self.said.pressed_with or ("", "")
        kind, _, chosen = value.partition(":") if name == CHOICE else ("", "", "")
        return kind, chosen

    @property
    def is_short(self) -> bool:
        """Whether the message can be no more than a word on what was said before."""
        return len(words(self.text)) <= 8

    def label(self, occupation: str) -> str:
        """The occupation's name in the visitor's language."""
        return self.content.occupations[occupation].label.get(self.said.language, occupation)

    def button(self, topic: str, phrase: str, choice: str, *, quiet: bool = False) -> Button:
        """A button that comes back to `topic` with `choice`."""
        return Button(self.draft.say(phrase), payload(topic, choice), quiet)


def payload(topic: str, choice: str) -> str:
    """What a button of a live topic sends."""
    return f'/{topic}{{"{CHOICE}": "{choice}"}}'


def card_changed(before: Card, after: Card) -> Mapping[str, object] | None:
    """The card to keep; None when nothing in it changed."""
    return None if after == before else to_json(after)
