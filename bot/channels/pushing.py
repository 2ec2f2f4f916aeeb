"""The worker of a channel that must be pushed to: takes what waits in the outbox, and settles it.

In order for one address, addresses beside each other, and nothing twice unless the hub dies between
sending and noting it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import anyio
import structlog

from bot.conversations import outbox
from bot.conversations.notifier import OUTBOX, Notifier
from bot.conversations.outbox import Parcel
from bot.conversations.store import Store, Transaction
from bot.errors import DeliveryFailed
from bot.log import error_name, hashed

log = structlog.get_logger()


class Pushing(ABC):
    """The outbox worker of one channel; a subclass says how a parcel is sent."""

    look_again_s = 0.5
    """How soon a parcel whose time has come is found when nothing wakes the worker."""

    def __init__(self, channel: str, store: Store, notifier: Notifier, at_once: int) -> None:
        self.channel = channel
        self.store = store
        self._notifier = notifier
        self._slots = anyio.Semaphore(at_once)

    @abstractmethod
    async def send(self, parcel: Parcel) -> bool:
        """True when all of it was sent, False when some is left. Raises: DeliveryFailed."""

    def take(self, transaction: Transaction) -> Parcel | None:
        """The next parcel to send, leased."""
        return outbox.next_parcel(transaction, self.channel)

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
                    await signal.wait(self.look_again_s)

    async def _next_parcel(self) -> Parcel | None:
        try:
            return await self.store.run(self.take)
        except Exception as error:
            # the database is away: whatever was due is still there when it is back
            log.error(f"{self.channel}.outbox_unreadable", error=error_name(error))
            return None

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            with anyio.CancelScope(shield=True):
                await self._send_and_note(parcel)
        except Exception as error:
            # the parcel keeps its lease and is sent again when that ends
            name = error_name(error)
            log.error(f"{self.channel}.parcel_unsettled", seq=parcel.seq, error=name)
        finally:
            self._slots.release()

    async def _send_and_note(self, parcel: Parcel) -> None:
        try:
            finished = await self.send(parcel)
        except DeliveryFailed as failure:
            await self._note_failure(parcel, failure)
        except Exception as error:
            # never seen before, or a parcel that cannot be written: tried again, but not for ever
            name, later = error_name(error), outbox.LEASE.total_seconds()
            log.error(f"{self.channel}.parcel_broken", seq=parcel.seq, error=name)
            await self._note_failure(parcel, DeliveryFailed(name, retry_after_s=later))
        else:
            await self.store.run(lambda tx: _note_end(tx, parcel, finished))

    async def _note_failure(self, parcel: Parcel, failure: DeliveryFailed) -> None:
        log.warning(
            f"{self.channel}.not_delivered",
            conversation=hashed(parcel.conversation),
            seq=parcel.seq,
            why=str(failure),
            delivered=failure.delivered,
            attempt=parcel.attempts,
        )
        await self.store.run(lambda tx: _note_failure(tx, parcel, failure))


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
