"""The address to which a visitor wants the lotsar's answers, beside the chat.

It is kept as long as she wants it: when it is changed or taken back, the log forgets the old one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from bot.conversations import activity, outbox, tables
from bot.conversations.events import Blank, EmailKnown, Event, Message
from bot.conversations.heads import Head
from bot.conversations.outbox import PENDING, READ, SENT, UNKNOWN, Parcel
from bot.conversations.store import EMAIL, Transaction
from bot.conversations.stored import kind_of
from bot.errors import RefusedMessage

LONGEST = 254
CHANGES = 10
"""Changes of the address in one conversation within CHANGES_IN; more are refused."""
CHANGES_IN = timedelta(hours=1)
_NAME = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"
_ADDRESS = re.compile(rf"(?!\.)(?!.*\.\.){_NAME}(?<!\.)@[^\W_](?:[\w.-]*[^\W_])?\.[^\W\d_]{{2,}}")
_IN_ASCII = re.compile(rf"{_NAME}@[A-Za-z0-9._-]+")


def address_of(email: str) -> str:
    """`email` as a mail server takes it: its domain in ASCII. Raises: RefusedMessage."""
    if len(email) > LONGEST or not _ADDRESS.fullmatch(email):
        raise RefusedMessage("invalid_email", "not an e-mail address")
    name, _, domain = email.rpartition("@")
    try:
        address = f"{name}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise RefusedMessage("invalid_email", "not an e-mail address") from None
    # a letter of some scripts becomes several signs in ASCII, and spaces among them
    if len(address) > LONGEST or not _IN_ASCII.fullmatch(address):
        raise RefusedMessage("invalid_email", "not an e-mail address")
    return address


def masked(email: str) -> str:
    """Enough of the address for the visitor to know it again: "a•••@example.ee"."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def put(transaction: Transaction, head: Head, email: str, notice: Message) -> Head:
    """The conversation with another address ("" for none) and the notice that says so.

    What waited for the old address goes to the new one, or not at all. `head` is locked.
    Raises: RefusedMessage when it was changed too often just now; taking it back is never refused.
    """
    if email and _changes(transaction, head.id) >= CHANGES:
        raise RefusedMessage("too_many", "too many changes of the address; wait a little")
    _forget_old(transaction, head.id)
    box = tables.outbox
    ours = (box.c.conversation == head.id, box.c.channel == EMAIL, box.c.state == PENDING)
    if email:
        transaction.connection.execute(update(box).where(*ours).values(address=email))
    else:
        transaction.connection.execute(delete(box).where(*ours))
    return transaction.append(head, EmailKnown(email), notice)


def next_letter(transaction: Transaction, after: timedelta) -> Parcel | None:
    """The oldest answer that is due by e-mail, leased, with those behind it joined to it.

    What the visitor has read in the chat by now is settled as read, and looked past.
    """
    while True:
        parcel = outbox.next_parcel(transaction, EMAIL, after)
        if parcel is None:
            return None
        event = transaction.event(parcel.conversation, parcel.seq)
        if event is None or not _read(transaction, event):
            return outbox.with_those_behind(transaction, parcel)
        outbox.settle(transaction, parcel, READ)


def first_sent(transaction: Transaction, conversation: str) -> int | None:
    """The seq of the first answer of a conversation that went by e-mail."""
    box = tables.outbox
    query = select(func.min(box.c.seq)).where(
        box.c.conversation == conversation,
        box.c.channel == EMAIL,
        box.c.state.in_([SENT, UNKNOWN]),
    )
    return transaction.connection.execute(query).scalar()


def stop_key(head: Head) -> str:
    """The secret of the link that takes this address back; another address has another one."""
    said = f"no more e-mail to {head.state.email}".encode()
    return hmac.new(head.token_hash.encode(), said, hashlib.sha256).hexdigest()[:40]


def _read(transaction: Transaction, event: Event) -> bool:
    """True when the visitor has read the event, or has written after it."""
    seen = (
        activity.visitor_read_at(transaction, event.conversation),
        transaction.head(event.conversation).state.last_visitor_at,
    )
    return any(at is not None and at >= event.at for at in seen)


def _changes(transaction: Transaction, conversation: str) -> int:
    event = tables.event
    query = (
        select(func.count())
        .select_from(event)
        .where(
            event.c.conversation == conversation,
            event.c.at > transaction.at - CHANGES_IN,
            event.c.kind.in_([kind_of(EmailKnown("")), kind_of(Blank())]),
        )
    )
    return int(transaction.connection.execute(query).scalar_one())


def _forget_old(transaction: Transaction, conversation: str) -> None:
    event = tables.event
    transaction.connection.execute(
        update(event)
        .where(event.c.conversation == conversation, event.c.kind == kind_of(EmailKnown("")))
        .values(kind=kind_of(Blank()), body={})
    )
