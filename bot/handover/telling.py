"""What a visitor who waits is told: who is there, her place, how long it takes, by when at last."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handover.availability import Availability
from bot.handover.calendar import Phrases, moment_text

_WHO = {
    Availability.ALL_BUSY: "notice.queue_all_busy",
    Availability.NOBODY_ON_DUTY: "notice.queue_nobody",
}
_LEFT = {
    Availability.CLOSED_NOW: "notice.left_closed",
    Availability.HOLIDAY: "notice.left_holiday",
}


@dataclass(frozen=True)
class Truth:
    """How it stands with one wait; `minutes` is 0 when too little is known to speak of time.

    `promised` is the moment of the promise, empty when none is made.
    """

    outcome: Availability
    place: int
    minutes: int
    promised: str


def wait_text(phrases: Phrases, truth: Truth, language: str, zone: str) -> str:
    """The sentences that follow the one that she is in the queue."""
    said = []
    if truth.outcome in _WHO:
        said.append(phrases.phrase(_WHO[truth.outcome], language))
    said.append(phrases.phrase("notice.queue_place", language, place=str(truth.place)))
    if truth.minutes and truth.outcome is not Availability.NOBODY_ON_DUTY:
        minutes = str(truth.minutes)
        said.append(phrases.phrase("notice.queue_minutes", language, minutes=minutes))
    if truth.promised:
        day = moment_text(phrases, truth.promised, language, zone)
        said.append(phrases.phrase("notice.queue_promise", language, day=day))
    return " ".join(said)


def left_key(outcome: Availability) -> str:
    """The phrase by which a question is left for later, as the outcome has it."""
    return _LEFT.get(outcome, "notice.message_left")
