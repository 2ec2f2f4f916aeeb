"""Conversations for the tests of reports."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.conversations.events import (
    Author,
    Body,
    Event,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
)

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def visitor(text: str = "hej", language: str = "sv") -> Message:
    return Message(Author.VISITOR, text, language)


def sure(topic: str = "housing.queue", answers: int = 0) -> Message:
    return Message(Author.ASSISTANT, "svar", "sv", topic=topic, band="sure", answers=answers)


def lost(answers: int = 0, band: str = "lost") -> Message:
    return Message(Author.ASSISTANT, "va?", "sv", band=band, answers=answers)


def lots(text: str = "Hej") -> Message:
    return Message(Author.LOTS, text, "sv", lots_id=1, lots="Anna")


ASKED = OwnerChanged(Owner.WAITING, Reason.ASKED)
LEFT = OwnerChanged(Owner.MESSAGE_LEFT, Reason.NOBODY_THERE)
CLAIMED = OwnerChanged(Owner.LOTS, Reason.CLAIMED, lots_id=1, lots="Anna")
CANCELLED = OwnerChanged(Owner.ASSISTANT, Reason.CANCELLED)
CLOSED = OwnerChanged(Owner.ASSISTANT, Reason.CLOSED, outcome="answered")
LULEA = PlaceChanged("lulea")
LATVIAN = LanguageChanged("lv")


def log(*steps: tuple[float, Body], start: datetime = MONDAY) -> list[Event]:
    """A log: each step is minutes after the start, and what happened."""
    return [
        Event("c1", seq, start + timedelta(minutes=minutes), body)
        for seq, (minutes, body) in enumerate(steps, 1)
    ]
