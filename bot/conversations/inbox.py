"""What visitors write: stored first, acknowledged only then."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversations import activity, turns
from bot.conversations.events import Author, Button, Message
from bot.conversations.heads import Head
from bot.conversations.owner import is_command
from bot.conversations.store import Transaction
from bot.errors import RefusedMessage


@dataclass(frozen=True)
class Written:
    """What a visitor sent: a client's own id for it, and either text or a button's token."""

    client_id: str
    text: str = ""
    button: str = ""


def receive(transaction: Transaction, conversation: str, written: Written, max_text: int) -> int:
    """The seq of a visitor's message, now stored; the same client id again gives the same seq.

    Raises: RefusedMessage (too_long, empty, unknown_button, erased), UnknownConversation.
    """
    head = transaction.lock(conversation)
    stored = transaction.seq_of(conversation, written.client_id)
    if stored is not None:
        return stored
    if head.state.erased:
        raise RefusedMessage("erased", "this conversation has been erased")
    message = _message(transaction, head, written, max_text)
    before = head.state
    head = transaction.append(head, message)
    activity.writing(transaction, conversation, activity.VISITOR, writes=False)
    command = is_command(message)
    if before.assistant_speaks or command:
        turns.add(transaction, conversation, head.state.seq, command=command)
    return head.state.seq


def button_token(seq: int, index: int) -> str:
    """How a client names a button: the event it stood in, and its place there from 0."""
    return f"{seq}.{index}"


def _message(transaction: Transaction, head: Head, written: Written, max_text: int) -> Message:
    language = head.state.language
    if written.button:
        button = _button(transaction, head, written.button)
        return Message(
            Author.VISITOR,
            button.title,
            language,
            client_id=written.client_id,
            payload=button.payload,
        )
    text = written.text.replace("\x00", "").encode("utf-8", "replace").decode().strip()
    if not text:
        raise RefusedMessage("empty", "the message has no text")
    if len(text) > max_text:
        raise RefusedMessage("too_long", f"at most {max_text} characters")
    return Message(Author.VISITOR, text, language, client_id=written.client_id)


def _button(transaction: Transaction, head: Head, token: str) -> Button:
    """The button that we offered under this token; only such buttons carry a payload."""
    seq, _, index = token.partition(".")
    if seq.isdecimal() and index.isdecimal() and len(seq) < 10:
        event = transaction.event(head.id, int(seq))
        body = event.body if event else None
        if isinstance(body, Message) and int(index) < len(body.buttons):
            return body.buttons[int(index)]
    raise RefusedMessage("unknown_button", "no such button in this conversation")
