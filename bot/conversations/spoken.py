"""In which language a visitor's messages are, as far as the assistant has read them. Pure.

A message is kept with the language that the conversation had when it came: for the first one a
guess, after the telephone or the page. What the assistant read it as comes with its answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.events import Event, LanguageChanged, Message, OwnerChanged


def spoken(events: Sequence[Event]) -> dict[int, str]:
    """By its seq, the language of each message that the assistant handled in these events.

    Left out is what it handled after a person had chosen the language: that says how to answer,
    not what was read.
    """
    read_as: dict[int, str] = {}
    language = ""
    for event in events:
        body = event.body
        if isinstance(body, LanguageChanged):
            language = "" if body.chosen else body.language
        elif isinstance(body, (Message, OwnerChanged)) and body.answers and language:
            read_as.setdefault(body.answers, language)
    return read_as
