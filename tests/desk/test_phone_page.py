"""A whole case on a phone, with a finger only."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bot.conversations.events import Owner
from bot.desk import accounts
from tests.desk.conftest import PASSWORD, waiting, write
from tests.desk.test_page import Desk, arrive, browser
from tests.support.hub import RunningHub

__all__ = ["arrive", "browser"]

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LEAST_PX = 24
"""WCAG 2.2, 2.5.8: what a finger must be able to hit."""

SMALL = """(least) => {
  const small = [];
  const all = "button, input, select, textarea, summary, [role=option], a[href]";
  for (const one of document.querySelectorAll(all)) {
    if (!one.checkVisibility() || one.closest("p.source, .text")) continue; // a link in a sentence
    const box = (one.matches("[type=checkbox], [type=radio]") && one.closest("label")) || one;
    const { width, height } = box.getBoundingClientRect();
    if (width < least || height < least) {
      small.push(`${Math.round(width)}x${Math.round(height)} ${one.outerHTML.slice(0, 90)}`);
    }
  }
  return small;
}"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Phone(Desk):
    """A lots's phone."""

    def fits(self) -> None:
        """Nothing is too small for a finger, and nothing moves sideways."""
        assert self.page.evaluate(SMALL, LEAST_PX) == []
        assert not self.page.evaluate(SIDEWAYS)

    def tap(self, key: str) -> None:
        """Taps the button that says this."""
        self.button(key).tap()


@pytest.fixture
def phone(arrive: Callable[..., Desk]) -> Phone:
    desk = arrive(language="sv", **PHONE)
    return Phone(desk.page, desk.hub, "sv")


def signed_in(phone: Phone, hub: RunningHub, name: str) -> None:
    email = f"{name.lower()}@kommun.example"
    with hub.parts.store.transaction() as tx:
        accounts.add(tx, email, name, PASSWORD)
    phone.go()
    phone.fits()
    phone.page.locator("#email").tap()
    phone.page.keyboard.type(email)
    phone.page.locator("#password").tap()
    phone.page.keyboard.type(PASSWORD)
    phone.tap("sign_in")
    phone.page.locator("#waiting").wait_for()


def test_a_whole_case_with_a_finger(hub: RunningHub, phone: Phone) -> None:
    conversation = waiting(hub.parts.store, "Sveiki, vai kāds ir?", language="lv")
    other = waiting(hub.parts.store, "En annan")
    signed_in(phone, hub, "Anna")
    expect(phone.case(conversation)).to_be_visible()
    phone.fits()
    phone.case(conversation).tap()
    expect(phone.log).to_contain_text("Sveiki, vai kāds ir?")
    expect(phone.case(conversation)).to_be_hidden()
    phone.fits()
    phone.tap("claim")
    expect(phone.title).to_have_text(phone.say("own"))
    expect(phone.draft).to_be_in_viewport()

    canned = phone.hub.parts.content.phrase("help.canned", "sv")
    phone.page.get_by_role("button", name=canned).tap()
    options = phone.page.get_by_role("listbox", name=canned)
    expect(options).to_be_visible()
    phone.fits()
    options.get_by_role("option").first.tap()
    expect(phone.draft).not_to_have_value("")
    assert phone.draft.input_value().startswith("Sveiki!")
    expect(phone.button("send")).to_be_in_viewport()
    phone.tap("send")
    expect(phone.log.locator(".from-lots")).to_contain_text("Sveiki!")
    write(hub.parts.store, conversation, "Paldies!")
    expect(phone.log.locator(".from-visitor").last).to_contain_text("Paldies!")

    phone.tap("back")
    expect(phone.case(other)).to_be_visible()
    expect(phone.draft).to_have_count(0)
    phone.case(conversation).tap()
    phone.page.locator("#new-note").tap()
    phone.page.keyboard.type("Ringde skolan")
    phone.fits()
    phone.tap("note_save")
    expect(phone.log.locator(".note")).to_contain_text("Ringde skolan")
    phone.page.locator("#new-tag").tap()
    phone.page.keyboard.type("skola")
    phone.tap("tag_add")
    expect(phone.page.locator(".work .tag")).to_have_count(1)
    phone.fits()

    phone.tap("close")
    dialog = phone.page.get_by_role("dialog")
    expect(dialog).to_be_in_viewport()
    phone.fits()
    dialog.get_by_text(phone.say("outcome_answered")).tap()
    dialog.get_by_role("button", name=phone.say("close"), exact=True).tap()
    expect(phone.log).to_contain_text(phone.say("reason_closed"))
    phone.tap("back")
    expect(phone.page.locator("#own .case")).to_have_count(0)
    expect(phone.page.locator("#waiting .case")).to_have_count(1)
    with hub.parts.store.transaction() as tx:
        assert tx.head(conversation).state.owner is Owner.ASSISTANT


def test_a_case_is_handed_over_with_a_finger(
    hub: RunningHub, phone: Phone, make_lots: Callable[[str], object]
) -> None:
    make_lots("Bo")
    conversation = waiting(hub.parts.store)
    signed_in(phone, hub, "Anna")
    phone.case(conversation).tap()
    phone.tap("claim")
    phone.tap("give")
    dialog = phone.page.get_by_role("dialog")
    option = dialog.locator("option", has_text=re.compile(r"^Bo [(·]"))
    dialog.get_by_role("combobox").select_option(value=option.get_attribute("value"))
    dialog.get_by_role("textbox").tap()
    phone.page.keyboard.type("Du kan skolorna")
    phone.fits()
    dialog.get_by_role("button", name=phone.say("give"), exact=True).tap()
    expect(phone.title).to_have_text(phone.say("taken_by", lots="Bo"))
    expect(phone.draft).to_be_hidden()
    phone.tap("back")
    expect(phone.page.locator("#own .case")).to_have_count(0)
