"""The one question after a lots, "Did she help you?", and what becomes of its answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content import Content
from bot.content.choices import HAND_OVER
from bot.conversations.events import (
    Author,
    Body,
    Button,
    Event,
    FeedbackGiven,
    Message,
    Owner,
    OwnerChanged,
)
from bot.conversations.heads import Head
from bot.conversations.owner import State
from bot.conversations.store import Transaction
from bot.conversations.stored import kind_of

HELPED = "hub:helped:"
"""Begins the payload of both buttons: "hub:helped:yes:17", 17 being the seq of the question."""
YES, NO = "yes", "no"
_LOOKED_AT = 100
"""Newest verdicts among which an earlier answer is looked for."""


def wrote(events: Sequence[Event], lots_id: int) -> bool:
    """True when this lots said anything in the case that `events`, the whole log, end with."""
    for event in reversed(events):
        body = event.body
        if isinstance(body, OwnerChanged) and body.owner is Owner.ASSISTANT:
            return False
        if isinstance(body, Message) and body.author is Author.LOTS and body.lots_id == lots_id:
            return True
    return False


def ask(transaction: Transaction, content: Content, head: Head, lots: str) -> Head:
    """Asks the visitor whether the lots of that name helped; `head` is locked."""
    state, seq = head.state, head.state.seq + 1
    buttons = tuple(
        Button(content.phrase(f"widget.helpful_{said}", state.language), f"{HELPED}{said}:{seq}")
        for said in (YES, NO)
    )
    question = content.phrase("notice.helped_ask", state.language, lots=lots)
    return transaction.append(
        head, Message(Author.NOTICE, question, state.language, buttons=buttons)
    )


def keep(transaction: Transaction, content: Content, head: Head, payload: str) -> None:
    """Keeps the answer that a button with `payload` gave, and thanks; `head` is locked.

    The last press counts; the same answer again changes nothing. Whoever owns the conversation
    goes on owning it.
    """
    said, _, about = payload.removeprefix(HELPED).partition(":")
    if head.state.erased or not about.isdecimal():
        return
    if _said_before(transaction, head, int(about)) is (said == YES):
        return
    transaction.append(
        head, FeedbackGiven(int(about), said == YES), _thanks(content, head.state, said == YES)
    )


def is_question(body: Body) -> bool:
    """True for the question itself."""
    return isinstance(body, Message) and any(one.payload.startswith(HELPED) for one in body.buttons)


def is_press(body: Body) -> bool:
    """True for the visitor's answer to it, which is no message to anybody."""
    return (
        isinstance(body, Message)
        and body.author is Author.VISITOR
        and body.payload.startswith(HELPED)
    )


def _said_before(transaction: Transaction, head: Head, about: int) -> bool | None:
    """The answer to the question `about` that counts until now; None when there is none."""
    given = transaction.newest(head.id, kind_of(FeedbackGiven(0, helpful=False)), _LOOKED_AT)
    bodies = [event.body for event in given]
    answers = (one for one in bodies if isinstance(one, FeedbackGiven) and one.about == about)
    return next((one.helpful for one in answers), None)


def _thanks(content: Content, state: State, helped: bool) -> Message:
    """Thanks; to who was not helped, with what she can do while no lots has or gets her case."""
    if helped or not state.assistant_speaks:
        return Message(
            Author.NOTICE, content.phrase("notice.helped_thanks", state.language), state.language
        )
    again = Button(content.phrase("buttons.talk_to_lots", state.language), HAND_OVER)
    text = content.phrase("notice.not_helped_thanks", state.language)
    return Message(Author.NOTICE, text, state.language, buttons=(again,))
