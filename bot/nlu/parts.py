"""Finds the two questions in a message that asks two. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content.fold import words
from bot.content.model import MOVE
from bot.nlu.banding import WEIGHTY

_SENTENCES = re.compile(r"(?<=[?!.…])\s+|\n+")
_AND = {
    "sv": "och|samt",
    "en": "and|also|plus",
    "et": "ja|ning",
    "lv": "un",
    "lt": "ir|bei|o",
}
_JOINED = {
    tag: re.compile(rf"[,;]\s+|\s+(?:{joints}|&)\s+", re.IGNORECASE) for tag, joints in _AND.items()
}
_LEAST_WORDS = 2
_MOST_JOINTS = 4


def splits(text: str, language: str) -> list[tuple[str, ...]]:
    """The ways to read a text as several questions, in their order; none for most messages.

    Sentences that end with a question mark are one way; a joint between two halves of one
    sentence ("… and …", a comma) each another.
    """
    sentences = [part.strip() for part in _SENTENCES.split(text) if part.strip()]
    asked = tuple(part for part in sentences if part.endswith("?"))
    if len(asked) > 1:
        return [asked]
    last = asked[0] if asked else text
    joints = list(_JOINED[language].finditer(last))[:_MOST_JOINTS]
    halves = [(last[: joint.start()], last[joint.end() :]) for joint in joints]
    return [half for half in halves if all(len(words(part)) >= _LEAST_WORDS for part in half)]


def two_questions(
    readings: Sequence[Sequence[tuple[str, float]]], topic: str, is_sure: bool
) -> tuple[tuple[str, float], tuple[str, float]] | None:
    """The two topics of fact that a message asks for, in their order, or None when it asks one.

    Nor does a message that also asks for a person, for deletion or for help in danger.

    `readings` holds, for each of the splits, the parts that are sure: topic and confidence.
    `topic` is what the whole message asks for; when that `is_sure` it is one of the two.
    """
    best: tuple[float, list[tuple[str, float]]] | None = None
    for parts in readings:
        if any(name in WEIGHTY for name, _ in parts):
            return None
        confidences: dict[str, float] = {}
        for name, confidence in parts:
            if not name.startswith(MOVE):
                confidences.setdefault(name, confidence)
        two = list(confidences.items())[:2]
        if len(two) < 2 or (is_sure and topic not in dict(two)):
            continue
        least = min(confidence for _, confidence in two)
        if best is None or least > best[0]:
            best = (least, two)
    return (best[1][0], best[1][1]) if best else None
