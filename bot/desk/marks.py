"""How far each lots has read each conversation, and how much is new to her."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, insert, or_, select, update

from bot.conversations import tables
from bot.conversations.events import Author
from bot.conversations.notifier import DESK
from bot.conversations.store import Transaction


def read(transaction: Transaction, lots_id: int, conversation: str, seq: int) -> None:
    """Notes that a lots has read a conversation as far as `seq`; a mark never goes back."""
    seq = min(seq, transaction.lock(conversation).state.seq)
    mark = tables.read_mark
    here = and_(mark.c.lots_id == lots_id, mark.c.conversation == conversation)
    before = transaction.connection.execute(select(mark.c.seq).where(here)).scalar()
    if before is not None and before >= seq:
        return
    values = {"lots_id": lots_id, "conversation": conversation, "seq": seq}
    change = insert(mark) if before is None else update(mark).where(here)
    transaction.connection.execute(change.values(values))
    transaction.touched.add(DESK)


def unread(transaction: Transaction, lots_id: int, conversations: Sequence[str]) -> dict[str, int]:
    """How many of the visitor's messages and of colleagues' notes this lots has not read."""
    event, mark = tables.event, tables.read_mark
    hers = and_(mark.c.conversation == event.c.conversation, mark.c.lots_id == lots_id)
    said = and_(
        event.c.kind == "message", event.c.body["author"].as_string() == Author.VISITOR.value
    )
    noted = and_(event.c.kind == "note", event.c.body["lots_id"].as_integer() != lots_id)
    query = (
        select(event.c.conversation, func.count())
        .outerjoin(mark, hers)
        .where(event.c.conversation.in_(conversations), or_(said, noted))
        .where(event.c.seq > func.coalesce(mark.c.seq, 0))
        .group_by(event.c.conversation)
    )
    return {conversation: count for conversation, count in transaction.connection.execute(query)}
