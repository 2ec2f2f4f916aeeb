"""Updates of Telegram in the database: kept before they are confirmed, handled once, then emptied.

A duplicate is known by its update id. Telegram repeats updates for a day at most, so what was
handled longer ago is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, null, select, update
from sqlalchemy.exc import IntegrityError

from bot.conversations import tables
from bot.conversations.notifier import UPDATES
from bot.conversations.store import Transaction

CHANNEL = "telegram"
KEPT_FOR = timedelta(days=2)
LARGEST_ID = 2**63 - 1

_TABLE = tables.update
_OURS = _TABLE.c.channel == CHANNEL


def id_of(raw: object) -> int | None:
    """The id of an update as it came from outside, or None when it is no update."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    if isinstance(found, bool) or not isinstance(found, int):
        return None
    return found if 0 <= found <= LARGEST_ID else None


def keep(transaction: Transaction, raws: Iterable[dict[str, Any]]) -> int:
    """How many of these updates are new; they are stored now."""
    return sum(_keep_one(transaction, raw) for raw in raws)


def oldest(transaction: Transaction) -> int | None:
    """The id of the first update that is not handled yet."""
    query = select(func.min(_TABLE.c.update_id)).where(_OURS, _TABLE.c.body.is_not(None))
    return transaction.connection.execute(query).scalar()


def take(transaction: Transaction, update_id: int) -> dict[str, Any] | None:
    """An update, locked until this transaction ends; None when it has been handled meanwhile."""
    query = select(_TABLE.c.body).where(_OURS, _TABLE.c.update_id == update_id).with_for_update()
    found: dict[str, Any] | None = transaction.connection.execute(query).scalar()
    return found


def done(transaction: Transaction, update_id: int) -> None:
    """Empties an update; its id stays, so that a duplicate is known."""
    _set(transaction, update_id, body=null())


def failed(transaction: Transaction, update_id: int) -> int:
    """How often this update could not be handled, this time included."""
    _set(transaction, update_id, attempts=_TABLE.c.attempts + 1)
    query = select(_TABLE.c.attempts).where(_OURS, _TABLE.c.update_id == update_id)
    return int(transaction.connection.execute(query).scalar() or 0)


def forget_old(transaction: Transaction) -> None:
    """Deletes handled updates that Telegram cannot repeat any more."""
    old = _TABLE.c.at < transaction.at - KEPT_FOR
    transaction.connection.execute(delete(_TABLE).where(_OURS, _TABLE.c.body.is_(None), old))


def _keep_one(transaction: Transaction, raw: dict[str, Any]) -> bool:
    update_id = id_of(raw)
    if update_id is None:
        return False
    try:
        with transaction.connection.begin_nested():
            transaction.connection.execute(
                insert(_TABLE).values(
                    channel=CHANNEL, update_id=update_id, at=transaction.at, attempts=0, body=raw
                )
            )
    except IntegrityError:
        return False
    transaction.touched.add(UPDATES)
    return True


def _set(transaction: Transaction, update_id: int, **values: object) -> None:
    transaction.connection.execute(
        update(_TABLE).where(_OURS, _TABLE.c.update_id == update_id).values(**values)
    )
