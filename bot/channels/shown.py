"""What of the log a visitor sees: the events of design section 6, and nothing of the desk's."""

from __future__ import annotations

import dataclasses
from typing import Any

from bot.conversations.events import (
    Author,
    CardChanged,
    EmailKnown,
    Erased,
    Event,
    FeedbackGiven,
    LanguageChanged,
    Message,
    OwnerChanged,
    PlaceChanged,
)
from bot.conversations.inbox import button_token
from bot.conversations.stored import kind_of


def shown(event: Event) -> dict[str, Any] | None:
    """The event as JSON data for the visitor, or None when it is not for the visitor's eyes."""
    fields = _fields(event)
    if fields is None:
        return None
    about = {"seq": event.seq, "at": event.at.isoformat(), "type": kind_of(event.body)}
    return about | {key: value for key, value in fields.items() if value not in ("", None, [])}


def _fields(event: Event) -> dict[str, Any] | None:
    body = event.body
    if isinstance(body, Message):
        return None if body.unsent else _message(event.seq, body)
    if isinstance(body, OwnerChanged):
        return {"owner": body.owner.value, "lots": body.lots, "promised": body.promised}
    if isinstance(body, LanguageChanged):
        return {"language": body.language}
    if isinstance(body, PlaceChanged):
        return {"municipality": body.municipality}
    if isinstance(body, EmailKnown):
        return {"email": body.email}
    if isinstance(body, CardChanged):
        return {"card": dict(body.card)}
    if isinstance(body, (FeedbackGiven, Erased)):
        return dataclasses.asdict(body)
    return None


def _message(seq: int, message: Message) -> dict[str, Any]:
    return {
        "from": message.author.value,
        "text": message.text,
        "language": message.language,
        "id": message.client_id if message.author is Author.VISITOR else "",
        "topic": message.topic,
        "answers": message.answers or None,
        "sources": [dataclasses.asdict(source) for source in message.sources],
        "buttons": [
            {"title": button.title, "payload": button_token(seq, index), "quiet": button.quiet}
            for index, button in enumerate(message.buttons)
        ],
        "listings": [dataclasses.asdict(listing) for listing in message.listings],
        "lots": message.lots,
        "original": message.original,
        "original_language": message.original_language,
        "translated_by": message.translated_by,
    }
