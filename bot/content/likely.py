"""Topics whose answer shares words with a message: plain word matching, no understanding.

It is what the desk has for what is written to a lots when rasa cannot read it. Of the questions
in tests/nlu/dev.*.tsv the right topic is among the first three for more than four in ten; a lots
chooses, so that a wrong one costs a glance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, sqrt

from bot.content.catalog import Content
from bot.content.fold import words
from bot.content.model import Answer
from bot.locales import LOCALES

SHORTEST = 3
"""Letters; shorter words say little."""
STEM = 5
"""Letters by which words are compared, so that most endings do not matter."""
LABEL = 4
"""How many times a word of the label counts as much as one of the answer."""
LEAST = 0.3
"""The score from which a topic is worth showing: one rare word, or a few that are less so."""
_SWEDISH = "sv"

Weights = Mapping[str, float]


class Likely:
    """The words of every answer in every language, ready to be compared."""

    def __init__(self, content: Content) -> None:
        answers = [one for one in content.answers.values() if one.text]
        self._rare: dict[str, Weights] = {}
        self._topics: dict[str, dict[str, Weights]] = {}
        for tag in LOCALES:
            counted = {answer.topic: _count(answer, tag) for answer in answers}
            found = Counter(stem for count in counted.values() for stem in count)
            rare = {stem: log(len(counted) / times) for stem, times in found.items()}
            self._rare[tag] = rare
            self._topics[tag] = {topic: _weighed(count, rare) for topic, count in counted.items()}

    def topics(self, text: str, language: str) -> tuple[str, ...]:
        """The topics whose answer in `language` shares words with `text`, the likest first."""
        rare, said = self._rare.get(language, {}), set(_stems(text))
        scores = Counter(
            {
                topic: sum(rare[stem] * weights[stem] for stem in said & weights.keys())
                for topic, weights in self._topics.get(language, {}).items()
            }
        )
        return tuple(topic for topic, score in scores.most_common() if score >= LEAST)


def _count(answer: Answer, tag: str) -> Counter[str]:
    """How often each stem stands in an answer; its Swedish name counts in every language."""
    count = Counter(_stems(f"{answer.text.get(tag, '')} {answer.local.get(tag, '')}"))
    for stem in _stems(answer.label.get(tag, "")):
        count[stem] += LABEL
    count.update(_stems(answer.label.get(_SWEDISH, "")))
    return count


def _weighed(count: Counter[str], rare: Weights) -> Weights:
    """Rare stems weigh more, and all answers the same, however long they are."""
    weights = {stem: (1 + log(times)) * rare[stem] for stem, times in count.items()}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {stem: weight / length for stem, weight in weights.items()}


def _stems(text: str) -> Iterable[str]:
    """The beginning of each word, and a longer word as it stands."""
    found = [word for word in words(text) if len(word) >= SHORTEST]
    return [word[:STEM] for word in found] + [word for word in found if len(word) > STEM]
