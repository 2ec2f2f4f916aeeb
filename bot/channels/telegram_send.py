"""Takes what waits for Telegram from the outbox and sends it.

In order within a chat, chats beside each other, and nothing twice unless the hub dies between
sending a part and noting it.
"""

from __future__ import annotations

import anyio
import structlog

from bot.channels.telegram_api import (
    CONNECT_TIMEOUT_S,
    POOL_TIMEOUT_S,
    REPLY_TIMEOUT_S,
    WRITE_TIMEOUT_S,
    Api,
    error_name,
)
from bot.channels.telegram_text import rendered
from bot.channels.telegram_updates import CHANNEL
from bot.content import Content
from bot.conversations import outbox
from bot.conversations.notifier import OUTBOX, Notifier
from bot.conversations.outbox import Parcel
from bot.conversations.store import Store, Transaction
from bot.errors import DeliveryFailed
from bot.log import hashed

log = structlog.get_logger()

AT_ONCE = 16
"""Chats that are sent to at the same time."""
PER_SECOND = 30
"""Messages a second that Telegram takes from one bot, all chats together."""
LOOK_AGAIN_S = 0.5
"""How soon a parcel whose time has come is found when nothing wakes the worker."""
SEND_FOR_S = outbox.LEASE.total_seconds() - 2 * (
    POOL_TIMEOUT_S + CONNECT_TIMEOUT_S + WRITE_TIMEOUT_S + REPLY_TIMEOUT_S
)
"""How long parts of one parcel are begun, so that the last of them ends within the lease."""


class Sender:
    """The outbox worker of Telegram."""

    def __init__(self, api: Api, store: Store, notifier: Notifier, content: Content) -> None:
        self._api = api
        self._store = store
        self._notifier = notifier
        self._content = content
        self._slots = anyio.Semaphore(AT_ONCE)
        self._next_send_at = 0.0

    async def run(self) -> None:
        """Sends until it is cancelled; what is on its way then is finished first."""
        with self._notifier.subscribe(OUTBOX) as signal:
            async with anyio.create_task_group() as group:
                while True:
                    await self._slots.acquire()
                    parcel = await self._next_parcel()
                    if parcel is not None:
                        group.start_soon(self._deliver, parcel)
                        continue
                    self._slots.release()
                    await signal.wait(LOOK_AGAIN_S)

    async def _next_parcel(self) -> Parcel | None:
        try:
            return await self._store.run(lambda tx: outbox.next_parcel(tx, CHANNEL))
        except Exception as error:
            # the database is away: whatever was due is still there when it is back
            log.error("telegram.outbox_unreadable", error=error_name(error))
            return None

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            with anyio.CancelScope(shield=True):
                await self._send_and_note(parcel)
        except Exception as error:
            # the parcel keeps its lease and is sent again when that ends
            log.error("telegram.parcel_unsettled", seq=parcel.seq, error=error_name(error))
        finally:
            self._slots.release()

    async def _send_and_note(self, parcel: Parcel) -> None:
        try:
            finished = await self._send_parts(parcel)
        except DeliveryFailed as failure:
            await self._note_failure(parcel, failure)
        else:
            await self._store.run(lambda tx: _note_end(tx, parcel, finished))

    async def _note_failure(self, parcel: Parcel, failure: DeliveryFailed) -> None:
        log.warning(
            "telegram.not_delivered",
            conversation=hashed(parcel.conversation),
            seq=parcel.seq,
            why=str(failure),
            delivered=failure.delivered,
            attempt=parcel.attempts,
        )
        await self._store.run(lambda tx: _note_failure(tx, parcel, failure))

    async def _send_parts(self, parcel: Parcel) -> bool:
        """True when all parts have been sent, False when time was up. Raises: DeliveryFailed."""
        parts = rendered(self._content, parcel.conversation, parcel.seq, parcel.message)
        until = anyio.current_time() + SEND_FOR_S
        for number in range(parcel.parts_sent, len(parts)):
            await self._pace()
            if anyio.current_time() > until:
                return False
            await self._api.send(parcel.address, parts[number])
            await self._note_part(parcel, number + 1)
        return True

    async def _note_part(self, parcel: Parcel, sent: int) -> None:
        await self._store.run(lambda tx: outbox.part_sent(tx, parcel, sent))

    async def _pace(self) -> None:
        """Returns when one more message may be sent without going over PER_SECOND."""
        now = anyio.current_time()
        at = max(now, self._next_send_at)
        self._next_send_at = at + 1 / PER_SECOND
        await anyio.sleep(at - now)


def _note_end(transaction: Transaction, parcel: Parcel, finished: bool) -> None:
    if finished:
        outbox.settle(transaction, parcel, outbox.SENT)
    else:
        outbox.retry(transaction, parcel, 0.0)
    transaction.touched.add(OUTBOX)


def _note_failure(transaction: Transaction, parcel: Parcel, failure: DeliveryFailed) -> None:
    if failure.delivered == "unknown":
        outbox.settle(transaction, parcel, outbox.UNKNOWN)
    elif failure.retry_after_s is None:
        outbox.settle(transaction, parcel, outbox.FAILED)
    else:
        outbox.retry(transaction, parcel, failure.retry_after_s)
    transaction.touched.add(OUTBOX)
