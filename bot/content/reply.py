"""Chooses what the assistant says: the only place where an understanding becomes words.

Pure: from content, an Understanding and the day. Rasa's actions and `farled ask` both use it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.content.catalog import Content
from bot.content.choices import CHOICE, language_buttons, likely, lots_button, other_language
from bot.content.draft import Draft
from bot.content.model import MOVE
from bot.content.moves import FAILURES_BEFORE_OFFER, about_move
from bot.content.topical import about_origin, about_topic, which_origin
from bot.content.understanding import ASKED, LOST, SURE, UNSURE, Reply, Understanding

Answering = Callable[[Understanding], Reply]
_ORIGIN, _LANGUAGE = "origin", "language"
_LIGHT = {MOVE + name for name in ("greet", "affirm", "deny", "set_municipality", "out_of_scope")}
"""Moves that a word about where one comes from may be taken for."""


def replies(
    content: Content, said: Understanding, today: date, answer: Answering | None = None
) -> tuple[Reply, ...]:
    """What the assistant answers: one reply, or one to each of two questions.

    The choices stand under the last one. `answer` makes the reply to one question; without it
    `reply` does.
    """
    answer = answer or (lambda understood: reply(content, understood, today))
    first = answer(said)
    if not said.second or not said.topic or first.band != SURE:
        return (first,)
    topic, confidence = said.second
    again = replace(
        said,
        topic=topic,
        confidence=confidence,
        second=(said.topic, said.confidence),
        # What the first reply says of the place is not said again.
        place_asked=said.place_asked or bool(first.remember.get("place_asked")),
        place_named=False,
    )
    last = answer(again)
    return (
        replace(first, buttons=()),
        replace(last, remember={**first.remember, **last.remember}),
    )


def reply(content: Content, said: Understanding, today: date) -> Reply:
    """What the assistant answers to the first question of a message so understood."""
    answer = _answer(Draft(content, said, today))
    known_place = said.municipality if said.municipality in content.municipalities else None
    origin = {_ORIGIN: said.origin} if said.origin else {}
    # The slot is filled by what people write; a button has to fill it here.
    place = {"municipality": known_place} if _pressed(said, CHOICE) and known_place else {}
    return replace(
        answer,
        municipality=known_place,
        understood=said.ranking[:3],
        language_chosen=answer.language_chosen or _pressed(said, _LANGUAGE),
        # What the message before may have meant is over with this one.
        remember={"others": None, **origin, **place, **answer.remember},
    )


def failed(content: Content, language: str, municipality: str | None = None) -> Reply:
    """What the assistant says when something broke while it made an answer."""
    return Reply(
        text=content.phrase("error.failed", language),
        language=language,
        topic=None,
        confidence=0.0,
        band=LOST,
        buttons=(lots_button(content, language),),
        municipality=municipality if municipality in content.municipalities else None,
    )


def _answer(draft: Draft) -> Reply:
    said = draft.said
    if said.foreign:
        return _foreign(draft)
    if said.pressed_with == (_ORIGIN, ASKED):
        return which_origin(draft)
    if _is_only_an_origin(said):
        return about_origin(draft)
    if said.band == SURE and said.topic:
        is_move = said.topic.startswith(MOVE)
        return about_move(draft, said.topic) if is_move else about_topic(draft, said.topic)
    return _unsure(draft) if said.band == UNSURE else _lost(draft)


def _is_only_an_origin(said: Understanding) -> bool:
    """Whether the message says no more than that: a button, or words that ask nothing."""
    asks_nothing = said.band != SURE or said.topic in _LIGHT
    return _pressed(said, _ORIGIN) or (said.origin_alone and not said.place_named and asks_nothing)


def _pressed(said: Understanding, name: str) -> bool:
    return said.pressed_with is not None and said.pressed_with[0] == name


def _foreign(draft: Draft) -> Reply:
    return draft.make(
        draft.say("assistant.language_unknown"),
        topic=None,
        confidence=0.0,
        band=LOST,
        buttons=(*language_buttons(), *draft.lots),
        remember={"lost_count": draft.said.lost_count + 1},
    )


def _unsure(draft: Draft) -> Reply:
    buttons = draft.topics(likely(draft.said))
    if not buttons:
        return replace(_lost(draft), band=LOST)
    ways = (*buttons, *draft.lots, *other_language(draft.said))
    return draft.make(draft.say("assistant.unsure"), buttons=ways)


def _lost(draft: Draft) -> Reply:
    failures = draft.said.lost_count + 1
    remember = {"lost_count": failures}
    if failures < FAILURES_BEFORE_OFFER:
        ways = other_language(draft.said)
        return draft.make(draft.say("assistant.lost"), buttons=ways, remember=remember)
    ways = (*draft.lots, *other_language(draft.said))
    return draft.make(draft.say("assistant.lost_again"), buttons=ways, remember=remember)
