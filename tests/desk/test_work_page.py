"""A lots's work among colleagues, in Chromium against a real hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from bot.conversations import tables
from bot.conversations.events import Owner
from tests.conftest import HandClock
from tests.desk.conftest import Lots, begun, waiting, write
from tests.desk.test_page import Desk, arrive, browser  # noqa: F401  # fixtures
from tests.support.hub import RunningHub

pytestmark = pytest.mark.browser

LOOKS = [
    {"language": "sv"},
    {"language": "en"},
    {"language": "sv", "color_scheme": "dark"},
    {"language": "en", "viewport": {"width": 390, "height": 800}},
]


def tab_to(desk: Desk, target: Locator) -> None:
    target.wait_for()
    for _ in range(40):
        if target.evaluate("one => one === document.activeElement"):
            return
        desk.page.keyboard.press("Tab")
    raise AssertionError("not to be reached by keyboard")


def test_a_whole_case_by_keyboard_alone(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
    make_lots: Callable[[str], Lots],
) -> None:
    bo = make_lots("Bo")
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    press, write_ = desk.page.keyboard.press, desk.page.keyboard.type
    tab_to(desk, desk.case(conversation))
    press("Enter")
    expect(desk.title).to_be_focused()
    tab_to(desk, desk.button("claim"))
    press("Enter")
    expect(desk.draft).to_be_focused()
    press("Shift+Tab")
    press("n")
    expect(desk.page.locator("#new-note")).to_be_focused()
    write_("Ringde skolan")
    press("Control+Enter")
    expect(desk.log.locator("li.note")).to_contain_text("Ringde skolan")
    expect(desk.log.locator("li.note")).to_contain_text(desk.say("note_hint"))
    desk.log.focus()
    press("t")
    expect(desk.page.locator("#new-tag")).to_be_focused()
    write_("skola, förskola")
    press("Enter")
    expect(desk.page.locator(".work .tag")).to_have_count(2)
    expect(desk.case(conversation)).to_contain_text("förskola")
    desk.log.focus()
    press("o")
    dialog = desk.page.get_by_role("dialog", name=desk.say("give_title"))
    expect(dialog.get_by_role("combobox")).to_be_focused()
    there = desk.say("give_present", count="0")
    expect(dialog.locator("option:checked")).to_have_text(f"Bo · {there}")
    press("Tab")
    write_("Du kan skolorna")
    press("Tab")
    press("Enter")
    expect(desk.title).to_have_text(desk.say("taken_by", lots="Bo"))
    expect(desk.title).to_be_focused()
    expect(desk.log).to_contain_text("Du kan skolorna")
    assert bo.do(conversation, "transfer", {"to": 2}).status_code == 200
    expect(desk.title).to_have_text(desk.say("own"))
    press("c")
    dialog = desk.page.get_by_role("dialog", name=desk.say("close_title"))
    expect(dialog).to_be_visible()
    press("Space")
    press("ArrowDown")
    press("Enter")
    expect(desk.log).to_contain_text(desk.say("outcome_referred"))
    expect(desk.title).to_have_text(desk.say("with_assistant"))


def test_a_dialog_that_is_left_changes_nothing_and_gives_the_focus_back(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    desk.case(conversation).click()
    desk.button("claim").click()
    for name in ("give", "close"):
        desk.button(name).click()
        expect(desk.page.get_by_role("dialog")).to_be_visible()
        desk.page.keyboard.press("Escape")
        expect(desk.page.get_by_role("dialog")).to_have_count(0)
        expect(desk.button(name)).to_be_focused()
    with hub.parts.store.transaction() as tx:
        assert tx.head(conversation).state.owner is Owner.LOTS


def test_what_is_unread_is_counted_until_it_is_opened(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
    clock: HandClock,
) -> None:
    store = hub.parts.store
    desk, conversation, other = arrive("Anna"), waiting(store), waiting(store)
    write(store, conversation, "Hallå?")
    expect(desk.case(conversation).locator(".unread")).to_have_text(desk.say("unread", count="2"))
    desk.case(conversation).click()
    expect(desk.case(conversation).locator(".unread")).to_have_count(0)
    desk.button("claim").click()
    expect(desk.page).to_have_title("(1) Desk · Farled")
    desk.case(other).click()
    expect(desk.log).to_contain_text("Hej")
    clock.pass_s(5)
    write(store, conversation, "Är du kvar?")
    expect(desk.page).to_have_title("(2) Desk · Farled")
    desk.case(conversation).click()
    expect(desk.page).to_have_title("(1) Desk · Farled")


def test_search_by_a_key_finds_a_case_and_escape_clears(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
) -> None:
    desk, conversation = arrive("Anna"), begun(hub.parts.store, "Vi flyttar till ÅSELE")
    begun(hub.parts.store, "En annan")
    desk.case(conversation).wait_for()
    desk.page.keyboard.press("/")
    expect(desk.page.locator("#search")).to_be_focused()
    desk.page.keyboard.type("åsele")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#found .case")).to_have_count(1)
    expect(desk.page.locator("#search-told")).to_have_text(desk.say("search_found", count="1"))
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")
    expect(desk.log).to_contain_text("Vi flyttar till ÅSELE")
    desk.page.locator("#search").fill("finns inte")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#search-told")).to_have_text(desk.say("search_none"))
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#search-told")).to_have_text("")
    expect(desk.page.locator("#search")).to_have_value("")


def test_shortcuts_can_be_switched_off_for_good(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
) -> None:
    desk = arrive("Anna")
    desk.page.locator(".shortcuts summary").click()
    desk.page.locator("#shortcuts-use").uncheck()
    desk.page.reload()
    desk.page.locator("#waiting .empty").wait_for()
    desk.page.keyboard.press("/")
    expect(desk.page.locator("#search")).not_to_be_focused()
    expect(desk.page.locator("#shortcuts-use")).not_to_be_checked()


def test_colleagues_cases_are_shown_when_a_coordinator_asks(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
    make_lots: Callable[[str], Lots],
) -> None:
    bo = make_lots("Bo")
    desk = arrive("Anna")
    lots = tables.lots
    with hub.parts.store.transaction() as tx:
        for email, values in (
            (bo.email, {"role": "lots", "municipalities": ["boden"]}),
            ("anna@kommun.example", {"role": "coordinator", "municipalities": ["lulea"]}),
        ):
            tx.connection.execute(lots.update().where(lots.c.email == email).values(values))
    mine = waiting(hub.parts.store)
    other = waiting(hub.parts.store, place="boden")
    expect(desk.case(mine)).to_be_visible()
    expect(desk.case(other)).to_have_count(0)
    desk.page.get_by_label(desk.say("show_all")).check()
    expect(desk.case(other)).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_axe_finds_nothing_with_all_parts_open(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
    look: dict[str, Any],
) -> None:
    desk, conversation = arrive("Anna", **look), waiting(hub.parts.store)
    phone = "viewport" in look
    if not phone:
        desk.page.locator(".shortcuts summary").click()
        desk.page.fill("#search", "Hej")
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator("#found .case")).to_have_count(1)
        assert desk.faults() == []
        desk.page.locator(".shortcuts summary").click()
        desk.page.keyboard.press("Escape")
        desk.page.fill("#search", "")
    desk.case(conversation).click()
    desk.button("claim").click()
    desk.page.fill("#new-note", "En anteckning")
    desk.button("note_save").click()
    desk.page.fill("#new-tag", "skola")
    desk.page.press("#new-tag", "Enter")  # a click may miss while the suggestions above arrive
    expect(desk.log.locator(".note")).to_be_visible()
    expect(desk.page.locator(".work .tag")).to_have_count(1)
    assert desk.faults() == []
    for name in ("give", "close"):
        desk.button(name).click()
        expect(desk.page.get_by_role("dialog")).to_be_visible()
        assert desk.faults() == []
        if name == "give":
            desk.page.keyboard.press("Escape")
    assert not desk.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
