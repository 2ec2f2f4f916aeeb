"""How the body of an event is stored: its kind, and its JSON."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any

from bot.conversations.events import (
    AnswerProposed,
    Author,
    Blank,
    Body,
    Button,
    CardChanged,
    EmailKnown,
    Erased,
    FeedbackGiven,
    Guess,
    LanguageChanged,
    Listing,
    Message,
    NoteWritten,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
    Reminded,
    Source,
    Tagged,
    TimeZoneKnown,
    TopicSaid,
    Translated,
)

KINDS: dict[str, type[Body]] = {
    "message": Message,
    "owner": OwnerChanged,
    "language": LanguageChanged,
    "place": PlaceChanged,
    "time_zone": TimeZoneKnown,
    "card": CardChanged,
    "feedback": FeedbackGiven,
    "note": NoteWritten,
    "tags": Tagged,
    "email": EmailKnown,
    "translated": Translated,
    "topic_said": TopicSaid,
    "proposal": AnswerProposed,
    "reminded": Reminded,
    "erased": Erased,
    "blank": Blank,
}
_NAMES = {body: name for name, body in KINDS.items()}


def kind_of(body: Body) -> str:
    """The name under which a body is stored and shown."""
    return _NAMES[type(body)]


def to_json(body: Body) -> dict[str, Any]:
    """A body as JSON data, without what has its default value."""
    return {
        item.name: _plain(getattr(body, item.name))
        for item in dataclasses.fields(body)
        if getattr(body, item.name) != item.default
    }


def from_json(kind: str, data: dict[str, Any]) -> Body:
    """The body that `to_json` wrote."""
    values = dict(data)
    if kind == "message":
        values["author"] = Author(values["author"])
        values["understood"] = tuple(Guess(**guess) for guess in values.get("understood", ()))
        values["sources"] = tuple(Source(**source) for source in values.get("sources", ()))
        values["buttons"] = tuple(Button(**button) for button in values.get("buttons", ()))
        values["listings"] = tuple(Listing(**one) for one in values.get("listings", ()))
    if kind == "tags":
        values["tags"] = tuple(values["tags"])
    if kind == "owner":
        values["owner"] = Owner(values["owner"])
        values["reason"] = Reason(values["reason"])
    return KINDS[kind](**values)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [one if isinstance(one, str) else dataclasses.asdict(one) for one in value]
    return value
