"""Writing the assistant's answer: only while it owns the conversation, at that very moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.conversations import ownership, turns
from bot.conversations.events import Body, Message
from bot.conversations.notifier import TURNS
from bot.conversations.owner import State
from bot.conversations.store import Transaction


def write(
    transaction: Transaction, turn: turns.Turn, bodies: Callable[[State], Sequence[Body]]
) -> bool:
    """True when the answer was written; False when it came too late and is kept as not sent.

    `bodies` makes the answer's events from the state at the moment of writing.
    """
    head = transaction.lock(turn.head.id)
    if head.state.erased:
        return False
    still_asked = turns.drop(transaction, head.id, turn.event.seq)
    if still_asked and head.state.assistant_speaks:
        ownership.changes(transaction, head, bodies(head.state))
        transaction.touched.add(TURNS)
        return True
    late = [
        replace(body, unsent="late") for body in bodies(head.state) if isinstance(body, Message)
    ]
    transaction.append(head, *late)
    return False
