"""Replies to what people say besides their questions: greetings, a place, a cry for help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.content.choices import FORGET, language_buttons
from bot.content.draft import Draft
from bot.content.model import MOVE
from bot.content.topical import about_place, once
from bot.content.understanding import Button, Reply
from bot.locales import LOCALES

FAILURES_BEFORE_OFFER = 2
_UNSERVED = "unserved"


def about_move(draft: Draft, move: str) -> Reply:
    """The reply to a move."""
    return _MOVES.get(move, _plain)(draft)


def _plain(draft: Draft) -> Reply:
    name = (draft.said.topic or "").removeprefix(MOVE)
    return draft.make(draft.say(f"assistant.{name}"), remember=draft.remembering())


def _with_lots(draft: Draft) -> Reply:
    return replace(_plain(draft), buttons=draft.lots)


def _greet(draft: Draft) -> Reply:
    text = f"{draft.say('assistant.greet')}\n\n{draft.say('assistant.ask_what')}"
    return draft.make(text, remember=draft.remembering())


def _affirm(draft: Draft) -> Reply:
    if draft.said.lost_count >= FAILURES_BEFORE_OFFER:
        return _human(draft)
    if draft.said.last_topic == "conversation.forget_me":
        return replace(_forget_me(draft), remember={})
    return _plain(draft)


def _human(draft: Draft) -> Reply:
    return draft.make("", handover="asked", remember=draft.remembering())


def _crisis(draft: Draft) -> Reply:
    text = draft.say("assistant.crisis")
    return draft.make(text, handover="crisis", remember=draft.remembering())


def _not_helpful(draft: Draft) -> Reply:
    meant = draft.topics(draft.said.others)
    return draft.make(
        draft.say("assistant.not_meant" if meant else "assistant.not_helpful"),
        buttons=(*meant, *draft.lots),
        remember=draft.remembering(lost_count=draft.said.lost_count + (not meant)),
    )


def _out_of_scope(draft: Draft) -> Reply:
    # A question that we took for none may be one: the second time a person is offered.
    failures = draft.said.lost_count + 1
    offer = draft.lots if failures >= FAILURES_BEFORE_OFFER else ()
    return replace(_plain(draft), buttons=offer, remember=draft.remembering(lost_count=failures))


def _forget_me(draft: Draft) -> Reply:
    return draft.make(
        draft.say("assistant.forget"),
        buttons=(
            Button(draft.say("buttons.forget_yes"), FORGET),
            Button(draft.say("buttons.forget_no"), "/conversation.deny"),
        ),
        remember=draft.remembering(),
    )


def _change_language(draft: Draft) -> Reply:
    named = draft.said.language_named
    if named in LOCALES:
        return draft.make(
            draft.content.phrase("assistant.language_changed", named),
            language=named,
            language_chosen=True,
            remember={"language": named, "lost_count": 0},
        )
    key = "assistant.language_unknown" if named == _UNSERVED else "assistant.language_ask"
    return draft.make(draft.say(key), buttons=language_buttons(), remember={"lost_count": 0})


def _set_municipality(draft: Draft) -> Reply:
    content, said = draft.content, draft.said
    place = content.municipality(said.municipality)
    if place is None or not said.place_named:
        return draft.make(draft.say("assistant.place_unknown"), remember={"lost_count": 0})
    before = content.topics.get(said.last_topic or "")
    if before is not None and before.local and content.answered(before.id):
        part = about_place(draft, before.id)
        if part is not None:
            return draft.make(
                part.text,
                sources=once(part.sources),
                buttons=draft.topics(content.answers[before.id].follow_ups),
                remember={"lost_count": 0},
            )
    text = draft.say("assistant.place_set", place=place.name)
    return draft.make(text, remember={"lost_count": 0})


_MOVES: Mapping[str, Callable[[Draft], Reply]] = {
    "conversation.greet": _greet,
    "conversation.affirm": _affirm,
    "conversation.human": _human,
    "conversation.crisis": _crisis,
    "conversation.help": _with_lots,
    "conversation.bot_challenge": _with_lots,
    "conversation.not_helpful": _not_helpful,
    "conversation.out_of_scope": _out_of_scope,
    "conversation.forget_me": _forget_me,
    "conversation.change_language": _change_language,
    "conversation.set_municipality": _set_municipality,
}
