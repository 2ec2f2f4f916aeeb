"""What visitors asked that was not answered well, masked and grouped, for people to review. Pure.

Nothing here goes live: the files are read by a person, who fills in topics and decides.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

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
    TopicSaid,
)
from bot.conversations.spoken import spoken
from bot.reports.mask import masked
from bot.reports.tally import day_of

ALIKE = 80
"""From this likeness (0–100) of their words on two questions are one group."""
NOT_LONGER = 55
"""…and this much alike in all words: one that is a small part of another is not the same."""
BANDS = ("unsure", "lost")
NOT_HELPED = "not_helped"
PERSON = "person_asked"
SAID = "topic_said"
"""A lots said what it was about, whatever the assistant had made of it."""
NEW_TOPIC = "none"
"""What a lots says of a question that belongs to none of our topics."""
_ASKING = (Reason.ASKED, Reason.NOBODY_THERE)
"""Not crisis: such words are nobody's lesson."""


@dataclass(frozen=True)
class Lesson:
    """One question, masked, and why it is here; `said` is the topic that the lots `by` gave it."""

    text: str
    language: str
    day: date
    why: frozenset[str]
    guessed: tuple[str, ...] = ()
    conversation: str = ""
    seq: int = 0
    said: str = ""
    by: str = ""

    @property
    def key(self) -> str:
        """What the same words in the same language share, and nobody can read."""
        return digest(self.language, fold(self.text))


@dataclass
class Group:
    """Questions that are alike, newest first."""

    lessons: list[Lesson] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The words by which the group is known."""
        return fold(self.lessons[0].text)

    @property
    def keys(self) -> list[str]:
        """The keys of its questions, that of the newest first."""
        return list(dict.fromkeys(lesson.key for lesson in self.lessons))

    @property
    def texts(self) -> list[str]:
        """Its different wordings."""
        return list(dict.fromkeys(lesson.text for lesson in self.lessons))

    @property
    def topic(self) -> str:
        """What lotsar most often said that it is about; "" while none has."""
        said = Counter(lesson.said for lesson in self.lessons if lesson.said)
        return said.most_common(1)[0][0] if said else ""

    @property
    def done(self) -> bool:
        """True when every question has been given a topic."""
        return all(lesson.said for lesson in self.lessons)

    @property
    def why(self) -> list[str]:
        """Why its questions are here."""
        return sorted({why for lesson in self.lessons for why in lesson.why})

    @property
    def guessed(self) -> list[str]:
        """The topics that the assistant thought of most often."""
        guesses = Counter(topic for lesson in self.lessons for topic in lesson.guessed)
        return [topic for topic, _ in guesses.most_common(3)]

    @property
    def by(self) -> list[str]:
        """The lotsar who said what it is about."""
        return sorted({lesson.by for lesson in self.lessons if lesson.by})


def digest(*parts: str) -> str:
    """A key of these parts that does not show them."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def lessons_of(events: Sequence[Event], since: date | None = None) -> list[Lesson]:
    """The lessons in the log of one conversation; none when it was or shall be erased."""
    if any(isinstance(event.body, Erased) for event in events):
        return []
    questions = {event.seq: event for event in events if _is_question(event)}
    found = {seq: _Why() for seq in questions}
    read_as = spoken(events)
    answered: dict[int, int] = {}
    newest = 0
    for event in events:
        newest = event.seq if event.seq in questions else newest
        _look(event, newest, found, answered)
    return [
        Lesson(
            masked(body.text),
            read_as.get(seq, body.language),
            day_of(event.at),
            why,
            found[seq].guessed,
            event.conversation,
            seq,
            found[seq].said,
            found[seq].by,
        )
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


class _Why:
    """Why a question was not answered well, as far as the log has been read."""

    def __init__(self) -> None:
        self.band = ""
        self.not_helped: dict[int, bool] = {}
        self.person = False
        self.guessed: tuple[str, ...] = ()
        self.said = ""
        self.by = ""

    @property
    def why(self) -> frozenset[str]:
        names = {self.band} if self.band else set()
        if any(self.not_helped.values()):
            names.add(NOT_HELPED)
        if self.person:
            names.add(PERSON)
        if self.said:
            names.add(SAID)
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
    elif isinstance(body, TopicSaid) and body.about in found:
        found[body.about].said, found[body.about].by = body.topic, body.topic and body.lots
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
