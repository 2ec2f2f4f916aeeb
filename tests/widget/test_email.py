"""The answer by e-mail: offered only while it helps, easy to take back, silent about the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.support.fake_hub import FakeHub
from tests.support.fake_talk import Talk
from tests.support.hub import until
from tests.widget.conftest import Visitor
from tests.widget.test_panel import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def hub(hub: FakeHub) -> FakeHub:
    hub.offers = ["email"]
    return hub


def field(visitor: Visitor) -> Locator:
    return visitor.dialog.get_by_label(visitor.say("widget.email_label"), exact=True)


def waits(visitor: Visitor) -> Visitor:
    visitor.visit().open()
    visitor.ask("person")
    return visitor


def left(talk: Talk) -> None:
    talk.add("owner", owner="message_left", promised="2026-11-24")


def answer(talk: Talk) -> None:
    talk.say("lots", "Hello, I am Anna.", lots="Anna")


def save(visitor: Visitor, email: str) -> None:
    field(visitor).fill(email)
    field(visitor).press("Enter")


def known(visitor: Visitor, email: str = "anna@example.ee") -> Locator:
    return visitor.dialog.get_by_text(visitor.say("widget.email_known", email=email), exact=True)


def test_it_is_offered_while_a_persons_answer_is_awaited(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("hello")
    expect(field(visitor)).to_be_hidden()
    visitor.ask("person")
    expect(field(visitor)).to_be_visible()
    expect(field(visitor)).to_have_attribute("autocomplete", "email")
    visitor.button("buttons.cancel_wait").first.click()
    expect(field(visitor)).to_be_hidden()
    visitor.hub.do(left)
    expect(field(visitor)).to_be_visible()


def test_nothing_is_offered_by_a_hub_without_e_mail(hub: FakeHub, visitor: Visitor) -> None:
    hub.offers = []
    waits(visitor)
    expect(visitor.status).to_have_text(visitor.say("widget.with_waiting"))
    expect(field(visitor)).to_be_hidden()


def test_an_address_is_kept_shown_and_taken_away(visitor: Visitor) -> None:
    waits(visitor)
    save(visitor, "  anna@example.ee ")
    expect(known(visitor)).to_be_visible()
    expect(known(visitor)).to_be_focused()
    expect(field(visitor)).to_be_hidden()
    visitor.page.reload()
    expect(known(visitor)).to_be_visible()
    visitor.button("widget.email_remove").click()
    expect(field(visitor)).to_be_visible()
    expect(field(visitor)).to_be_focused()
    assert [one.get("email") for one in visitor.hub.talk.events if one["type"] == "email"] == [
        "anna@example.ee",
        None,
    ]


@pytest.mark.parametrize("email", ["", "anna", "anna@example", "refused@example.ee"])
def test_what_is_no_address_is_said_at_the_field(visitor: Visitor, email: str) -> None:
    waits(visitor)
    save(visitor, email)
    problem = visitor.page.locator("#email-problem")
    expect(problem).to_have_text(visitor.say("error.email"))
    expect(field(visitor)).to_have_attribute("aria-invalid", "true")
    expect(field(visitor)).to_be_focused()
    save(visitor, "anna@example.ee")
    expect(known(visitor)).to_be_visible()


def test_what_is_read_is_told_only_once_an_address_is_known(visitor: Visitor) -> None:
    waits(visitor)
    visitor.hub.do(answer)
    visitor.page.locator(".message.lots").wait_for()
    assert visitor.hub.read == []
    save(visitor, "anna@example.ee")
    expect(known(visitor)).to_be_visible()
    visitor.hub.do(answer)
    newest = len(visitor.hub.talk.events)
    until(lambda: visitor.hub.read[-1:] == [newest])


def test_what_comes_while_the_panel_is_closed_is_read_when_it_is_opened(visitor: Visitor) -> None:
    waits(visitor)
    save(visitor, "anna@example.ee")
    expect(known(visitor)).to_be_visible()
    visitor.page.keyboard.press("Escape")
    visitor.hub.do(answer)
    newest = len(visitor.hub.talk.events)
    expect(visitor.page.locator(".unread")).to_contain_text("1")
    assert newest not in visitor.hub.read
    visitor.open()
    until(lambda: visitor.hub.read[-1:] == [newest])


def test_the_next_conversation_knows_no_address(visitor: Visitor) -> None:
    waits(visitor)
    save(visitor, "anna@example.ee")
    expect(known(visitor)).to_be_visible()
    visitor.button("widget.menu").click()
    visitor.button("widget.forget").click()
    visitor.button("buttons.forget_yes").click()
    expect(known(visitor)).to_be_hidden()
    visitor.ask("person")
    expect(field(visitor)).to_have_value("")


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1280, "height": 800}},
        {"viewport": {"width": 390, "height": 780}, "color_scheme": "dark"},
        {"viewport": {"width": 320, "height": 256}},
    ],
    ids=["wide", "dark phone", "zoomed to 400 %"],
)
def test_everybody_can_use_it(arrive: Callable[..., Visitor], look: dict) -> None:
    visitor = waits(arrive(**look))
    assert violations(visitor) == []
    save(visitor, "no address")
    expect(visitor.page.locator("#email-problem")).not_to_be_empty()
    assert violations(visitor) == []
    log = visitor.page.locator(".scroller")
    assert log.evaluate("node => node.scrollWidth <= node.clientWidth")
    save(visitor, "anna@example.ee")
    expect(known(visitor)).to_be_visible()
    assert violations(visitor) == []


@pytest.mark.parametrize("language", ["sv", "et", "lv", "lt"])
def test_it_speaks_every_language(visitor: Visitor, language: str) -> None:
    visitor.visit(f"/?language={language}").open()
    visitor.ask("person")
    label = visitor.say("widget.email_label", language)
    expect(visitor.dialog.get_by_label(label, exact=True)).to_be_visible()
    expect(visitor.dialog.get_by_text(visitor.say("widget.email_use", language))).to_be_visible()
