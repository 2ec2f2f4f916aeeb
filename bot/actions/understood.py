"""Reads what was understood out of rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rasa_sdk import Tracker

from bot.actions.heard import INTERRUPTED, Heard
from bot.content import Content
from bot.content.choices import CHOICE, PLACE
from bot.content.fold import is_foreign_script
from bot.content.model import ORIGINS
from bot.content.origins import Named, origin_named
from bot.content.placenames import Named as Places
from bot.content.placenames import PlaceNames
from bot.content.understanding import Understanding, classified
from bot.jobs.occupations import named
from bot.locales import known, or_default
from bot.plan.card import from_json

PAYLOAD = "/"
KEPT = ("asked", "search", "topic")
"""Slots that the hub keeps as well, since they outlive a dialogue of rasa."""
_PRESSED_WITH = frozenset({"language", "origin", CHOICE})


def heard_of(tracker: Tracker, content: Content, names: PlaceNames, today: date) -> Heard:
    """The latest message of `tracker` with all that a live topic needs to answer it."""
    said = understanding(tracker, content, names)
    message: Mapping[str, Any] = tracker.latest_message or {}
    text = "" if said.pressed else str(message.get("text") or "")
    before = kept(tracker)
    search, asked = before["search"], str(before["asked"] or "")
    return Heard(
        content=content,
        said=said,
        today=today,
        text=text,
        card=from_json(_metadata(message).get("card")),
        asked=asked.removesuffix(INTERRUPTED),
        interrupted=asked.endswith(INTERRUPTED) or bool(_told(message).get("interrupted")),
        search=search if isinstance(search, Mapping) else {},
        named=named(content, text, written_in(tracker)),
    )


def understanding(tracker: Tracker, content: Content, names: PlaceNames) -> Understanding:
    """The latest message of `tracker`, and what the dialogue before it left in its slots."""
    message: Mapping[str, Any] = tracker.latest_message or {}
    found = classified(message)
    text = str(message.get("text") or "")
    pressed = _pressed_with(message)
    language = language_of(tracker)
    named = _origin(text, pressed, written_in(tracker), content)
    chosen = _place(pressed, content)
    places = Places() if text.startswith(PAYLOAD) else names.named(text)
    return Understanding(
        topic=found.topic,
        confidence=found.confidence,
        band=found.band,
        ranking=found.ranking,
        second=found.second,
        pressed=text.startswith(PAYLOAD),
        pressed_with=pressed,
        language=language,
        municipality=chosen or municipality_of(tracker),
        place_named=bool(chosen)
        or any(e.get("entity") == "municipality" for e in message.get("entities") or ()),
        places=places.slugs,
        doubtful=places.doubtful,
        areas=places.areas,
        language_named=content.language_named(text),
        origin=named.origin if named else tracker.get_slot("origin"),
        origin_named=named is not None,
        origin_alone=named is not None and named.alone,
        foreign=is_foreign_script(text),
        lost_count=int(tracker.get_slot("lost_count") or 0),
        place_asked=bool(tracker.get_slot("place_asked")),
        last_topic=kept(tracker)["topic"],
        others=tuple(tracker.get_slot("others") or ()),
        other_language=None if text.startswith(PAYLOAD) else known(message.get("other_language")),
    )


def kept(tracker: Tracker) -> dict[str, Any]:
    """The values of `KEPT` before this message: the hub's if it has them, else the slots'."""
    told = _told(tracker.latest_message or {})
    return {name: told.get(name) if told else tracker.get_slot(name) for name in KEPT}


def language_of(tracker: Tracker) -> str:
    """The language to answer in: the one chosen for an answer that is given again, if it is."""
    chosen = known(_metadata(tracker.latest_message or {}).get("answer_in"))
    return chosen or written_in(tracker)


def written_in(tracker: Tracker) -> str:
    """The language that the message is taken to be in.

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
    return next(((name, value) for name, value in said if name in _PRESSED_WITH), None)


def _origin(
    text: str, pressed: tuple[str, str] | None, language: str, content: Content
) -> Named | None:
    if pressed and pressed[0] == "origin":
        return Named(pressed[1], alone=False) if pressed[1] in ORIGINS else None
    return None if text.startswith(PAYLOAD) else origin_named(content.origins, text, language)


def _place(pressed: tuple[str, str] | None, content: Content) -> str | None:
    """The municipality that a pressed button chooses."""
    slug = pressed[1].removeprefix(PLACE) if pressed and pressed[0] == CHOICE else ""
    return slug if slug in content.municipalities else None


def municipality_of(tracker: Tracker) -> str | None:
    """The place that the conversation is about: named now, told by the hub, named before.

    The hub's follows each answer, and a lots may have corrected it: the slot is no newer.
    """
    message: Mapping[str, Any] = tracker.latest_message or {}
    slot = tracker.get_slot("municipality")
    if any(entity.get("entity") == "municipality" for entity in message.get("entities") or ()):
        return slot or None
    return _metadata(message).get("municipality") or slot or None


def _told(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the hub has kept of the answer before; empty when there is none."""
    return _metadata(message).get("kept") or {}


def _metadata(message: Mapping[str, Any]) -> Mapping[str, Any]:
    return message.get("metadata") or {}
