"""To whom a case can be handed over, best suited first, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversations import tables
from tests.desk.conftest import Lots, waiting
from tests.desk.test_work import MakeLots, account, change, own
from tests.support.hub import RunningHub


def people(lots: Lots, conversation: str) -> list[dict[str, Any]]:
    found = lots.get(f"conversations/{conversation}/receivers").json()["people"]
    return [dict(one) for one in found]


def gone_home(hub: RunningHub, lots: Lots) -> None:
    """Her browser is closed: no session of hers gives a sign of life."""
    session, lots_id = tables.desk_session, account(hub, lots)
    with hub.parts.store.transaction() as tx:
        ended = session.delete().where(session.c.lots_id == lots_id)
        tx.connection.execute(ended)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"municipalities": ["lulea"]}, {"municipalities": ["boden"], "languages": ["lv"]}),
        ({"languages": ["lv"], "away": True}, {"languages": ["sv"]}),
        ({"languages": ["lv"]}, {"away": True, "languages": ["lv"]}),
        ({}, {"cases": 1}),
        ({"cases": 2}, {"away": True}),
    ],
)
def test_who_suits_the_case_better_stands_first(
    hub: RunningHub,
    anna: Lots,
    make_lots: MakeLots,
    better: dict[str, Any],
    worse: dict[str, Any],
) -> None:
    for name, about in (("Zoe", better), ("Bo", worse)):  # by name alone it is the other way
        lots = make_lots(name)
        about = dict(about)
        away, cases = about.pop("away", False), about.pop("cases", 0)
        for _ in range(cases):
            own(hub, lots)
        if about:
            change(hub, lots, **about)
        if away:
            gone_home(hub, lots)
    conversation = own(hub, anna, language="lv")
    assert [one["name"] for one in people(anna, conversation)] == ["Zoe", "Bo"]


def test_for_each_it_is_told_if_she_is_there_and_how_many_cases_she_has(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    bo, cia = make_lots("Bo"), make_lots("Cia")
    for lots in (bo, bo, cia):
        own(hub, lots)
    gone_home(hub, cia)
    stand = [
        (one["name"], one["present"], one["cases"])
        for one in people(anna, waiting(hub.parts.store))
    ]
    assert stand == [("Bo", True, 2), ("Cia", False, 1)]
