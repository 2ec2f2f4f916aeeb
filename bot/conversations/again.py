"""Answering a message a second time, in the language that was chosen after the first answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversations import turns
from bot.conversations.events import Author, Event, Message
from bot.conversations.heads import Head
from bot.conversations.owner import is_command
from bot.conversations.store import Transaction
from bot.conversations.turns import Turn

_MOVE, _CHANGE_LANGUAGE = "conversation.", "conversation.change_language"
"""The topics that are no questions, and the one in which a language is asked for."""


def ask_again(transaction: Transaction, head: Head, language: str) -> None:
    """Has the visitor's last question answered once more when its answer was in another language.

    A greeting, thanks, and what nobody understood are no questions.
    """
    if not head.state.assistant_speaks:
        return
    events = transaction.events(head.id)
    for event in reversed(events):
        if not _is_from_visitor(event):
            continue
        answer = _answer(events, event.seq)
        if answer is None:
            return
        if answer.topic != _CHANGE_LANGUAGE:
            is_question = answer.topic and not answer.topic.startswith(_MOVE)
            if is_question and answer.language != language:
                turns.add(transaction, head.id, event.seq)
            return


def kept_before(transaction: Transaction, turn: Turn) -> Mapping[str, Any] | None:
    """What the assistant had to remember before a message that is answered again; else None."""
    events = transaction.events(turn.head.id)
    if _answer(events, turn.event.seq) is None:
        return None
    kept: Mapping[str, Any] = {"asked": None}
    for event in events:
        body = event.body
        if event.seq > turn.event.seq:
            break
        if isinstance(body, Message) and body.kept is not None and not body.unsent:
            kept = body.kept
    return kept


def _is_from_visitor(event: Event) -> bool:
    body = event.body
    if not isinstance(body, Message) or body.author is not Author.VISITOR:
        return False
    return not is_command(body)


def _answer(events: list[Event], seq: int) -> Message | None:
    """The assistant's newest answer to the message with this seq."""
    for event in reversed(events):
        body = event.body
        if isinstance(body, Message) and body.author is Author.ASSISTANT and body.answers == seq:
            return None if body.unsent else body
    return None
