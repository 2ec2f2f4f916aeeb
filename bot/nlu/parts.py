"""Finds the two questions in a message that asks two. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content.fold import words
from bot.nlu.banding import MOVE

_SENTENCES = re.compile(r"(?<=[?!.…])\s+|\n+")
_JOINED = re.compile(
    r"[,;]\s+|\s+(?:och|samt|and|also|plus|ja|ning|un|ir|bei|o|&)\s+", re.IGNORECASE
)
_LEAST_WORDS = 2
_MOST_JOINTS = 4


def splits(text: str) -> list[tuple[str, ...]]:
    """The ways to read `text` as several questions, in their order; none for most messages.

    Sentences that end with a question mark are one way; a joint between two halves of one
    sentence ("… and …", a comma) each another.
    """
    sentences = [part.strip() for part in _SENTENCES.split(text) if part.strip()]
    asked = tuple(part for part in sentences if part.endswith("?"))
    if len(asked) > 1:
        return [asked]
    last = asked[0] if asked else text
    joints = list(_JOINED.finditer(last))[:_MOST_JOINTS]
    halves = [(last[: joint.start()], last[joint.end() :]) for joint in joints]
    return [half for half in halves if all(len(words(part)) >= _LEAST_WORDS for part in half)]


def two_questions(
    readings: Sequence[Sequence[tuple[str, float]]], topic: str, is_sure: bool
) -> tuple[str, str] | None:
    """The two topics of fact that a message asks for, in their order, or None when it asks one.

    `readings` holds, for each of the splits, the parts that are sure: topic and confidence.
    `topic` is what the whole message asks for; when that `is_sure` it is one of the two.
    """
    best: tuple[float, tuple[str, str]] | None = None
    for parts in readings:
        confidences: dict[str, float] = {}
        for name, confidence in parts:
            if not name.startswith(MOVE):
                confidences.setdefault(name, confidence)
        if len(confidences) < 2 or (is_sure and topic not in list(confidences)[:2]):
            continue
        first, second = list(confidences)[:2]
        least = min(confidences[first], confidences[second])
        if best is None or least > best[0]:
            best = (least, (first, second))
    return best[1] if best else None
