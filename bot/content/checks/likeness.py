"""Rules for how different the training rows of a topic are: rows that resemble teach little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.content.checks.project import Findings, Project
from bot.content.fold import key, words
from bot.content.rows import Row
from bot.errors import ContentError

TOO_ALIKE = 0.8
"""The share of words that two rows of a topic have in common, from which one of them goes."""
LEAST_WORDS = 4
"""Shorter rows are alike by chance."""
FRAME_WORDS = 3
LEAST_FRAMES = 0.7
"""The least share of different openings among the rows of a topic in a language."""


def alike(project: Project) -> Findings:
    """No row is another of its topic with a word or two changed."""
    for rows in by_topic(project.rows).values():
        for share, first, row in likenesses(rows):
            # The same words in the same order are what `questions.once` finds.
            if share >= TOO_ALIKE and key(first.text) != key(row.text):
                where = f"{first.file.relative_to(project.root)}:{first.line}"
                message = f"{row.text!r} has {share:.0%} of its words in common with {where}"
                yield ContentError(message, row.file, row.line)


def varied(project: Project) -> Findings:
    """The rows of a topic begin in different ways."""
    for (topic, language), rows in by_topic(project.rows).items():
        if (share := frames(rows)) < LEAST_FRAMES:
            message = f"{topic} in {language}: only {share:.0%} of the openings differ"
            yield ContentError(message, rows[0].file, rows[0].line)


def by_topic(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """The rows of each (topic, language)."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row.topic, row.language].append(row)
    return found


def likenesses(rows: Sequence[Row]) -> Iterator[tuple[float, Row, Row]]:
    """How much of their words (0 to 1, Jaccard) each two of `rows` share, where it can be much."""
    known = [(row, frozenset(words(row.text))) for row in rows]
    long = [(row, said) for row, said in known if len(said) >= LEAST_WORDS]
    for (first, one), (second, other) in combinations(long, 2):
        # Sets of very different size cannot share most of their words.
        if TOO_ALIKE <= len(one) / len(other) <= 1 / TOO_ALIKE:
            shared = len(one & other)
            yield shared / (len(one) + len(other) - shared), first, second


def frames(rows: Sequence[Row]) -> float:
    """How many different openings of three words `rows` have, as a share of their number."""
    return len({" ".join(words(row.text)[:FRAME_WORDS]) for row in rows}) / len(rows)
