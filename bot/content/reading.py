"""What the model understands of words that it was not asked to answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import MOVE
from bot.content.understanding import LOST

MOST = 3
"""Topics that a lots is shown at the same time."""
SURE_ENOUGH = 0.6
"""A likeliest topic less likely than this shows nothing (benchmarks/suggestions.py)."""
LEAST = 0.08
"""A topic less likely than this is shown beside no other."""


@dataclass(frozen=True)
class Reading:
    """The language, the band and the likeliest topics of some words, best first."""

    language: str
    band: str
    ranking: tuple[tuple[str, float], ...]


def worth_showing(reading: Reading, cut: float = SURE_ENOUGH) -> list[str]:
    """The topics of fact that the words may be about; none when they are most likely no question.

    Who greets, thanks or only tells something gets no answer from content/.
    """
    if reading.band == LOST or not reading.ranking or reading.ranking[0][0].startswith(MOVE):
        return []
    if reading.ranking[0][1] < cut:
        return []
    likely = [topic for topic, confidence in reading.ranking if confidence >= LEAST]
    return [topic for topic in likely if not topic.startswith(MOVE)]
