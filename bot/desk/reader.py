"""What the assistant understands of words that a visitor wrote to a person, asked once each."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence

import structlog

from bot.assistant import Assistant
from bot.content.reading import Reading
from bot.conversations.events import Event
from bot.conversations.owner import State
from bot.desk.suggested import unheard
from bot.errors import RasaUnavailable

log = structlog.get_logger()

KEPT = 1000
"""Readings kept in memory: topics and a language, no words."""
REST_S = 15.0
"""How long rasa is left alone when it did not answer, so that a lots does not wait each time."""


class Reader:
    """Reads the newest words of conversations; safe to ask again and again."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._kept: OrderedDict[tuple[str, int, int, str], Reading] = OrderedDict()
        self._rest_until = 0.0

    async def newest(self, events: Sequence[Event], state: State) -> Reading | None:
        """What is understood of the visitor's last words, if the assistant did not handle them.

        None as well when rasa gives no answer in time.
        """
        found = unheard(events)
        if found is None:
            return None
        event, text = found
        key = (event.conversation, event.seq, len(text), state.language)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if time.monotonic() < self._rest_until:
            return None
        try:
            reading = await self._assistant.read(text, state.language, state.municipality)
        except RasaUnavailable as error:
            self._rest_until = time.monotonic() + REST_S
            log.info("suggestions.unread", why=str(error))
            return None
        self._kept[key] = reading
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return reading
