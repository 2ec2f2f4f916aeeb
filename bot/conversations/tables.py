"""The hub's tables. migrations/ makes them; tests/conversations/test_migrations.py compares."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData()


class UtcDateTime(TypeDecorator):  # type: ignore[type-arg]  # SQLAlchemy 1.4: not subscriptable
    """A point in time: aware UTC in Python, in every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The value as UTC."""
        return value.astimezone(timezone.utc) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The value as UTC; SQLite gives it back without its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value


conversation = Table(
    "conversation",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(80)),
    Column("token_hash", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("owner", String(20), nullable=False),
    Column("lots_id", Integer, nullable=False),
    Column("municipality", String(40), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("owner_since", UtcDateTime),
    Column("state", JSON, nullable=False),
    UniqueConstraint("channel", "address", name="conversation_address"),
    Index("conversation_owner", "owner", "lots_id"),
)
"""One row a conversation: the fold of its events, kept so that it can be found and locked."""

event = Table(
    "event",
    metadata,
    Column("conversation", String(40), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("client_id", String(80)),
    Column("body", JSON, nullable=False),
    UniqueConstraint("conversation", "client_id", name="event_client_id"),
)
"""The append-only log."""

turn = Table(
    "turn",
    metadata,
    Column("conversation", String(40), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("command", Boolean, nullable=False),
    Index("turn_next_at", "next_at"),
)
"""A stored visitor message still to be answered by rasa, or by the hub itself (a command)."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("address", String(254), nullable=False),
    Column("state", String(10), nullable=False),
    Column("parts_sent", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    UniqueConstraint("conversation", "seq", name="outbox_event"),
    Index("outbox_state", "state", "channel", "next_at"),
)
"""An event on its way to a channel that must be pushed to (pending, sent, failed, unknown)."""

plan_link = Table(
    "plan_link",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("conversation", String(40), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)
"""The secret of the page on which a family reads its plan; whoever has the link can read it."""

forgotten = Table(
    "forgotten",
    metadata,
    Column("conversation", String(40), primary_key=True),
    Column("next_at", UtcDateTime, nullable=False),
)
"""An erased conversation that rasa's tracker has still to forget."""

update = Table(
    "channel_update",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("body", JSON),
)
"""What a channel delivered, stored before it is acknowledged; `body` is emptied once handled."""

lots = Table(
    "lots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(200), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("role", String(20), nullable=False, server_default="lots"),
    Column("municipalities", JSON, nullable=False, server_default="[]"),
    Column("languages", JSON, nullable=False, server_default="[]"),
    Column("totp_secret", String(64), nullable=False, server_default=""),
    Column("oidc_subject", String(400), nullable=False, server_default=""),
)
"""People at the desk; `municipalities` and `languages` are empty for all of them.

`oidc_subject` is the issuer and subject by which an identity provider knows the person.
"""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("lots_id", Integer, nullable=False),
    Column("action", String(40), nullable=False),
    Column("conversation", String(40), nullable=False, server_default=""),
    Column("details", JSON, nullable=False),
    Index("audit_at", "at"),
)
"""Who opened, changed, exported, erased what; without words of visitors."""

read_mark = Table(
    "read_mark",
    metadata,
    Column("lots_id", Integer, primary_key=True),
    Column("conversation", String(40), primary_key=True),
    Column("seq", Integer, nullable=False),
)
"""How far a lots has read a conversation."""

activity = Table(
    "activity",
    metadata,
    Column("conversation", String(40), primary_key=True),
    Column("lots_id", Integer, primary_key=True, autoincrement=False),
    Column("reading_at", UtcDateTime),
    Column("writing_at", UtcDateTime),
)
"""Who has a conversation open, and who writes in it now; `lots_id` 0 is the visitor."""

desk_session = Table(
    "desk_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("lots_id", Integer, nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)
"""A signed-in browser at the desk; `seen_at` is renewed while its live list is open."""

setting_aside = Table(
    "setting_aside",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("lots_id", Integer, nullable=False),
)
"""Work on the weekly list that somebody has done or put away; `key` is its digest."""

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False),
)
"""One-time links by which the first account is made."""

desk_attempt = Table(
    "desk_attempt",
    metadata,
    Column("email_hash", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
"""Failed sign-ins, so that guessing passwords is slow."""
