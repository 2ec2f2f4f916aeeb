"""What visitors asked that was not answered well, masked and grouped, for people to review. Pure.

Nothing here goes live: the files are read by a person, who fills in topics and decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from rapidfuzz import fuzz

from bot.content.fold import fold
from bot.conversations.events import (
    Author,
    Erased,
    Event,
    FeedbackGiven,
    Message,
    OwnerChanged,
    Reason,
)
from bot.reports.mask import masked
from bot.reports.tally import day_of

ALIKE = 80
"""From this likeness (0–100) of their words on two questions are one group."""
NOT_LONGER = 55
"""…and this much alike in all words: one that is a small part of another is not the same."""
BANDS = ("unsure", "lost")
NOT_HELPED = "not_helped"
PERSON = "person_asked"
_ASKING = (Reason.ASKED, Reason.NOBODY_THERE)
"""Not crisis: such words are nobody's lesson."""
_HEAD = """\
# Questions that were not answered well, up to {day}. For review: nothing here is live.
# Masked by rules that miss names standing alone: read every line before it goes into git.
# Fill in `topic` (an id of content/topics.yml), correct `draft`, move it to data/nlu/{language}/.
"""


@dataclass(frozen=True)
class Lesson:
    """One question, masked, and why it is here."""

    text: str
    language: str
    day: date
    why: frozenset[str]
    guessed: tuple[str, ...] = ()


@dataclass
class Group:
    """Questions that are alike, newest first."""

    lessons: list[Lesson] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The words by which the group is known."""
        return fold(self.lessons[0].text)


def lessons_of(events: Sequence[Event], since: date | None = None) -> list[Lesson]:
    """The lessons in the log of one conversation; none when it was or shall be erased."""
    if any(isinstance(event.body, Erased) for event in events):
        return []
    questions = {event.seq: event for event in events if _is_question(event)}
    found = {seq: _Why() for seq in questions}
    answered: dict[int, int] = {}
    newest = 0
    for event in events:
        newest = event.seq if event.seq in questions else newest
        _look(event, newest, found, answered)
    return [
        Lesson(masked(body.text), body.language, day_of(event.at), why, found[seq].guessed)
        for seq, event in questions.items()
        if seq in found and (why := found[seq].why)
        if isinstance(body := event.body, Message)
        if since is None or day_of(event.at) >= since
    ]


def grouped(lessons: Iterable[Lesson]) -> list[Group]:
    """The lessons of one language in groups of alike ones; the group with the newest first."""
    groups: list[Group] = []
    for lesson in sorted(lessons, key=lambda one: one.day, reverse=True):
        words = fold(lesson.text)
        group = next((one for one in groups if _alike(words, one.first)), None)
        if group is None:
            group = Group()
            groups.append(group)
        group.lessons.append(lesson)
    return groups


def as_yaml(groups: Sequence[Group], language: str, day: date) -> str:
    """The file of one language to be reviewed."""
    rows = [_row(group) for group in groups]
    head = _HEAD.format(day=day, language=language)
    return head + yaml.safe_dump(
        {"language": language, "groups": rows}, allow_unicode=True, sort_keys=False, width=100
    )


def _row(group: Group) -> dict[str, Any]:
    texts = list(dict.fromkeys(lesson.text for lesson in group.lessons))
    guessed = Counter(topic for lesson in group.lessons for topic in lesson.guessed)
    return {
        "topic": "?",
        "draft": min(texts, key=len),
        "asked": len(group.lessons),
        "newest": group.lessons[0].day,
        "why": sorted({why for lesson in group.lessons for why in lesson.why}),
        "guessed": [topic for topic, _ in guessed.most_common(3)],
        "examples": texts,
    }


class _Why:
    """Why a question was not answered well, as far as the log has been read."""

    def __init__(self) -> None:
        self.band = ""
        self.not_helped: dict[int, bool] = {}
        self.person = False
        self.guessed: tuple[str, ...] = ()

    @property
    def why(self) -> frozenset[str]:
        names = {self.band} if self.band else set()
        if any(self.not_helped.values()):
            names.add(NOT_HELPED)
        if self.person:
            names.add(PERSON)
        return frozenset(names)


def _look(event: Event, newest: int, found: dict[int, _Why], answered: dict[int, int]) -> None:
    """Takes one more event: what it says of the questions before it."""
    body = event.body
    if isinstance(body, Message) and body.author is Author.ASSISTANT and body.answers in found:
        answered[event.seq] = body.answers
        if body.band in BANDS and not body.unsent:
            found[body.answers].band = body.band
            found[body.answers].guessed = tuple(one.topic for one in body.understood)
    elif isinstance(body, FeedbackGiven) and body.about in answered:
        found[answered[body.about]].not_helped[body.about] = not body.helpful
    elif isinstance(body, OwnerChanged) and (body.answers or newest) in found:
        if body.reason in _ASKING:
            found[body.answers or newest].person = True
        elif body.reason is Reason.CRISIS:
            found.pop(body.answers or newest)


def _is_question(event: Event) -> bool:
    body = event.body
    return isinstance(body, Message) and body.author is Author.VISITOR and not body.payload


def _alike(one: str, other: str) -> bool:
    return (
        fuzz.token_set_ratio(one, other) >= ALIKE
        and fuzz.token_sort_ratio(one, other) >= NOT_LONGER
    )
