"""Reads what was understood out of rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from bot.content import Content
from bot.content.fold import is_foreign_script
from bot.content.understanding import BAND_INTENT, SURE, Understanding
from bot.locales import known, or_default

PAYLOAD = "/"


def understanding(tracker: Tracker, content: Content) -> Understanding:
    """The latest message of `tracker`, and what the dialogue before it left in its slots."""
    message: Mapping[str, Any] = tracker.latest_message or {}
    intent = message.get("intent") or {}
    name = str(intent.get("name") or "")
    ranking = tuple(
        (entry["name"], float(entry["confidence"]))
        for entry in message.get("intent_ranking") or ()
        if entry.get("name") and not entry["name"].startswith(BAND_INTENT)
    )
    topic: str | None = name
    confidence = float(intent.get("confidence") or 0.0)
    band = SURE
    if name.startswith(BAND_INTENT) or not name:
        band = name.removeprefix(BAND_INTENT) or "lost"
        topic, confidence = ranking[0] if ranking else (None, 0.0)
    text = str(message.get("text") or "")
    return Understanding(
        topic=topic,
        confidence=confidence,
        band=band,
        ranking=ranking,
        language=language_of(tracker),
        municipality=municipality_of(tracker),
        place_named=any(e.get("entity") == "municipality" for e in message.get("entities") or ()),
        language_named=content.language_named(text),
        foreign=is_foreign_script(text),
        lost_count=int(tracker.get_slot("lost_count") or 0),
        place_asked=bool(tracker.get_slot("place_asked")),
        last_topic=tracker.get_slot("topic"),
    )


def language_of(tracker: Tracker) -> str:
    """The language to answer in.

    A pressed button passes the language component by, so the hub's language counts then.
    """
    message: Mapping[str, Any] = tracker.latest_message or {}
    slot = known(tracker.get_slot("language"))
    hint = known(_metadata(message).get("language"))
    if str(message.get("text") or "").startswith(PAYLOAD):
        return or_default(hint or slot)
    return or_default(slot or hint)


def municipality_of(tracker: Tracker) -> str | None:
    """The place that the conversation is about: named in it, else told by the hub."""
    named = tracker.get_slot("municipality")
    return named or _metadata(tracker.latest_message or {}).get("municipality") or None


def _metadata(message: Mapping[str, Any]) -> Mapping[str, Any]:
    return message.get("metadata") or {}
