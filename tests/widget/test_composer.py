"""What can be written, and what is refused before it is sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_long_text_is_counted_and_refused_before_it_is_sent(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.input.fill("å" * 1900)
    expect(visitor.page.locator(".count")).to_have_text("1900 / 2000")
    visitor.write("å" * 2001)
    expect(visitor.page.locator("#problem")).to_have_text(
        visitor.say("error.too_long", limit="2000")
    )
    assert visitor.input.input_value() == "å" * 2001
    assert visitor.hub.talks == {}


def test_an_emoji_counts_as_one_character(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("😀" * 2000)
    assert visitor.hub.talk.said("visitor") == ["😀" * 2000]


def test_nothing_is_not_sent(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.write("   ")
    expect(visitor.page.locator("#problem")).to_have_text(visitor.say("error.empty"))


def test_shift_and_enter_begin_a_new_line(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.input.press_sequentially("one")
    visitor.input.press("Shift+Enter")
    visitor.input.press_sequentially("two")
    visitor.input.press("Enter")
    visitor.messages.nth(1).wait_for()
    assert visitor.hub.talk.said("visitor") == ["one\ntwo"]
