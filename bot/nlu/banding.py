"""The rule that makes a band of a ranking and a margin. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.understanding import LOST, SURE, UNSURE

CRISIS = "conversation.crisis"


@dataclass(frozen=True)
class Thresholds:
    """Where a band begins; confidence is 0 to 1, a margin is a decision value, 0 at the border."""

    sure_confidence: float = 0.65
    sure_margin: float = -0.3
    unsure_confidence: float = 0.15
    unsure_margin: float = -0.65
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
        if confidence >= self.unsure_confidence and margin >= self.unsure_margin:
            return UNSURE
        return LOST
