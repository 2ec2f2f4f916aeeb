"""Four made-up weeks of conversations, so that the picture of the report has something to show."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bot.conversations.events import (
    Author,
    Body,
    FeedbackGiven,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
)
from bot.conversations.notifier import Notifier
from bot.conversations.store import Store, utc_now

WEEKS = 4
A_WEEK = (58, 71, 66, 84)
"""Conversations in each week, the oldest first."""
LANGUAGES = ("sv", "en", "et", "lv", "lt")
PLACES = ("lulea", "kiruna", "sorsele")
TOPICS = ("housing.find_rental", "education.preschool_apply", "jobs.search")
QUESTION_AT = 3
"""The seq of the first question: language and place come before it."""


def live_through(database: str) -> None:
    """Writes the weeks before this one into the hub's database."""
    chance, now = random.Random(7), utc_now()
    monday = (now - timedelta(days=now.weekday(), weeks=WEEKS)).replace(hour=9, minute=0)
    clock = [monday]
    store = Store(database, Notifier(), clock=lambda: clock[0])
    for week, number in enumerate(A_WEEK):
        for _ in range(number):
            minutes = chance.randrange(5 * 8 * 60)
            day, minute = divmod(minutes, 8 * 60)
            start = monday + timedelta(weeks=week, days=day, minutes=minute)
            _converse(store, clock, start, _steps(chance))
    store.close()


def _converse(
    store: Store, clock: list[datetime], start: datetime, steps: list[tuple[int, Body]]
) -> None:
    clock[0] = start
    with store.transaction() as transaction:
        conversation, _ = transaction.open("web", None)
    for minutes, body in steps:
        clock[0] = start + timedelta(minutes=minutes)
        with store.transaction() as transaction:
            transaction.append(transaction.lock(conversation), body)


def _steps(chance: random.Random) -> list[tuple[int, Body]]:
    """What happens in one conversation, each with its minute."""
    language = chance.choice(LANGUAGES)
    steps: list[tuple[int, Body]] = [
        (0, LanguageChanged(language)),
        (0, PlaceChanged(chance.choice(PLACES))),
        (0, Message(Author.VISITOR, "…", language)),
    ]
    kind = chance.random()
    if kind < 0.1:
        lost = Message(Author.ASSISTANT, "…", language, band="lost", answers=QUESTION_AT)
        return [*steps, (0, lost)]
    if kind < 0.65:
        return [*steps, *_answered(chance, language)]
    return [*steps, *_by_a_person(chance, language)]


def _answered(chance: random.Random, language: str) -> list[tuple[int, Body]]:
    answer = Message(
        *(Author.ASSISTANT, "…", language),
        topic=chance.choice(TOPICS),
        band="sure",
        answers=QUESTION_AT,
    )
    return [(0, answer), (1, FeedbackGiven(QUESTION_AT + 1, helpful=chance.random() < 0.8))]


def _by_a_person(chance: random.Random, language: str) -> list[tuple[int, Body]]:
    wait = chance.randrange(2, 25)
    asked = OwnerChanged(Owner.WAITING, Reason.ASKED, answers=QUESTION_AT)
    claimed = OwnerChanged(Owner.LOTS, Reason.CLAIMED, lots_id=1, lots="Anna Lindgren")
    said = Message(Author.LOTS, "…", language, lots_id=1, lots="Anna Lindgren")
    closed = OwnerChanged(Owner.ASSISTANT, Reason.CLOSED, outcome="answered")
    return [(0, asked), (wait, claimed), (wait + 1, said), (wait + 20, closed)]
