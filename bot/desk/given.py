"""What the desk's calls are given, made safe: texts, and conversations that may be changed."""

from __future__ import annotations

from bot.conversations.heads import Head
from bot.conversations.store import Transaction
from bot.errors import RefusedMessage


def words(given: object) -> str:
    """A text that every database can keep; "" for what is no text."""
    text = given if isinstance(given, str) else ""
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def limited(given: object, most: int) -> str:
    """`words` of at most so many characters. Raises: RefusedMessage (too_long)."""
    text = words(given)
    if len(text) > most:
        raise RefusedMessage("too_long", f"at most {most} characters")
    return text


def not_erased(transaction: Transaction, conversation: str) -> Head:
    """A conversation, locked, that the visitor has not had erased. Raises: RefusedMessage."""
    head = transaction.lock(conversation)
    if head.state.erased:
        raise RefusedMessage("erased", "the visitor has had this conversation erased")
    return head
