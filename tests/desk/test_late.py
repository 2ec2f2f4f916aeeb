"""A left message that is not answered by the promised moment is marked as late."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.conversations import ownership
from bot.conversations.events import Owner, OwnerChanged, Reason
from bot.watch import Watch
from tests.conftest import HandClock
from tests.desk.conftest import Lots, begun
from tests.desk.test_activity_page import Arrive
from tests.desk.test_page import arrive, browser  # noqa: F401  # fixtures
from tests.support.hub import RunningHub

PROMISED = "2026-11-26T16:00:00+01:00"
DAY_S = 24 * 3600


def left(hub: RunningHub, promised: str = PROMISED) -> str:
    """A conversation left for later with this promise."""
    conversation = begun(hub.parts.store, "Hej")
    changed = OwnerChanged(Owner.MESSAGE_LEFT, Reason.NOBODY_THERE, promised=promised)
    with hub.parts.store.transaction() as tx:
        ownership.change(tx, tx.lock(conversation), changed)
    return conversation


def watched(hub: RunningHub) -> None:
    """The watch has looked, and owned up to what was not kept."""
    with hub.parts.store.transaction() as tx:
        Watch(hub.parts.settings, hub.parts.store, hub.parts.reception).look(tx)


def is_late(lots: Lots) -> bool:
    assert lots.sign_in().status_code == 303  # a session does not outlive the days between
    return bool(lots.lists()["unanswered"][0]["late"])


@pytest.mark.parametrize("promised", [PROMISED, "2026-11-26"])
def test_a_promise_is_late_when_its_moment_is_over(
    hub: RunningHub, anna: Lots, clock: HandClock, promised: str
) -> None:
    left(hub, promised)
    assert not is_late(anna)
    clock.pass_s(DAY_S)
    assert not is_late(anna)
    clock.pass_s(DAY_S)
    assert is_late(anna)


def test_a_new_promise_does_not_make_up_for_the_one_that_was_broken(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    conversation = left(hub)
    clock.pass_s(2 * DAY_S)
    watched(hub)
    assert anna.sign_in().status_code == 303
    line = anna.lists()["unanswered"][0]
    assert line["promised"] > PROMISED
    assert line["late"] is True
    found = anna.client.post(
        "/desk/api/search", json={"words": "Hej"}, headers={"X-CSRF-Token": anna.csrf}
    )
    assert [one["late"] for one in found.json()["found"]] == [True]
    assert anna.do(conversation, "claim").status_code == 200
    assert anna.lists()["own"][0]["late"] is False


def test_who_leaves_a_message_again_after_an_answer_is_not_late_at_once(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    conversation = left(hub)
    clock.pass_s(2 * DAY_S)
    assert anna.sign_in().status_code == 303
    assert anna.do(conversation, "claim").status_code == 200
    assert anna.do(conversation, "close", {"outcome": "answered"}).status_code == 200
    clock.pass_s(60)
    changed = OwnerChanged(
        Owner.MESSAGE_LEFT, Reason.NOBODY_THERE, promised="2026-11-30T16:00:00+01:00"
    )
    with hub.parts.store.transaction() as tx:
        ownership.change(tx, tx.lock(conversation), changed)
    assert not is_late(anna)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_list_says_late_in_words(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
    clock: HandClock,
    language: str,
) -> None:
    conversation, kept = left(hub, "2026-11-24T16:00:00+01:00"), left(hub)
    desk = arrive("Anna", language)
    expect(desk.case(conversation).locator(".late")).to_have_text(desk.say("late"))
    expect(desk.case(kept)).to_be_visible()
    expect(desk.case(kept).locator(".late")).to_have_count(0)
    assert desk.faults() == []
