"""Which conversations an account may see: those of its municipalities, and the common pool."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Boolean, and_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from bot.conversations import tables
from bot.conversations.events import Owner
from bot.conversations.owner import State
from bot.conversations.store import Transaction
from bot.desk.rights import COORDINATOR, EDITOR, LOTS, Act, may


@dataclass(frozen=True)
class Scope:
    """What one account sees: all but the cases of `hidden` municipalities, and its own always."""

    lots_id: int
    hidden: frozenset[str] = frozenset()
    nothing: bool = False

    def sees(self, state: State) -> bool:
        """True if the account may open and claim a conversation in this state."""
        own = state.owner is Owner.LOTS and state.lots_id == self.lots_id
        return not self.nothing and (own or state.municipality not in self.hidden)

    def clause(self) -> ColumnElement[Boolean]:
        """The same as `sees`, as a condition on the table of conversations."""
        table = tables.conversation
        if self.nothing:
            return table.c.id.is_(None)
        if not self.hidden:
            return table.c.id.is_not(None)
        own = and_(table.c.owner == Owner.LOTS.value, table.c.lots_id == self.lots_id)
        return or_(own, table.c.municipality.not_in(sorted(self.hidden)))


def scope_of(transaction: Transaction, lots_id: int, act: Act = Act.OPEN) -> Scope:
    """Where an account may do `act` now; one that may not, has ended or is unknown sees nothing.

    Hidden are the municipalities that colleagues have and a lots has not; what nobody has is
    everybody's. A coordinator, an administrator and who has no municipalities see all.
    """
    table = tables.lots
    rows = transaction.connection.execute(
        select(table.c.id, table.c.role, table.c.municipalities).where(table.c.active)
    ).all()
    own = next((row for row in rows if row.id == lots_id), None)
    if own is None or not may(own.role, act):
        return Scope(lots_id, nothing=True)
    if own.role not in (LOTS, EDITOR) or not own.municipalities:
        return Scope(lots_id)
    taken = {slug for row in rows if row.role in (LOTS, COORDINATOR) for slug in row.municipalities}
    return Scope(lots_id, frozenset(taken - set(own.municipalities)))
