"""Nobody is left waiting: long waits become a dated promise, silent lotsar lose the case.

A promise that has passed is owned up to, with a new day.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Sequence
from datetime import timedelta

import structlog
from anyio import to_thread
from sqlalchemy import select

from bot.conversations import erasure, ownership, purge, tables, tracker
from bot.conversations.events import Body, Owner, OwnerChanged, Reason
from bot.conversations.heads import Head, heads
from bot.conversations.owner import State
from bot.conversations.store import Store, Transaction
from bot.handover.calendar import promise_of
from bot.log import hashed
from bot.reception import Reception
from bot.settings import Settings

log = structlog.get_logger()

LOOK_EVERY_S = 2.0
FIRST_PURGE = timedelta(hours=1)
"""How long after its start the hub forgets what is too old; whoever set it wrongly can stop it."""
PURGE_EVERY = timedelta(days=1)


WATCHED = [Owner.WAITING.value, Owner.LOTS.value, Owner.MESSAGE_LEFT.value]


class Watch:
    """Looks at every conversation that is not the assistant's, again and again."""

    def __init__(self, settings: Settings, store: Store, reception: Reception) -> None:
        self._patience = timedelta(seconds=settings.patience_s)
        self._silence = timedelta(seconds=settings.silence_s)
        self._keep_months = settings.keep_months
        self._purge_at = store.clock() + FIRST_PURGE
        self._tracker = settings.tracker_database
        self._store = store
        self._waiting_room = reception.waiting_room

    async def run(self) -> None:
        """Watches until it is cancelled."""
        while True:
            try:
                await self._store.run(self.look)
                await self.forget()
                await self.purge()
            except Exception:
                log.exception("watch.failed")
            await asyncio.sleep(LOOK_EVERY_S)

    async def forget(self) -> None:
        """Makes rasa's tracker forget the conversations that were erased here."""
        while erased := await self._store.run(erasure.next_forgotten):
            await to_thread.run_sync(tracker.forget, self._tracker, erased)
            done = functools.partial(erasure.forgotten_everywhere, conversation=erased)
            await self._store.run(done)
            log.info("watch.forgotten", conversation=hashed(erased))

    async def purge(self) -> None:
        """Forgets, once a day, what has become too old."""
        if self._store.clock() < self._purge_at:
            return
        self._purge_at = self._store.clock() + PURGE_EVERY
        erase = functools.partial(purge.purge_some, months=self._keep_months)
        erased = 0
        while some := await self._store.run(erase):
            erased += some
        rows = await self._store.run(purge.purge_rows)
        log.info("watch.purged", conversations=erased, rows=rows)

    def look(self, transaction: Transaction) -> None:
        """Moves every conversation on that has waited too long."""
        table = tables.conversation
        query = select(table).where(table.c.owner.in_(WATCHED))
        for seen in heads(transaction.connection.execute(query).mappings()):
            if not self._due(transaction, seen.state):
                continue
            head = transaction.lock(seen.id)
            bodies = self._due(transaction, head.state)
            if bodies:
                self._apply(transaction, head, bodies)

    def _apply(self, transaction: Transaction, head: Head, bodies: Sequence[Body]) -> None:
        head = ownership.changes(transaction, head, bodies)
        log.info("watch.moved", conversation=hashed(head.id), owner=head.state.owner.value)

    def _due(self, transaction: Transaction, state: State) -> Sequence[Body]:
        """What has to happen now in a conversation, if anything."""
        if state.owner_since is None:
            return []
        waited = transaction.at - state.owner_since
        if state.owner is Owner.WAITING:
            if waited > self._patience:
                return self._waiting_room.message_left_bodies(
                    transaction, state, Reason.PATIENCE, state.urgent
                )
            if waited > self._patience / 2 and not state.reminded:
                return self._waiting_room.reminder_bodies(transaction, state)
        if state.owner is Owner.MESSAGE_LEFT and _is_late(transaction, state):
            return self._waiting_room.message_left_bodies(transaction, state, Reason.NOBODY_THERE)
        if state.owner is Owner.LOTS and self._visitor_waits(transaction, state):
            changed = OwnerChanged(Owner.WAITING, Reason.SILENT)
            return self._waiting_room.wait_bodies(transaction, state, changed, "notice.lots_silent")
        return []

    def _visitor_waits(self, transaction: Transaction, state: State) -> bool:
        """True when the visitor has had no word from the lots for too long."""
        since = state.owner_since
        if not state.unanswered or since is None:
            return False
        return transaction.at - max(state.last_visitor_at or since, since) > self._silence


def _is_late(transaction: Transaction, state: State) -> bool:
    """True when the moment that was promised is over."""
    return bool(state.promised) and promise_of(state.promised) <= transaction.at
