"""Canned replies and suggested answers by keyboard, in Chromium against a real hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from bot.conversations import ownership
from bot.conversations.events import Reason
from tests.desk.conftest import waiting, write
from tests.desk.test_page import LOOKS, Desk, arrive, browser
from tests.support.hub import RunningHub

__all__ = ["arrive", "browser"]

pytestmark = pytest.mark.browser


def words(desk: Desk, key: str, **values: str) -> str:
    return desk.hub.parts.content.phrase(f"help.{key}", desk.language, **values)


def canned(desk: Desk) -> Locator:
    return desk.page.get_by_role("listbox", name=words(desk, "canned"))


def taken(hub: RunningHub, desk: Desk, **about: str) -> str:
    conversation = waiting(hub.parts.store, "Sveiki", **about)
    desk.case(conversation).click()
    desk.button("claim").click()
    expect(desk.draft).to_be_focused()
    expect(desk.page.get_by_role("button", name=words(desk, "canned"))).to_be_enabled()
    return conversation


def test_a_canned_reply_is_chosen_by_keyboard_and_sent_in_the_visitors_language(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk = arrive("Anna", language="sv")
    taken(hub, desk, language="lv")
    desk.page.keyboard.press("/")
    expect(canned(desk)).to_be_focused()
    expect(canned(desk).get_by_role("option", selected=True)).to_contain_text("Hälsa och ta över")
    desk.page.keyboard.press("Escape")
    expect(canned(desk)).to_be_hidden()
    expect(desk.draft).to_be_focused()
    expect(desk.draft).to_have_value("")
    desk.page.keyboard.press("/")
    desk.page.keyboard.press("End")
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("h")
    desk.page.keyboard.press("Enter")
    expect(desk.draft).to_be_focused()
    assert desk.draft.input_value().startswith("Sveiki! Mani sauc Anna.")
    desk.page.keyboard.type(" !")
    desk.page.reload()
    desk.page.wait_for_selector("#reply")
    expect(desk.draft).to_be_visible()
    assert desk.draft.input_value().endswith(" !")
    desk.draft.press("Control+Enter")
    expect(desk.log).to_contain_text("Mani sauc Anna.")


def test_a_reply_that_lacks_a_fact_is_marked_and_cannot_be_put_in(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk = arrive("Anna")
    taken(hub, desk, language="et", place="")
    desk.page.get_by_role("button", name=words(desk, "canned")).click()
    option = desk.page.get_by_role("option").filter(has_text="The housing company and its queue")
    expect(option).to_have_attribute("aria-disabled", "true")
    expect(option).to_contain_text("Not known here: the housing company")
    option.click(force=True)
    expect(desk.draft).to_have_value("")
    desk.page.keyboard.press("/")
    expect(desk.draft).to_have_value("/")


def test_a_suggested_answer_is_put_in_with_one_key_and_nothing_is_sent(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk = arrive("Anna", language="sv")
    conversation = taken(hub, desk, language="lv")
    write(hub.parts.store, conversation, "Kā tikt dzīvokļu rindā (bostadskö)?")
    section = desk.page.get_by_role("region", name=words(desk, "suggested"))
    first = section.get_by_role("listitem").first
    expect(first.get_by_role("heading")).to_have_text("Bostadskö")
    first.locator("summary").click()
    expect(first.locator("details .text")).to_contain_text("Lulebo har en egen kö.")
    desk.draft.focus()
    desk.page.keyboard.type("Sveiki")
    desk.page.keyboard.press("Alt+1")
    value = desk.draft.input_value()
    assert value.startswith("Sveiki\n\nReģistrējieties pašvaldības dzīvokļu uzņēmuma rindā")
    assert "https://www.boverket.se" in value
    expect(desk.log.locator(".from-lots")).to_have_count(0)


def test_earlier_cases_stand_beside_the_conversation(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk = arrive("Anna")
    conversation = taken(hub, desk)
    with hub.parts.store.transaction() as tx:
        lots = tx.head(conversation).state
        notice = hub.parts.reception.notice("notice.closed", lots, lots="Anna")
        ownership.release(tx, conversation, lots.lots_id, Reason.CLOSED, notice, "answered")
    earlier = desk.page.get_by_role("region", name=words(desk, "earlier"))
    expect(earlier).to_contain_text("Anna closed the conversation. Answered.")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_axe_finds_nothing_with_the_list_open(
    hub: RunningHub, arrive: Callable[..., Desk], look: dict[str, Any]
) -> None:
    desk = arrive("Anna", **look)
    conversation = taken(hub, desk, language="lv", place="")
    write(hub.parts.store, conversation, "Kā tikt dzīvokļu rindā?")
    section = desk.page.get_by_role("region", name=words(desk, "suggested"))
    expect(section.locator("li").first).to_be_attached()
    desk.page.get_by_role("button", name=words(desk, "canned")).click()
    expect(canned(desk)).to_be_visible()
    assert desk.faults() == []
    assert not desk.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
