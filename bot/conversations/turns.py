"""What the assistant has still to answer.

A turn is a stored message that waits for its answer. It is deleted in the very transaction
that writes the answer, so after a crash at any moment each message is answered once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, exists, insert, or_, select, update

from bot.conversations import tables
from bot.conversations.events import Author, Event, Message, Owner, OwnerChanged
from bot.conversations.heads import Head
from bot.conversations.notifier import TURNS
from bot.conversations.owner import is_command
from bot.conversations.store import Transaction

LEASE = timedelta(seconds=30)
"""How long one worker may take over a turn before another takes it up."""
RETRY_FIRST_S, RETRY_LONGEST_S = 1.0, 20.0


@dataclass(frozen=True)
class Turn:
    """A message to answer: its event, and the conversation as it was then.

    `told` when the visitor knows already that it takes longer.
    """

    head: Head
    event: Event
    message: Message
    attempts: int
    told: bool


def add(transaction: Transaction, conversation: str, seq: int, *, command: bool = False) -> None:
    """Puts a stored message among those to answer, if it is not among them yet.

    A `command` is carried out by the hub itself and never waits behind a message for rasa:
    a visitor reaches a lots also while rasa is down. The conversation is locked.
    """
    transaction.touched.add(TURNS)
    turn = tables.turn
    there = select(turn.c.seq).where(turn.c.conversation == conversation, turn.c.seq == seq)
    if transaction.connection.execute(there).first():
        return
    transaction.connection.execute(
        insert(tables.turn).values(
            conversation=conversation,
            seq=seq,
            at=transaction.at,
            next_at=transaction.at,
            attempts=0,
            told=False,
            command=command,
        )
    )


def take(transaction: Transaction) -> Turn | None:
    """The oldest turn that nobody is at, now leased to the caller; one at a time a conversation."""
    turn, earlier = tables.turn, tables.turn.alias("earlier")
    free = or_(turn.c.leased_until.is_(None), turn.c.leased_until < transaction.at)
    query = (
        select(turn)
        .where(turn.c.next_at <= transaction.at, free)
        .where(
            ~exists().where(
                and_(
                    earlier.c.conversation == turn.c.conversation,
                    earlier.c.seq < turn.c.seq,
                    earlier.c.command == turn.c.command,
                )
            )
        )
        .order_by(turn.c.next_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = transaction.connection.execute(query).mappings().first()
    if row is None:
        return None
    transaction.connection.execute(
        update(turn)
        .where(turn.c.conversation == row["conversation"], turn.c.seq == row["seq"])
        .values(leased_until=transaction.at + LEASE, attempts=row["attempts"] + 1)
    )
    event = transaction.event(row["conversation"], row["seq"])
    if event is None or not isinstance(event.body, Message):
        drop(transaction, row["conversation"], row["seq"])
        return None
    head = transaction.head(row["conversation"])
    return Turn(head, event, event.body, row["attempts"] + 1, row["told"])


def postpone(transaction: Transaction, turn: Turn, notice: Message | None) -> None:
    """Asks for the answer again a little later; `notice` tells the visitor, once a turn."""
    head = transaction.lock(turn.head.id)
    wait_s = min(RETRY_LONGEST_S, RETRY_FIRST_S * 2 ** (turn.attempts - 1))
    found = transaction.connection.execute(
        update(tables.turn)
        .where(tables.turn.c.conversation == head.id, tables.turn.c.seq == turn.event.seq)
        .values(
            leased_until=None,
            next_at=transaction.at + timedelta(seconds=wait_s),
            told=turn.told or notice is not None,
        )
    )
    if found.rowcount and notice is not None and not turn.told:
        transaction.append(head, notice)


def drop_all(transaction: Transaction, conversation: str) -> None:
    """Forgets what was still to be answered or carried out."""
    turn = tables.turn
    transaction.connection.execute(delete(turn).where(turn.c.conversation == conversation))


def drop_questions(transaction: Transaction, conversation: str) -> None:
    """Forgets what the assistant still had to answer: a person reads it now.

    Commands stay: the hub carries them out, whoever may speak.
    """
    turn = tables.turn
    ours = (turn.c.conversation == conversation, turn.c.command.is_(False))
    transaction.connection.execute(delete(turn).where(*ours))


def free_leases(transaction: Transaction) -> None:
    """Ends every lease: for a hub that starts and knows that it is the only one (SQLite)."""
    for table in (tables.turn, tables.outbox):
        transaction.connection.execute(update(table).values(leased_until=None))


def drop(transaction: Transaction, conversation: str, seq: int) -> bool:
    """True when the turn was still there; it is gone now."""
    turn = tables.turn
    found = transaction.connection.execute(
        delete(turn).where(turn.c.conversation == conversation, turn.c.seq == seq)
    )
    return bool(found.rowcount)


def unanswered(transaction: Transaction, head: Head) -> list[int]:
    """The seqs of the visitor's messages that neither the assistant nor a lots has answered."""
    asked: list[int] = []
    for event in transaction.events(head.id):
        body = event.body
        if isinstance(body, Message) and body.author is Author.VISITOR:
            if not is_command(body):
                asked.append(event.seq)
        elif isinstance(body, Message) and not body.unsent:
            asked = [seq for seq in asked if seq != body.answers]
        elif isinstance(body, OwnerChanged):
            asked = [seq for seq in asked if seq != body.answers]
            if body.owner is Owner.LOTS:
                asked = []
    return asked
