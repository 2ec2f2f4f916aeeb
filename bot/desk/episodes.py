"""Earlier cases: each time a lots had this conversation before. Pure.

A visitor's Telegram address has one conversation for good, and so has a browser: what came before
stands in the same log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.conversations.events import Event, Owner, OwnerChanged, Reason


@dataclass(frozen=True)
class Episode:
    """A case that has ended: who had it, from when to when, and how it ended."""

    seq: int
    began: datetime
    ended: datetime
    lots: str
    reason: str
    outcome: str


def episodes(events: Sequence[Event]) -> list[Episode]:
    """The cases that lotsar closed or handed back, newest first; `seq` is where each began.

    What was erased is not among them: its events are blank.
    """
    found: list[Episode] = []
    first: Event | None = None
    lots = ""
    for event in events:
        body = event.body
        if not isinstance(body, OwnerChanged):
            continue
        if body.owner is not Owner.ASSISTANT:
            first = first or event
            lots = body.lots or lots
        else:
            if first and lots and body.reason in (Reason.CLOSED, Reason.HANDED_BACK):
                found.append(
                    Episode(first.seq, first.at, event.at, lots, body.reason.value, body.outcome)
                )
            first, lots = None, ""
    return found[::-1]
