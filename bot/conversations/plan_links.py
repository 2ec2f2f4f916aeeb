"""The link under which a family reads and prints its plan. It opens nothing else."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, insert, select

from bot.conversations import tables
from bot.conversations.heads import Head
from bot.conversations.store import Transaction
from bot.errors import UnknownConversation

_BYTES = 24


def path(transaction: Transaction, conversation: str) -> str:
    """The path of a conversation's plan, "/plan/…"; made once, the same ever after."""
    table = tables.plan_link
    query = select(table.c.token).where(table.c.conversation == conversation)
    token = transaction.connection.execute(query).scalar()
    if token is None:
        token = secrets.token_urlsafe(_BYTES)
        transaction.connection.execute(
            insert(table).values(token=token, conversation=conversation, created_at=transaction.at)
        )
    return f"/plan/{token}"


def behind(transaction: Transaction, token: str) -> Head:
    """The conversation whose plan a link shows. Raises: UnknownConversation when there is none."""
    table = tables.plan_link
    query = select(table.c.conversation).where(table.c.token == token)
    conversation = transaction.connection.execute(query).scalar()
    if conversation is None:
        raise UnknownConversation("no such plan")
    return transaction.head(conversation)


def drop(transaction: Transaction, conversation: str) -> None:
    """Ends the link of a conversation."""
    table = tables.plan_link
    transaction.connection.execute(delete(table).where(table.c.conversation == conversation))
