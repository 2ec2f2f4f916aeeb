"""In which language a visitor's messages are, as far as anybody has read them. Pure.

A message is kept with the language that the conversation had when it came: for the first one a
guess, after the telephone or the page. What the assistant read it as comes with its answer; of
what the assistant does not read, a lots can say it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.events import Author, Event, LanguageChanged, Message, Owner, OwnerChanged


def spoken(events: Sequence[Event]) -> dict[int, str]:
    """By its seq, the language of each message that the assistant or a lots has read.

    Left out is what the assistant handled after a person had chosen the language: that says how to
    answer, not what was read. What a lots says holds for all words that were not the assistant's to
    read since it last had the conversation.
    """
    read_as: dict[int, str] = {}
    said: dict[int, str] = {}
    unread: set[int] = set()
    language = ""
    for event in events:
        body = event.body
        if isinstance(body, LanguageChanged):
            language = "" if body.chosen else body.language
            if body.lots:
                said.update(dict.fromkeys(unread, body.language))
        elif isinstance(body, (Message, OwnerChanged)) and body.answers:
            unread.discard(body.answers)
            if language:
                read_as.setdefault(body.answers, language)
        if isinstance(body, OwnerChanged) and body.owner is Owner.ASSISTANT:
            unread.clear()
        elif isinstance(body, Message) and body.author is Author.VISITOR and not body.payload:
            unread.add(event.seq)
    return said | read_as
