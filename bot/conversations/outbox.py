"""What must be pushed to a channel: in order for each address, retried, and never doubted twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select, update

from bot.conversations import tables
from bot.conversations.events import Message
from bot.conversations.notifier import DESK
from bot.conversations.store import Transaction

LEASE = timedelta(seconds=60)
ATTEMPTS = 12
"""Tries before a message counts as failed; with the waits between them about half an hour."""
LONGEST_WAIT_S = 300.0

PENDING, SENT, FAILED, UNKNOWN, READ = "pending", "sent", "failed", "unknown", "read"
"""What becomes of an event; "read" was seen in the chat before it was pushed."""


@dataclass(frozen=True)
class Parcel:
    """One event to deliver: `parts_sent` of its parts have arrived already.

    Those in `joined` go with it, and end as it does.
    """

    id: int
    conversation: str
    seq: int
    channel: str
    address: str
    message: Message
    parts_sent: int
    attempts: int
    joined: tuple[Parcel, ...] = ()


def next_parcel(
    transaction: Transaction, channel: str, after: timedelta = timedelta()
) -> Parcel | None:
    """The oldest parcel of a channel that is due, leased to the caller; in order per address.

    It is due `after` its time.
    """
    box, earlier = tables.outbox, tables.outbox.alias("earlier")
    query = (
        select(box)
        .where(box.c.channel == channel, box.c.state == PENDING)
        .where(box.c.next_at <= transaction.at - after)
        .where(or_(box.c.leased_until.is_(None), box.c.leased_until < transaction.at))
        .where(
            ~exists().where(
                and_(
                    earlier.c.channel == box.c.channel,
                    earlier.c.address == box.c.address,
                    earlier.c.state == PENDING,
                    earlier.c.id < box.c.id,
                )
            )
        )
        .order_by(box.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = transaction.connection.execute(query).mappings().first()
    if row is None:
        return None
    parcel = _parcel(transaction, row)
    if parcel is None:
        _set(transaction, row["id"], state=FAILED, address="")
        return None
    attempts = parcel.attempts + 1
    _set(transaction, parcel.id, leased_until=transaction.at + LEASE, attempts=attempts)
    return replace(parcel, attempts=attempts)


def with_those_behind(transaction: Transaction, parcel: Parcel) -> Parcel:
    """A leased parcel, joined by all that waits behind it for the same conversation."""
    box = tables.outbox
    rows = transaction.connection.execute(
        select(box)
        .where(box.c.conversation == parcel.conversation, box.c.channel == parcel.channel)
        .where(box.c.state == PENDING, box.c.id > parcel.id)
        .order_by(box.c.id)
    ).mappings()
    behind = (_parcel(transaction, row) for row in rows.all())
    return replace(parcel, joined=tuple(one for one in behind if one))


def part_sent(transaction: Transaction, parcel: Parcel, parts: int) -> None:
    """Remembers that the first `parts` parts have arrived."""
    _set(transaction, parcel.id, parts_sent=parts)


def settle(transaction: Transaction, parcel: Parcel, state: str) -> None:
    """Ends a parcel as sent, failed, unknown or read; the desk sees which, its address goes."""
    for one in (parcel, *parcel.joined):
        _set(transaction, one.id, state=state, leased_until=None, address="")
    transaction.touched |= {parcel.conversation, DESK}


def retry(transaction: Transaction, parcel: Parcel, after_s: float) -> None:
    """Tries a parcel again after at least `after_s` seconds; gives up after ATTEMPTS tries."""
    if parcel.attempts >= ATTEMPTS:
        settle(transaction, parcel, FAILED)
        return
    wait_s = max(after_s, min(LONGEST_WAIT_S, 0.5 * 2**parcel.attempts))
    next_at = transaction.at + timedelta(seconds=wait_s)
    _set(transaction, parcel.id, leased_until=None, next_at=next_at)


def give_up(transaction: Transaction, channel: str, address: str) -> None:
    """Counts as failed, without its address, all that waits for one that takes nothing more."""
    box = tables.outbox
    rows = transaction.connection.execute(
        update(box)
        .where(box.c.channel == channel, box.c.address == address, box.c.state == PENDING)
        .values(state=FAILED, leased_until=None, address="")
    )
    if rows.rowcount:
        transaction.touched.add(DESK)


def deliveries(transaction: Transaction, conversation: str) -> dict[int, str]:
    """The delivery state of each pushed event of a conversation, by seq."""
    box = tables.outbox
    rows = transaction.connection.execute(
        select(box.c.seq, box.c.state).where(box.c.conversation == conversation)
    )
    return {seq: state for seq, state in rows}


def _parcel(transaction: Transaction, row: Mapping[str, Any]) -> Parcel | None:
    """The parcel of a row; None when its words are erased."""
    event = transaction.event(row["conversation"], row["seq"])
    if event is None or not isinstance(event.body, Message):
        return None
    return Parcel(
        id=row["id"],
        conversation=row["conversation"],
        seq=row["seq"],
        channel=row["channel"],
        address=row["address"],
        message=event.body,
        parts_sent=row["parts_sent"],
        attempts=row["attempts"],
    )


def _set(transaction: Transaction, parcel: int, **values: object) -> None:
    box = tables.outbox
    transaction.connection.execute(update(box).where(box.c.id == parcel).values(**values))
