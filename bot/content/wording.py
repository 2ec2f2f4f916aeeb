"""The short words of one language that steer a dialogue: more, skip, partner, March, two. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.content.fold import words
from bot.content.lexicon import Hit, Lexicon

_SHORT = 6
"""Words in the longest message that is taken for no more than "skip", "stop" or "more"."""


def _nothing() -> Lexicon:
    return Lexicon({}, {})


@dataclass(frozen=True)
class Wording:
    """The lists of content/words/<locale>.yml.

    `lists` are the plain ones by name; one word may stand in several. `months` finds words by
    number 1–12, `numbers` by number 0–18, `arranged` by what is settled: job, home, preschool,
    school.
    """

    lists: Mapping[str, Lexicon] = field(default_factory=dict)
    months: Lexicon = field(default_factory=_nothing)
    numbers: Lexicon = field(default_factory=_nothing)
    arranged: Lexicon = field(default_factory=_nothing)

    def says(self, name: str, text: str) -> bool:
        """Whether `text` holds a word of the list `name`."""
        return bool(self.where(name, text))

    def is_just(self, name: str, text: str) -> bool:
        """Whether `text` is short, and begins or ends with a word of the list `name`."""
        count = len(words(text))
        hits = self.where(name, text)
        return count <= _SHORT and any(hit.start == 0 or hit.end == count for hit in hits)

    def where(self, name: str, text: str) -> list[Hit]:
        """Where in `text` words of the list `name` stand.

        Not inside a longer phrase of another list: "without a partner" names no partner.
        """
        hits = self.lists.get(name, _nothing()).find(text)
        if not hits:
            return []
        longer = [
            hit
            for other, lexicon in self.lists.items()
            if other != name
            for hit in lexicon.find(text)
        ]
        return [hit for hit in hits if not any(_inside(hit, other) for other in longer)]


def _inside(hit: Hit, other: Hit) -> bool:
    within = other.start <= hit.start and hit.end <= other.end
    return within and other.end - other.start > hit.end - hit.start
