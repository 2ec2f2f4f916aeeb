"""A week at the desk, played by hand: visitors, lotsar, a watch that can crash, and one clock."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update

from bot.content import Content
from bot.conversations import answers, ownership, tables, turns
from bot.conversations.events import Author, Message, Owner, OwnerChanged, Reason
from bot.conversations.inbox import Written
from bot.conversations.owner import State
from bot.conversations.store import Store
from bot.conversations.turns import Turn
from bot.errors import FarledError
from bot.reception import Reception
from bot.settings import Settings
from bot.watch import Watch
from tests.conftest import HandClock

LOTSAR = {1: [], 2: ["lulea"], 3: ["sorsele"]}
"""Three at the desk: one for every municipality, two for one each."""
VISITORS = [("lulea", "sv", ""), ("sorsele", "et", "Europe/Tallinn"), ("", "lt", "Asia/Tokyo")]


class Week:
    """What can happen in a week. Each method is one thing that somebody does, or tries to do."""

    def __init__(
        self, settings: Settings, store: Store, content: Content, clock: HandClock, start: datetime
    ) -> None:
        self.settings, self.store, self.content, self.clock = settings, store, content, clock
        self.reception = Reception(settings, store, content)
        self.watch = Watch(settings, store, self.reception)
        self.clock.now = start
        self.conversations: list[str] = []
        self.crashed = False
        self.known: dict[str, int] = {}
        self._present: set[int] = set()
        self._turns: list[Turn] = []
        self._written = 0
        with store.transaction() as tx:
            for table in tables.metadata.sorted_tables:
                tx.connection.execute(delete(table))
            for number, places in LOTSAR.items():
                row = {"id": number, "email": f"{number}@x.se", "name": f"Lots {number}"}
                row |= {"password_hash": "", "active": True, "created_at": start}
                tx.connection.execute(insert(tables.lots).values(**row, municipalities=places))

    def do(self, action: str, which: int) -> None:
        """Does `action`, if it can be done; what is refused leaves no trace."""
        try:
            getattr(self, action)(which)
        except FarledError:
            return

    def pass_s(self, seconds: float) -> None:
        """Time goes on; the desks that are open give signs of life, and the watch looks."""
        self.clock.pass_s(seconds)
        with self.store.transaction() as tx:
            session = tables.desk_session
            tx.connection.execute(update(session).values(seen_at=tx.at))
            if not self.crashed:
                self.watch.look(tx)

    def arrive(self, which: int) -> None:
        """A visitor opens a conversation."""
        place, language, zone = VISITORS[which % len(VISITORS)]
        opened = self.reception.open("web", municipality=place, language=language, time_zone=zone)
        self.conversations.append(asyncio.run(opened)[0])

    def ask(self, which: int) -> None:
        """A visitor asks for a lots."""
        asyncio.run(self.reception.hand_over(self._one(which)))

    def cry(self, which: int) -> None:
        """A visitor is in danger: the assistant hands over by itself."""
        with self.store.transaction() as tx:
            head = tx.lock(self._one(which))
            bodies = self.reception.waiting_room.handover_bodies(tx, head.state, Reason.CRISIS)
            ownership.changes(tx, head, bodies)

    def write(self, which: int) -> None:
        """A visitor writes."""
        self._written += 1
        written = Written(f"m{self._written}", "hej")
        asyncio.run(self.reception.receive(self._one(which), written))

    def cancel(self, which: int) -> None:
        """A visitor goes back to the assistant."""
        asyncio.run(self.reception.cancel(self._one(which)))

    def forget(self, which: int) -> None:
        """A visitor wants to be forgotten."""
        conversation = self._one(which)
        if not self.states()[conversation].erased:
            asyncio.run(self.reception.forget(conversation))

    def come(self, which: int) -> None:
        """A lots opens the desk."""
        lots = self._lots(which)
        if lots in self._present:
            return
        self._present.add(lots)
        with self.store.transaction() as tx:
            row = {"token_hash": str(lots), "lots_id": lots, "csrf": ""}
            row |= {"created_at": tx.at, "seen_at": tx.at}
            tx.connection.execute(insert(tables.desk_session).values(row))

    def go(self, which: int) -> None:
        """A lots goes home, whatever she has left to do."""
        self._present.discard(self._lots(which))
        session = tables.desk_session
        with self.store.transaction() as tx:
            tx.connection.execute(delete(session).where(session.c.lots_id == self._lots(which)))

    def claim(self, which: int) -> None:
        """A lots who is there takes a case, or steps in."""
        lots, conversation = self._lots(which // 7), self._one(which)
        if lots not in self._present:
            return
        with self.store.transaction() as tx:
            state = tx.head(conversation).state
            if not state.erased:
                notice = self.reception.notice("notice.claimed", state, lots=f"Lots {lots}")
                ownership.claim(tx, conversation, lots, f"Lots {lots}", notice)

    def reply(self, which: int) -> None:
        """A lots answers, her own case or not."""
        self._written += 1
        with self.store.transaction() as tx:
            lots = self._lots(which // 7)
            ownership.reply(tx, self._one(which), lots, "Hej", f"r{self._written}")

    def release(self, which: int) -> None:
        """A lots hands a case back."""
        conversation = self._one(which)
        with self.store.transaction() as tx:
            state = tx.head(conversation).state
            notice = self.reception.notice("notice.handed_back", state, lots=state.lots)
            ownership.release(tx, conversation, state.lots_id, Reason.HANDED_BACK, notice)

    def transfer(self, which: int) -> None:
        """A lots gives a case back to the queue."""
        with self.store.transaction() as tx:
            head = tx.lock(self._one(which))
            if head.state.owner is Owner.LOTS:
                changed = OwnerChanged(Owner.WAITING, Reason.TRANSFERRED)
                wait = self.reception.waiting_room.wait_bodies
                bodies = wait(tx, head.state, changed, "notice.lots_silent")
                ownership.changes(tx, head, bodies)

    def give(self, which: int) -> None:
        """A lots gives a case to another, who may be there or not."""
        to = self._lots(which // 5)
        with self.store.transaction() as tx:
            head = tx.lock(self._one(which))
            if head.state.owner is Owner.LOTS and head.state.lots_id != to:
                changed = OwnerChanged(
                    Owner.LOTS, Reason.TRANSFERRED, lots_id=to, lots=f"Lots {to}"
                )
                notice = self.reception.notice("notice.transferred", head.state, lots=f"Lots {to}")
                ownership.change(tx, head, changed, notice)

    def think(self, which: int) -> None:
        """The assistant begins to answer a message."""
        with self.store.transaction() as tx:
            turn = turns.take(tx)
        if turn is not None:
            self._turns.append(turn)

    def answer(self, which: int) -> None:
        """The assistant's answer comes, however late."""
        if self._turns:
            said = Message(Author.ASSISTANT, "Svar", "sv")
            with self.store.transaction() as tx:
                answers.write(tx, self._turns.pop(0), lambda _: [said])

    def crash(self, which: int) -> None:
        """The hub's watch dies; what is in the database stays."""
        self.crashed = True

    def restart(self, which: int) -> None:
        """The watch is there again."""
        self.crashed = False

    def states(self) -> dict[str, State]:
        """Every conversation as it is now."""
        with self.store.transaction() as tx:
            return {one: tx.head(one).state for one in self.conversations}

    def _one(self, which: int) -> str:
        return self.conversations[which % len(self.conversations)]

    def _lots(self, which: int) -> int:
        return 1 + which % len(LOTSAR)


def waited(state: State, now: datetime) -> timedelta:
    """How long a conversation has been with its owner."""
    assert state.owner_since is not None
    return now - state.owner_since
