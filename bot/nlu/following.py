"""Reads a short message in the light of the topic that was answered before it. Pure.

"And what does it cost?" after the answer on preschool places asks for the preschool's fee.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.content.fold import words
from bot.content.model import MOVE


@dataclass(frozen=True)
class Following:
    """What the topic before adds to the decision values of a short message.

    Chosen on tests/nlu/follow.*.tsv; the curve is in docs/understanding.md.
    """

    same: float = 0.7
    """To the topic itself: "how long does it take?"."""
    neighbour: float = 0.35
    """To the follow-up topics of its answer."""
    area: float = 0.1
    """To the other topics of its area."""
    most_words: int = 7
    """A longer message stands for itself."""

    def push(
        self, text: str, before: str | None, neighbours: Sequence[str], topics: Sequence[str]
    ) -> npt.NDArray[np.float64]:
        """What to add to the decision value of each of `topics`."""
        push = np.zeros(len(topics))
        if not before or before.startswith(MOVE) or len(words(text)) > self.most_words:
            return push
        area = before.partition(".")[0] + "."
        for index, topic in enumerate(topics):
            if topic == before:
                push[index] = self.same
            elif topic in neighbours:
                push[index] = self.neighbour
            elif topic.startswith(area):
                push[index] = self.area
        return push


def neighbours_of(topic: str | None, follow_ups: Mapping[str, Sequence[str]]) -> list[str]:
    """The topics that lead on from `topic`, and those that lead to it."""
    onward = list(follow_ups.get(topic or "", ()))
    return onward + [
        t for t, leads_to in follow_ups.items() if topic in leads_to and t not in onward
    ]
