"""Reads what was understood out of rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from bot.content import Content
from bot.content.fold import is_foreign_script
from bot.content.model import ORIGINS
from bot.content.origins import Named, origin_named
from bot.content.understanding import Understanding, classified
from bot.locales import known, or_default

PAYLOAD = "/"


def understanding(tracker: Tracker, content: Content) -> Understanding:
    """The latest message of `tracker`, and what the dialogue before it left in its slots."""
    message: Mapping[str, Any] = tracker.latest_message or {}
    found = classified(message)
    text = str(message.get("text") or "")
    pressed = _pressed_with(message)
    language = language_of(tracker)
    named = _origin(text, pressed, language, content)
    return Understanding(
        topic=found.topic,
        confidence=found.confidence,
        band=found.band,
        ranking=found.ranking,
        second=found.second,
        pressed=text.startswith(PAYLOAD),
        pressed_with=pressed,
        language=language,
        municipality=municipality_of(tracker),
        place_named=any(e.get("entity") == "municipality" for e in message.get("entities") or ()),
        language_named=content.language_named(text),
        origin=named.origin if named else tracker.get_slot("origin"),
        origin_alone=named is not None and named.alone,
        foreign=is_foreign_script(text),
        lost_count=int(tracker.get_slot("lost_count") or 0),
        place_asked=bool(tracker.get_slot("place_asked")),
        last_topic=tracker.get_slot("topic"),
        others=tuple(tracker.get_slot("others") or ()),
        other_language=None if text.startswith(PAYLOAD) else known(message.get("other_language")),
    )


def language_of(tracker: Tracker) -> str:
    """The language to answer in.

    A pressed button passes the language component by, so the hub's language counts then.
    """
    message: Mapping[str, Any] = tracker.latest_message or {}
    slot = known(tracker.get_slot("language"))
    hint = known(_metadata(message).get("language"))
    if str(message.get("text") or "").startswith(PAYLOAD):
        pressed = _pressed_with(message)
        chosen = known(pressed[1]) if pressed and pressed[0] == "language" else None
        return or_default(chosen or hint or slot)
    return or_default(slot or hint)


def _pressed_with(message: Mapping[str, Any]) -> tuple[str, str] | None:
    """What a pressed button says besides its topic, as in /housing.queue{"language": "lv"}."""
    if not str(message.get("text") or "").startswith(PAYLOAD):
        return None
    said = ((str(e.get("entity")), str(e.get("value"))) for e in message.get("entities") or ())
    return next(((name, value) for name, value in said if name in {"language", "origin"}), None)


def _origin(
    text: str, pressed: tuple[str, str] | None, language: str, content: Content
) -> Named | None:
    if pressed and pressed[0] == "origin":
        return Named(pressed[1], alone=False) if pressed[1] in ORIGINS else None
    return None if text.startswith(PAYLOAD) else origin_named(content.origins, text, language)


def municipality_of(tracker: Tracker) -> str | None:
    """The place that the conversation is about: named in it, else told by the hub."""
    named = tracker.get_slot("municipality")
    return named or _metadata(tracker.latest_message or {}).get("municipality") or None


def _metadata(message: Mapping[str, Any]) -> Mapping[str, Any]:
    return message.get("metadata") or {}
