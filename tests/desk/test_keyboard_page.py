"""A whole case without a mouse, from signing in to closing; the focus is always to be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect

from bot.conversations.events import Owner
from bot.desk import accounts
from tests.desk.conftest import PASSWORD, begun, waiting
from tests.desk.test_page import Desk, arrive, browser
from tests.support.hub import RunningHub

__all__ = ["arrive", "browser"]

pytestmark = pytest.mark.browser

SEEN = """() => {
  const one = document.activeElement;
  if (one === document.body || !one.checkVisibility()) return false;
  if (!one.matches(":focus-visible")) return false;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const { top, bottom, left, right } = one.getBoundingClientRect();
  const inside = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return inside && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
}"""


class Keys(Desk):
    """A lots who has no mouse."""

    def press(self, *keys: str) -> None:
        """Presses keys; after each the focus can be seen."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_function(SEEN)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def to(self, target: Locator, key: str = "Tab") -> None:
        """Goes on by Tab until `target` has the focus."""
        target.wait_for()
        for _ in range(60):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.press(key)
        raise AssertionError("not to be reached by keyboard")

    def enter(self, name: str) -> None:
        """Signs in."""
        email = f"{name.lower()}@kommun.example"
        with self.hub.parts.store.transaction() as tx:
            accounts.add(tx, email, name, PASSWORD)
        self.go()
        expect(self.page.locator("#email")).to_be_focused()
        self.type(email)
        self.press("Tab")
        self.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.locator("#waiting").wait_for()


@pytest.fixture
def keys(arrive: Callable[..., Desk]) -> Callable[[str], Keys]:
    def make(name: str) -> Keys:
        desk = arrive()
        made = Keys(desk.page, desk.hub, "en")
        made.enter(name)
        return made

    return make


def test_a_whole_case_from_signing_in_to_closing(
    hub: RunningHub, keys: Callable[[str], Keys]
) -> None:
    anna, bo = keys("Anna"), keys("Bo")
    conversation = waiting(hub.parts.store, "Vai Umeo ir vieta skolā?", language="lv")
    begun(hub.parts.store, "En annan")

    anna.to(anna.case(conversation))
    anna.press("/")
    expect(anna.page.locator("#search")).to_be_focused()
    anna.type("umeo skolā")
    anna.press("Enter")
    found = anna.page.locator("#found .case")
    expect(found).to_have_count(1)
    anna.to(found)
    anna.press("Enter")
    expect(anna.title).to_be_focused()
    anna.to(anna.button("claim"))
    anna.press("Enter")
    expect(anna.draft).to_be_focused()

    expect(anna.page.locator(".canned button")).to_be_enabled()
    anna.press("/", "ArrowDown", "ArrowUp", "Enter")
    expect(anna.draft).to_be_focused()
    assert anna.draft.input_value().startswith("Sveiki!")
    anna.press("Control+Enter")
    expect(anna.log.locator(".from-lots")).to_contain_text("Sveiki!")
    expect(anna.draft).to_have_value("")
    expect(anna.draft).to_be_focused()

    anna.to(anna.log, "Shift+Tab")
    anna.press("n")
    anna.type("Ringde skolan")
    anna.press("Control+Enter")
    expect(anna.log.locator(".note")).to_contain_text("Ringde skolan")
    expect(anna.page.locator("#new-note")).to_be_focused()
    anna.to(anna.page.locator("#new-tag"), "Shift+Tab")
    anna.type("skola, flytt")
    anna.press("Enter")
    remove = anna.page.get_by_role("button", name=anna.say("tag_remove", tag="flytt"))
    anna.to(remove, "Shift+Tab")
    anna.press("Enter")
    expect(anna.page.locator(".work .tag")).to_have_count(1)
    anna.press("o")
    dialog = anna.page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    anna.press("Escape", "o")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    anna.press("Tab")
    anna.type("Du kan skolorna")
    anna.press("Tab", "Enter")
    expect(anna.title).to_have_text(anna.say("taken_by", lots="Bo"))
    anna.press("Shift+Tab", "Tab")

    bo.to(bo.page.locator("#own .case"))
    bo.press("Enter")
    expect(bo.log).to_contain_text("Du kan skolorna")
    bo.press("r")
    expect(bo.draft).to_be_focused()
    bo.type("Ja, det finns plats.")
    bo.press("Control+Enter")
    expect(bo.log.locator(".from-lots").last).to_contain_text("Ja, det finns plats.")
    bo.to(bo.button("close"), "Shift+Tab")
    bo.press("Escape", "c")
    radios = bo.page.get_by_role("dialog").get_by_role("radio")
    expect(radios.first).to_be_focused()
    bo.press("ArrowDown")
    expect(radios.nth(1)).to_be_checked()
    bo.press("Tab", "Enter")
    expect(bo.log).to_contain_text(bo.say("reason_closed"))
    bo.press("Tab")
    with hub.parts.store.transaction() as tx:
        state = tx.head(conversation).state
    assert (state.owner, state.tags) == (Owner.ASSISTANT, ("skola",))


def test_nothing_can_be_written_into_a_case_while_another_is_fetched(
    hub: RunningHub, keys: Callable[[str], Keys]
) -> None:
    anna, first = keys("Anna"), waiting(hub.parts.store, "Den första")
    second = waiting(hub.parts.store, "Den andra")
    anna.case(first).press("Enter")
    anna.button("claim").press("Enter")
    expect(anna.draft).to_be_focused()
    held: list[Route] = []
    anna.page.route(f"**/{second}?after=0", lambda route: held.append(route))
    anna.case(second).press("Enter")
    expect(anna.log).to_contain_text("Den första")
    anna.draft.evaluate("one => one.focus()")
    expect(anna.draft).not_to_be_focused()
    held[0].continue_()
    expect(anna.log).to_contain_text("Den andra")
    expect(anna.title).to_be_focused()
    anna.case(first).press("Enter")
    expect(anna.log).to_contain_text("Den första")
    anna.draft.press("a")
    expect(anna.draft).to_have_value("a")
