"""Forgetting a visitor: everything written is emptied, the numbers of the log stay."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from bot.conversations import activity, plan_links, tables, turns
from bot.conversations.events import Erased, Message
from bot.conversations.heads import Head
from bot.conversations.store import Transaction
from bot.conversations.stored import kind_of

ASK_AGAIN = timedelta(seconds=30)
"""How soon rasa's tracker is asked again to forget, when it could not."""


def erase(transaction: Transaction, head: Head) -> tuple[Head, str]:
    """The emptied conversation and a receipt; `head` is locked.

    Its address is let go, so the next message from there begins a new conversation.
    """
    receipt = _receipt()
    turns.drop_all(transaction, head.id)
    transaction.blank(head.id)
    box = tables.outbox
    transaction.connection.execute(delete(box).where(box.c.conversation == head.id))
    plan_links.drop(transaction, head.id)
    activity.forget(transaction, head.id)
    transaction.connection.execute(
        update(tables.conversation).where(tables.conversation.c.id == head.id).values(address=None)
    )
    transaction.connection.execute(
        insert(tables.forgotten).values(conversation=head.id, next_at=transaction.at)
    )
    head = dataclasses.replace(head, address=None)
    return transaction.append(head, Erased(receipt, "erased")), receipt


def queue(transaction: Transaction, head: Head) -> tuple[Head, str]:
    """The conversation, marked for a person who decides about erasing it, and a receipt.

    The same receipt as before when it is marked already.
    """
    receipt = asked(transaction, head.id)
    if receipt:
        return head, receipt
    receipt = _receipt()
    return transaction.append(head, Erased(receipt, "queued")), receipt


def asked(transaction: Transaction, conversation: str) -> str:
    """The receipt of the visitor's wish to be forgotten, done or not; "" when there is none."""
    bodies = [one.body for one in transaction.newest(conversation, kind_of(Erased("", "")), 1)]
    return bodies[0].receipt if bodies and isinstance(bodies[0], Erased) else ""


def say_goodbye(transaction: Transaction, head: Head, address: str | None, notice: Message) -> None:
    """Writes the last notice of an erased conversation and sends it to where it was."""
    transaction.append(dataclasses.replace(head, address=address), notice)


def next_forgotten(transaction: Transaction) -> str | None:
    """An erased conversation that rasa has still to forget; others leave it alone for a while."""
    table = tables.forgotten
    query = select(table.c.conversation).where(table.c.next_at <= transaction.at).limit(1)
    conversation: str | None = transaction.connection.execute(query).scalar()
    if conversation is not None:
        transaction.connection.execute(
            update(table)
            .where(table.c.conversation == conversation)
            .values(next_at=transaction.at + ASK_AGAIN)
        )
    return conversation


def forgotten_everywhere(transaction: Transaction, conversation: str) -> None:
    """Notes that rasa has forgotten an erased conversation, too."""
    table = tables.forgotten
    transaction.connection.execute(delete(table).where(table.c.conversation == conversation))


def _receipt() -> str:
    return secrets.token_hex(4).upper()
