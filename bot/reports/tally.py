"""What happened in conversations, counted by day: a pure fold over events.

Counted are *visits*: what one visitor and Farled say to each other until the visitor has been
silent for `DIALOGUE_PAUSE` while the assistant has the conversation. A visit belongs whole to the
day in Swedish time on which it began, so that weeks are sums of days.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.conversations import helped
from bot.conversations.events import (
    Author,
    Event,
    FeedbackGiven,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
)
from bot.conversations.owner import DIALOGUE_PAUSE

SWEDEN = ZoneInfo("Europe/Stockholm")
SURE = "sure"
BY = ("assistant", "person", "unanswered")
"""Who answered a visit: a person if a lots wrote anything in it; else the assistant, if it was sure
of an answer and no person was still asked for; else nobody."""
HANDOVERS = frozenset({Reason.ASKED, Reason.CRISIS, Reason.NOBODY_THERE, Reason.STEPPED_IN})
"""The reasons for which a conversation leaves the assistant."""
NO_OUTCOME = "none"
_SMALL_TALK = "conversation."


@dataclass(frozen=True)
class Visit:
    """One visit, as far as it is counted; no word of it and nothing of who it was."""

    day: date
    language: str = "sv"
    place: str = ""
    by: str = "unanswered"
    messages: int = 0
    topics: frozenset[str] = frozenset()
    handovers: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    helped: int = 0
    not_helped: int = 0
    person_helped: int = 0
    person_not_helped: int = 0
    waits_s: tuple[float, ...] = ()


@dataclass
class Tally:
    """Counts of some visits; two can be added."""

    visits: int = 0
    messages: int = 0
    by: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    handovers: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    feedback: Counter[str] = field(default_factory=Counter)
    waits_s: list[float] = field(default_factory=list)

    def add(self, visit: Visit) -> None:
        """Counts one more visit."""
        self.visits += 1
        self.messages += visit.messages
        self.by[visit.by] += 1
        self.languages[visit.language] += 1
        self.places[visit.place] += 1
        self.topics.update(visit.topics)
        self.handovers.update(visit.handovers)
        self.outcomes.update(visit.outcomes)
        self.feedback.update(
            helped=visit.helped,
            not_helped=visit.not_helped,
            person_helped=visit.person_helped,
            person_not_helped=visit.person_not_helped,
        )
        self.waits_s += visit.waits_s

    def __add__(self, other: Tally) -> Tally:
        """The counts of the visits of both."""
        return Tally(
            self.visits + other.visits,
            self.messages + other.messages,
            self.by + other.by,
            self.languages + other.languages,
            self.places + other.places,
            self.topics + other.topics,
            self.handovers + other.handovers,
            self.outcomes + other.outcomes,
            self.feedback + other.feedback,
            self.waits_s + other.waits_s,
        )


def visits(events: Iterable[Event]) -> list[Visit]:
    """The visits in the log of one conversation, oldest first; none when it was erased."""
    walk = _Walk()
    for event in events:
        walk.step(event)
    return walk.ended()


def by_week(days: Mapping[date, Tally]) -> dict[date, Tally]:
    """Counts by week, named by its Monday: the sums of its days."""
    weeks: dict[date, Tally] = {}
    for day in sorted(days):
        monday = week_of(day)
        weeks[monday] = weeks.get(monday, Tally()) + days[day]
    return weeks


def week_of(day: date) -> date:
    """The Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def day_of(at: datetime) -> date:
    """The day in Sweden at a point in time."""
    return at.astimezone(SWEDEN).date()


def percentile(values: list[float], share: float) -> float | None:
    """The value under which that share of the values lies; None without values."""
    if len(values) < 2:
        return values[0] if values else None
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return cuts[round(share * 100) - 1]


class _Walk:
    """Goes through a log and cuts it into visits."""

    def __init__(self) -> None:
        self._done: list[Visit] = []
        self._open: _Open | None = None
        self._owner, self._language, self._place = Owner.ASSISTANT, "sv", ""
        self._wrote: datetime | None = None
        self._of_people: set[int] = set()

    def step(self, event: Event) -> None:
        """Takes one more event."""
        body = event.body
        if isinstance(body, LanguageChanged):
            self._language = body.language
        elif isinstance(body, PlaceChanged):
            self._place = body.municipality
        elif helped.is_press(body):
            return
        elif isinstance(body, Message) and body.author is Author.VISITOR:
            self._written(event.at)
        elif isinstance(body, OwnerChanged):
            self._owned(event.at, body)
        if helped.is_question(body) or (isinstance(body, Message) and body.author is Author.LOTS):
            self._of_people.add(event.seq)
        if self._open and isinstance(body, FeedbackGiven):
            self._open.judged(body, of_person=body.about in self._of_people)
        elif self._open:
            self._open.step(event)

    def ended(self) -> list[Visit]:
        """All visits."""
        self._close()
        return self._done

    def _written(self, at: datetime) -> None:
        paused = self._wrote is not None and at - self._wrote > DIALOGUE_PAUSE
        if self._open is None or (paused and self._owner is Owner.ASSISTANT):
            self._begin(at)
        self._wrote = at

    def _owned(self, at: datetime, change: OwnerChanged) -> None:
        if self._open is None and change.reason in HANDOVERS:
            self._begin(at)
        self._owner = change.owner

    def _begin(self, at: datetime) -> None:
        self._close()
        self._open = _Open(day_of(at))

    def _close(self) -> None:
        if self._open:
            self._done.append(self._open.visit(self._language, self._place))
            self._open = None


class _Open:
    """A visit that is still going on."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._messages = 0
        self._person = self._sure = False
        self._asked_at: datetime | None = None
        self._topics: set[str] = set()
        self._handovers: list[str] = []
        self._outcomes: list[str] = []
        self._feedback: dict[int, bool] = {}
        self._people: dict[int, bool] = {}
        self._waits: list[float] = []

    def step(self, event: Event) -> None:
        body = event.body
        if isinstance(body, Message):
            self._said(event.at, body)
        elif isinstance(body, OwnerChanged):
            self._owned(event.at, body)

    def judged(self, feedback: FeedbackGiven, *, of_person: bool) -> None:
        """Takes the visitor's verdict on an answer, or on a lots; the last one counts."""
        verdicts = self._people if of_person else self._feedback
        verdicts[feedback.about] = feedback.helpful

    def visit(self, language: str, place: str) -> Visit:
        """The visit, now that it is over."""
        answered = "assistant" if self._sure and self._asked_at is None else "unanswered"
        answers, people = sum(self._feedback.values()), sum(self._people.values())
        return Visit(
            self._day,
            language,
            place,
            "person" if self._person else answered,
            self._messages,
            frozenset(self._topics),
            tuple(self._handovers),
            tuple(self._outcomes),
            answers,
            len(self._feedback) - answers,
            people,
            len(self._people) - people,
            tuple(self._waits),
        )

    def _said(self, at: datetime, message: Message) -> None:
        if message.author is Author.VISITOR:
            self._messages += 1
        elif message.author is Author.LOTS:
            self._person = True
            if self._asked_at is not None:
                self._waits.append((at - self._asked_at).total_seconds())
                self._asked_at = None
        elif message.author is Author.ASSISTANT and not message.unsent and message.band == SURE:
            self._sure = True
            if message.topic and not message.topic.startswith(_SMALL_TALK):
                self._topics.add(message.topic)

    def _owned(self, at: datetime, change: OwnerChanged) -> None:
        if change.reason in HANDOVERS:
            self._handovers.append(change.reason.value)
            if change.owner is not Owner.LOTS and self._asked_at is None:
                self._asked_at = at
        elif change.reason is Reason.CANCELLED:
            self._asked_at = None
        elif change.reason is Reason.CLOSED:
            self._asked_at = None
            self._outcomes.append(change.outcome or NO_OUTCOME)
