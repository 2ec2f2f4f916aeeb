"""A case that nobody takes is told again, in Chromium against a real hub."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.conversations import ownership, tables
from bot.conversations.events import Owner, OwnerChanged, Reason, Reminded
from bot.conversations.store import Store
from tests.desk.conftest import waiting
from tests.desk.test_activity_page import Arrive, heard, listening, settings_of
from tests.desk.test_page import Desk, arrive, browser  # noqa: F401  # fixtures
from tests.desk.test_work import MakeLots
from tests.support.hub import RunningHub

pytestmark = pytest.mark.browser

LEFT = OwnerChanged(Owner.MESSAGE_LEFT, Reason.PATIENCE, promised="2026-11-26T16:00:00+01:00")


def reminded(store: Store, conversation: str) -> None:
    with store.transaction() as tx:
        tx.append(tx.lock(conversation), Reminded())


def left(store: Store, conversation: str) -> None:
    with store.transaction() as tx:
        ownership.change(tx, tx.lock(conversation), LEFT)


def titles(desk: Desk) -> list[str]:
    return [one["title"] for one in heard(desk, "notes")]


def told_in_all(desk: Desk, count: int) -> None:
    """Waits until there have been that many notifications."""
    for _ in range(100):
        if len(heard(desk, "notes")) >= count:
            return
        desk.page.wait_for_timeout(100)
    raise AssertionError(f"{titles(desk)}: not {count}")


def test_a_case_that_nobody_takes_is_told_once_more_when_reminded_and_when_left(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
) -> None:
    store = hub.parts.store
    desk = listening(arrive("Anna", permissions=["notifications"]))
    notify, sound = settings_of(desk)
    notify.check()
    sound.check()
    desk.page.evaluate("window.away = true")
    conversation = waiting(store, "min hemlighet")
    told = [desk.say("alert_case"), desk.say("alert_waiting"), desk.say("alert_left")]
    told_in_all(desk, 1)
    for number, happens in enumerate((None, reminded, left)):
        desk.page.wait_for_timeout(3100)  # the tone keeps quiet for three seconds
        played = len(heard(desk, "played"))
        if happens:
            happens(store, conversation)
            told_in_all(desk, number + 1)
            assert len(heard(desk, "played")) == played + 1
        assert titles(desk) == told[: number + 1]
    waiting(store, "en annan")  # what was told is not told again with the next news
    told_in_all(desk, 4)
    assert titles(desk) == [*told, desk.say("alert_case")]
    assert "hemlighet" not in str(heard(desk, "notes"))


def test_colleagues_cases_and_those_taken_are_not_told_again_and_nothing_without_alerts(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
    make_lots: MakeLots,
) -> None:
    store = hub.parts.store
    bo, cia = make_lots("Bo"), make_lots("Cia")
    desk = listening(arrive("Anna", permissions=["notifications"]))
    lots = tables.lots
    with store.transaction() as tx:
        for email, values in (
            (bo.email, {"role": "lots", "municipalities": ["boden"]}),
            ("anna@kommun.example", {"role": "coordinator", "municipalities": ["lulea"]}),
        ):
            tx.connection.execute(lots.update().where(lots.c.email == email).values(values))
    desk.page.evaluate("window.away = true")
    unheard = waiting(store)
    expect(desk.case(unheard)).to_be_visible()
    reminded(store, unheard)
    settled(desk, store)
    assert (heard(desk, "notes"), heard(desk, "played")) == ([], [])
    settings_of(desk)[0].check()
    other, taken = waiting(store, place="boden"), waiting(store)
    settled(desk, store)
    before = len(titles(desk))
    reminded(store, other)
    left(store, other)
    assert cia.do(taken, "claim").status_code == 200
    settled(desk, store)
    assert desk.say("alert_waiting") not in titles(desk)
    assert desk.say("alert_left") not in titles(desk)
    assert len(titles(desk)) == before + 1, "the one that settled"


def settled(desk: Desk, store: Store) -> None:
    """The page has seen all that happened before."""
    expect(desk.case(waiting(store))).to_be_visible()
