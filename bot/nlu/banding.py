"""The rule that makes a band of a ranking and a margin. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.model import MOVE
from bot.content.understanding import LOST, SURE, UNSURE

CRISIS = "conversation.crisis"
WEIGHTY = (CRISIS, "conversation.human", "conversation.forget_me")
"""Moves with consequences: these must be as sure as a topic."""


@dataclass(frozen=True)
class Thresholds:
    """Where a band begins; confidence is 0 to 1, a margin is a decision value, 0 at the border."""

    sure_confidence: float = 0.65
    sure_margin: float = -0.05
    unsure_confidence: float = 0.1
    unsure_margin: float = -0.8
    move_confidence: float = 0.55
    """A light move (thanks, greeting, out of scope) is sure from here: no topic helps instead."""
    part_confidence: float = 0.85
    part_margin: float = -0.1
    """A part of a message is a question of its own from here."""
    alone_confidence: float = 0.999
    """A message that is this sure of one topic asks nothing else."""
    crisis_confidence: float = 0.3
    """A cry for help is answered as one already when it is this likely."""

    def band(self, ranking: Sequence[tuple[str, float]], margin: float) -> str:
        """The band of a message with this ranking (best first) and this margin."""
        if not ranking:
            return LOST
        topic, confidence = ranking[0]
        if topic == CRISIS and confidence >= self.crisis_confidence:
            return SURE
        if confidence >= self.sure_confidence and margin >= self.sure_margin:
            return SURE
        if confidence < self.unsure_confidence or margin < self.unsure_margin:
            return LOST
        is_light = topic.startswith(MOVE) and topic not in WEIGHTY
        return SURE if is_light and confidence >= self.move_confidence else UNSURE

    def is_a_question(self, ranking: Sequence[tuple[str, float]], margin: float) -> bool:
        """Whether a part of a message asks something by itself."""
        return ranking[0][1] >= self.part_confidence and margin >= self.part_margin

    def is_a_cry(self, ranking: Sequence[tuple[str, float]]) -> bool:
        """Whether a part of a message by itself is a cry for help."""
        return ranking[0][0] == CRISIS and ranking[0][1] >= self.sure_confidence
