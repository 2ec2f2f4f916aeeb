"""The language of a conversation: a belief that each message moves, kept in a slot. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from bot.content.catalog import Content
from bot.content.fold import fold, is_foreign_script, key, words
from bot.locales import DEFAULT, LOCALES, known
from bot.nlu.evidence import CLASSES, OTHER, TAGS, Vector

STAY = 0.97
"""How likely a conversation keeps its language from one message to the next."""
TRUST = 0.9
"""How far one message is believed: the power its probabilities are raised to."""
HINTED, CHOSEN = 0.9, 0.99
_SHORT_REQUEST_WORDS = 5
_FOREIGN = 0.9
_CLEAR, _WORTH_OFFERING = 0.9, 0.2


@dataclass(frozen=True)
class Belief:
    """How likely each of CLASSES is to be the language of the conversation; sums to 1."""

    weights: tuple[float, ...]

    @classmethod
    def none(cls) -> Belief:
        """Nothing is known."""
        return cls(tuple(1 / len(CLASSES) for _ in CLASSES))

    @classmethod
    def of(cls, language: str, weight: float) -> Belief:
        """`language` with `weight`, the others share the rest."""
        rest = (1 - weight) / (len(CLASSES) - 1)
        return cls(tuple(weight if tag == language else rest for tag in CLASSES))

    @classmethod
    def parse(cls, kept: str | None) -> Belief | None:
        """The belief that `str` wrote into a slot, or None when it holds none."""
        try:
            weights = json.loads(kept or "")
        except ValueError:
            return None
        if not isinstance(weights, dict) or sum(weights.get(tag, 0) for tag in CLASSES) <= 0:
            return None
        return cls._normalised(np.array([float(weights.get(tag, 0)) for tag in CLASSES]))

    @classmethod
    def _normalised(cls, weights: Vector) -> Belief:
        return cls(tuple(float(weight) for weight in weights / weights.sum()))

    def __str__(self) -> str:
        """The belief as JSON, for a slot."""
        return json.dumps({tag: round(w, 5) for tag, w in zip(CLASSES, self.weights, strict=True)})

    @property
    def language(self) -> str:
        """The most likely of our languages."""
        return max(zip(self.weights, TAGS, strict=False))[1]

    def other(self, language: str) -> str | None:
        """The language that may be meant instead of `language`; None when that is clear."""
        weights = dict(zip(TAGS, self.weights, strict=False))
        if weights.pop(language) >= _CLEAR:
            return None
        tag, weight = max(weights.items(), key=lambda one: one[1])
        return tag if weight >= _WORTH_OFFERING else None

    def after(self, probabilities: Vector) -> Belief:
        """The belief after a message with these `probabilities` of CLASSES."""
        before = STAY * np.array(self.weights) + (1 - STAY) / len(CLASSES)
        return self._normalised(before * np.power(probabilities, TRUST))


@dataclass(frozen=True)
class Known:
    """What is known before a message is read: from the dialogue so far, and from the hub."""

    kept: str | None = None
    """The belief of the message before, as its slot holds it."""
    language: str | None = None
    """The language of the message before."""
    hint: str | None = None
    """The language that the hub holds the conversation to be in."""
    hint_chosen: bool = True
    """Whether a person chose that language, with a button or at the desk."""

    def belief(self) -> Belief | None:
        """What to believe before the message is read; None when nothing is known."""
        hint, language = known(self.hint), known(self.language)
        if hint and language and hint != language and self.hint_chosen:
            return Belief.of(hint, CHOSEN)
        if language:
            # A language without a belief was set by an action: the visitor asked for it.
            return Belief.parse(self.kept) or Belief.of(language, CHOSEN)
        return Belief.of(hint, HINTED) if hint else None


def read(
    text: str, probabilities: Vector, before: Known, content: Content, *, says_nothing: bool = False
) -> tuple[str, Belief]:
    """The language to answer in and the belief to keep, after `text`.

    `says_nothing`: the text is a place or a number, which says nothing of its language.
    """
    belief = before.belief()
    fallback = known(before.language) or known(before.hint) or DEFAULT
    asked = asks_for(text, content)
    if asked:
        return asked, Belief.of(asked, CHOSEN)
    if says_nothing or not any(letter.isalpha() for letter in text):
        kept = belief or Belief.none()
        return (kept.language if belief else fallback), kept
    if is_foreign_script(text) or (belief is None and probabilities[-1] > _FOREIGN):
        return (belief.language if belief else fallback), belief or Belief.none()
    if belief is None:
        first = Belief.none().after(probabilities)
        return first.language, first
    if probabilities[CLASSES.index(OTHER)] > _FOREIGN:
        return belief.language, belief
    after = belief.after(probabilities)
    return after.language, after


def asks_for(text: str, content: Content) -> str | None:
    """The language that a short message asks for in that very language, as in "latviski"."""
    if len(words(text)) > _SHORT_REQUEST_WORDS:
        return None
    said = f" {key(text)} "
    for tag in LOCALES:
        spoken = content.languages.get(tag)
        names_itself = said.strip() == fold(LOCALES[tag].name)
        if names_itself or (spoken and any(f" {phrase} " in said for phrase in spoken.own)):
            return tag
    return None
