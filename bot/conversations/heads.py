"""A conversation's row: where it lives, and the fold of its events, kept as JSON beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.conversations.events import Owner
from bot.conversations.owner import State
from bot.errors import UnknownConversation
from bot.plan.card import from_json, to_json


@dataclasses.dataclass(frozen=True)
class Head:
    """A conversation's row: where it lives, and the fold of its events."""

    id: str
    channel: str
    address: str | None
    token_hash: str
    created_at: datetime
    updated_at: datetime
    state: State


def head_of(row: Mapping[str, Any] | None) -> Head:
    """The conversation of a row. Raises: UnknownConversation when there is no row."""
    if row is None:
        raise UnknownConversation("no such conversation")
    return Head(
        id=row["id"],
        channel=row["channel"],
        address=row["address"],
        token_hash=row["token_hash"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        state=state_from_json(row["state"]),
    )


def heads(rows: Iterable[Mapping[str, Any]]) -> list[Head]:
    """The conversations of a query on the conversation table."""
    return [head_of(row) for row in rows]


def state_to_json(state: State) -> dict[str, object]:
    """A state as JSON data."""
    data = dataclasses.asdict(state) | {"card": to_json(state.card)}
    for key, value in data.items():
        if isinstance(value, datetime):
            data[key] = value.isoformat()
        elif isinstance(value, Owner):
            data[key] = value.value
    return data


def state_from_json(data: dict[str, Any]) -> State:
    """The state that `state_to_json` wrote."""
    values = dict(data)
    values["owner"] = Owner(values["owner"])
    values["card"] = from_json(values.get("card"))
    values["tags"] = tuple(values.get("tags", ()))
    for key in ("owner_since", "last_visitor_at", "last_lots_at"):
        if values.get(key):
            values[key] = datetime.fromisoformat(values[key])
    wrote, answered = values["last_visitor_at"], values.pop("last_lots_at", None)
    if "unanswered" not in values:  # a row of an earlier version, which compared the two
        waits = answered is None or (wrote is not None and wrote > answered)
        values["unanswered"] = values["seq"] if values["owner"] is Owner.LOTS and waits else 0
    return State(**values)
