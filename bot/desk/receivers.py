"""To whom a case can be handed over: who takes cases, and whom it suits best."""

from __future__ import annotations

from typing import Any

from bot.conversations import presence
from bot.conversations.owner import State
from bot.conversations.store import Transaction
from bot.desk import accounts
from bot.desk.accounts import Account
from bot.desk.cases import team
from bot.desk.rights import Act, may
from bot.handover.routing import Whose, routed


def receivers(transaction: Transaction, giver: Account) -> list[Account]:
    """Everybody but `giver` who may take a case now."""
    return [
        one
        for one in accounts.everyone(transaction)
        if one.active and one.id != giver.id and may(one.role, Act.CLAIM)
    ]


def people(transaction: Transaction, giver: Account, state: State) -> list[dict[str, Any]]:
    """The receivers of this case as the desk is told: who they are, and how they stand now.

    First who takes the municipality's cases, then who speaks the visitor's language, then who is
    at the desk, then who has the fewest live cases.
    """
    found = receivers(transaction, giver)
    there = presence.at_the_desk(transaction)
    busy = presence.live_cases(transaction, [one.id for one in found])
    colleagues = team(accounts.everyone(transaction))

    def order(one: Account) -> tuple[bool, bool, bool, int, str]:
        whose = routed(state.municipality, state.language, one, colleagues).whose
        speaks = state.language in one.languages
        away = one.id not in there
        return (whose is Whose.OTHER, not speaks, away, busy.get(one.id, 0), one.name)

    return [
        {
            "id": one.id,
            "name": one.name,
            "languages": one.languages,
            "present": one.id in there,
            "cases": busy.get(one.id, 0),
        }
        for one in sorted(found, key=order)
    ]
