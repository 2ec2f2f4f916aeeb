"""The base of every action: something is said to each message, also when something breaks."""

from __future__ import annotations

import abc
import asyncio
import traceback
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.heard import Heard
from bot.actions.held import content, place_names
from bot.actions.understood import heard_of, kept, language_of, municipality_of
from bot.content.reply import failed
from bot.content.understanding import Reply
from bot.log import hashed

log = structlog.get_logger()


class FarledAction(Action, abc.ABC):  # type: ignore[misc]
    """An action that says what `replies` returns, and an apology when that fails.

    rasa-sdk 3.6.2 answers an exception with 500, and then the visitor hears nothing.
    """

    @abc.abstractmethod
    def replies(self, heard: Heard) -> tuple[Reply, ...]:
        """What to answer to a message so understood, at least one; the last is remembered."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Says each reply as a `custom` object, and remembers what the last says to remember."""
        try:
            heard = heard_of(tracker, content(), place_names(), date.today())
            # In a thread: a slow job service must not hold up the others' answers.
            found = await asyncio.to_thread(self.replies, heard)
        except Exception as error:
            # Not log.exception: an error's own words may quote what the visitor wrote.
            log.error(
                "action.failed",
                action=self.name(),
                conversation=hashed(tracker.sender_id),
                error=type(error).__name__,
                at=where(error),
            )
            found = (failed(content(), language_of(tracker), municipality_of(tracker)),)
        said = [reply.wire() for reply in found]
        said[-1]["kept"] = kept_after(tracker, found[-1])
        for one in said:
            dispatcher.utter_message(json_message=one)
        return [SlotSet(name, value) for name, value in changed(tracker, found[-1]).items()]


def where(error: Exception) -> list[str]:
    """The places in the code that `error` came through, outermost first, without any words."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]


def kept_after(tracker: Tracker, reply: Reply) -> dict[str, object]:
    """What the hub has to keep when `reply` is said, for when rasa's dialogue is a new one."""
    before = kept(tracker)
    return {name: reply.remember.get(name, before[name]) for name in before}


def changed(tracker: Tracker, reply: Reply) -> dict[str, object]:
    """The slots that `reply` sets to another value than they have."""
    slots: dict[str, object] = {"language": reply.language, **reply.remember}
    if reply.language_chosen or slots["language"] != tracker.get_slot("language"):
        # The belief that the language component kept is about another language: start anew.
        slots["language_belief"] = None
    return {name: value for name, value in slots.items() if tracker.get_slot(name) != value}
