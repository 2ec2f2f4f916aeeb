"""The database of the hub: one transaction at a time, SQLite or PostgreSQL, the same code.

Synchronous on purpose (docs/adr/0003): callers in the event loop go through `Store.run`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from sqlalchemy import insert, select, text, update
from sqlalchemy.engine import Connection

from bot.conversations import tables
from bot.conversations.engine import make_engine, reading
from bot.conversations.events import (
    Author,
    Blank,
    Body,
    Event,
    Message,
    NoteWritten,
    Tagged,
    TopicSaid,
    Translated,
)
from bot.conversations.heads import Head, head_of, state_to_json
from bot.conversations.notifier import DESK, OUTBOX, PG_CHANNEL, Notifier
from bot.conversations.owner import State, after
from bot.conversations.stored import from_json, kind_of, to_json
from bot.errors import NotOwner

T = TypeVar("T")
Clock = Callable[[], datetime]
Begun = contextlib.AbstractContextManager["Transaction"]

ASIDE = (NoteWritten, Tagged, Translated, TopicSaid)
"""What the desk adds for its own use: it keeps no conversation young (retention, lists)."""
EMAIL = "email"
"""The outbox's channel for a web visitor who left an address."""


def utc_now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(timezone.utc)


def token_hash(token: str) -> str:
    """What is stored of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Store:
    """The database. `transaction()` for synchronous code, `run()` from the event loop.

    `emails` says whether answers of lotsar go by e-mail to visitors who left an address.
    """

    def __init__(
        self, url: str, notifier: Notifier, clock: Clock = utc_now, *, emails: bool = False
    ) -> None:
        self.engine = make_engine(url)
        self.emails = emails
        self.clock = clock
        self._notifier = notifier
        self._postgres = self.engine.dialect.name == "postgresql"

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction that commits at the end, or leaves no trace when the body raises."""
        with self.engine.begin() as connection:
            transaction = Transaction(connection, self.clock(), self.emails)
            yield transaction
            if self._postgres:
                for name in transaction.touched:
                    connection.execute(
                        text("SELECT pg_notify(:channel, :name)"),
                        {"channel": PG_CHANNEL, "name": name},
                    )
        if not self._postgres:
            self._notifier.publish(transaction.touched)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that can only read, and holds up nobody who writes meanwhile."""
        with reading(self.engine) as connection:
            yield Transaction(connection, self.clock(), self.emails)

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """What `work` returns, done in one transaction in a worker thread.

        Runs to its end even when the caller is cancelled: stored is stored.
        """
        return await anyio.to_thread.run_sync(_done, self.transaction, work)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """`run` for work that only reads: it waits for nobody who writes, and nobody for it."""
        return await anyio.to_thread.run_sync(_done, self.reading, work)

    def close(self) -> None:
        """Closes the connections of the pool."""
        self.engine.dispose()


class Transaction:
    """What can be done in one transaction; `at` is its one time, `touched` what it woke."""

    def __init__(self, connection: Connection, at: datetime, emails: bool = False) -> None:
        self._emails = emails
        self.connection = connection
        self.at = at
        self.touched: set[str] = set()

    def open(self, channel: str, address: str | None, *bodies: Body) -> tuple[str, str]:
        """A new conversation's id and its secret token; `bodies` are its first events."""
        conversation, token = "c" + secrets.token_hex(12), secrets.token_urlsafe(32)
        self.connection.execute(
            insert(tables.conversation).values(
                id=conversation,
                channel=channel,
                address=address,
                token_hash=token_hash(token),
                created_at=self.at,
                **self._columns(State()),
            )
        )
        self.append(self.lock(conversation), *bodies)
        return conversation, token

    def lock(self, conversation: str) -> Head:
        """The conversation as it is now; nobody else changes it until this transaction ends.

        Raises: UnknownConversation.
        """
        query = select(tables.conversation).where(tables.conversation.c.id == conversation)
        row = self.connection.execute(query.with_for_update()).mappings().first()
        return head_of(row)

    def head(self, conversation: str) -> Head:
        """The conversation as it is now, without locking it. Raises: UnknownConversation."""
        query = select(tables.conversation).where(tables.conversation.c.id == conversation)
        return head_of(self.connection.execute(query).mappings().first())

    def at_address(self, channel: str, address: str) -> str | None:
        """The id of the conversation with this address of a channel, if there is one."""
        table = tables.conversation
        query = select(table.c.id).where(table.c.channel == channel, table.c.address == address)
        return self.connection.execute(query).scalar()

    def append(self, head: Head, *bodies: Body) -> Head:
        """The conversation after `bodies`, which are now the newest of its log.

        `head` must be locked by this transaction. Raises: NotOwner for an impossible change.
        """
        state = head.state
        for body in bodies:
            state = self._next(head, state, body)
            self.connection.execute(
                insert(tables.event).values(
                    conversation=head.id,
                    seq=state.seq,
                    at=self.at,
                    kind=kind_of(body),
                    client_id=getattr(body, "client_id", "") or None,
                    body=to_json(body),
                )
            )
            self._push(head, state, body)
        at = self.at if any(not isinstance(one, ASIDE) for one in bodies) else head.updated_at
        changed = self.connection.execute(
            update(tables.conversation)
            .where(tables.conversation.c.id == head.id)
            .where(tables.conversation.c.seq == head.state.seq)
            .values(self._columns(state) | {"updated_at": at})
        )
        if changed.rowcount != 1:
            raise NotOwner(head.id, "somebody else, just now")
        self.touched |= {head.id, DESK}
        return dataclasses.replace(head, state=state, updated_at=at)

    def events(self, conversation: str, after_seq: int = 0, limit: int = 10_000) -> list[Event]:
        """The events of a conversation with a number above `after_seq`, oldest first."""
        table = tables.event
        rows = self.connection.execute(
            select(table)
            .where(table.c.conversation == conversation, table.c.seq > after_seq)
            .order_by(table.c.seq)
            .limit(limit)
        ).mappings()
        return [_event(row) for row in rows]

    def newest(self, conversation: str, kind: str, limit: int) -> list[Event]:
        """The newest events of one kind, newest first."""
        table = tables.event
        rows = self.connection.execute(
            select(table)
            .where(table.c.conversation == conversation, table.c.kind == kind)
            .order_by(table.c.seq.desc())
            .limit(limit)
        ).mappings()
        return [_event(row) for row in rows]

    def event(self, conversation: str, seq: int) -> Event | None:
        """One event of a conversation, if it is there."""
        found = self.events(conversation, seq - 1, 1)
        return found[0] if found and found[0].seq == seq else None

    def is_newest(self, head: Head, body: Body) -> bool:
        """True when this is the newest of the log already."""
        newest = self.event(head.id, head.state.seq)
        return newest is not None and newest.body == body

    def seq_of(self, conversation: str, client_id: str) -> int | None:
        """The number of the message that was sent with this client id, if it is stored."""
        table = tables.event
        query = select(table.c.seq).where(
            table.c.conversation == conversation, table.c.client_id == client_id
        )
        return self.connection.execute(query).scalar()

    def visitor_messages_since(self, conversation: str, since: datetime) -> int:
        """How many messages the visitor has sent after `since`."""
        table = tables.event
        rows = self.connection.execute(
            select(table).where(
                table.c.conversation == conversation,
                table.c.at > since,
                table.c.client_id.is_not(None),
            )
        ).mappings()
        bodies = [_event(row).body for row in rows]
        return sum(isinstance(one, Message) and one.author is Author.VISITOR for one in bodies)

    def blank(self, conversation: str) -> None:
        """Empties every event of a conversation; their numbers stay."""
        self.connection.execute(
            update(tables.event)
            .where(tables.event.c.conversation == conversation)
            .values(kind=kind_of(Blank()), body={}, client_id=None)
        )

    def _next(self, head: Head, state: State, body: Body) -> State:
        try:
            return after(state, state.seq + 1, self.at, body)
        except NotOwner as error:
            raise NotOwner(head.id, error.owner) from None

    def _push(self, head: Head, state: State, body: Body) -> None:
        """Puts what must reach the visitor elsewhere than in the widget into the outbox."""
        if not isinstance(body, Message) or body.author is Author.VISITOR or body.unsent:
            return
        channel, address = head.channel, head.address
        if address is None and self._emails and body.author is Author.LOTS:
            channel, address = EMAIL, state.email or None
        if address is None:
            return
        self.connection.execute(
            insert(tables.outbox).values(
                conversation=head.id,
                seq=state.seq,
                channel=channel,
                address=address,
                state="pending",
                parts_sent=0,
                attempts=0,
                next_at=self.at,
            )
        )
        self.touched.add(OUTBOX)

    def _columns(self, state: State) -> dict[str, object]:
        return {
            "updated_at": self.at,
            "seq": state.seq,
            "owner": state.owner.value,
            "lots_id": state.lots_id,
            "municipality": state.municipality,
            "urgent": state.urgent,
            "owner_since": state.owner_since,
            "state": state_to_json(state),
        }


def _done(begun: Callable[[], Begun], work: Callable[[Transaction], T]) -> T:
    with begun() as transaction:
        return work(transaction)


def _event(row: Any) -> Event:
    return Event(row["conversation"], row["seq"], row["at"], from_json(row["kind"], row["body"]))
