"""No message is lost, doubled or out of order: cuts, lost acknowledgements, reloads, two tabs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import PATIENCE_MS, Visitor

pytestmark = pytest.mark.browser

MANY = 200


def test_200_messages_through_cuts_and_lost_acknowledgements(visitor: Visitor) -> None:
    visitor.visit().open()
    faults = visitor.hub.faults
    faults.cut, faults.dropped, faults.refused, faults.answer_s = 0.1, 0.05, 0.03, 0.0
    sent = [f"message {number}" for number in range(MANY)]
    for text in sent:
        visitor.write(text)
    expect(visitor.page.locator(".message[data-seq]")).to_have_count(2 * MANY, timeout=60_000)
    assert visitor.hub.talk.said("visitor") == sent
    assert visitor.texts(".visitor") == sent
    assert visitor.texts(".assistant") == visitor.hub.talk.said("assistant")
    order = visitor.messages.evaluate_all("nodes => nodes.map((node) => Number(node.dataset.seq))")
    assert order == sorted(order)
    assert len(set(order)) == 2 * MANY


def test_a_reload_shows_the_same_conversation_and_goes_on(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("before")
    visitor.page.reload()
    expect(visitor.messages).to_have_count(2)
    visitor.ask("after")
    assert visitor.texts() == ["before", "echo before", "after", "echo after"]
    assert len(visitor.hub.talks) == 1


def test_after_a_reload_a_closed_panel_stays_closed_and_resumes_when_opened(
    visitor: Visitor,
) -> None:
    visitor.visit().open()
    visitor.ask("before")
    visitor.page.keyboard.press("Escape")
    visitor.page.reload()
    visitor.launcher.wait_for()
    visitor.open()
    expect(visitor.messages).to_have_count(2)


def test_what_was_written_while_the_hub_was_down_is_sent_after_a_reload(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("hello")
    visitor.hub.faults.down = True
    visitor.write("are you there")
    expect(visitor.page.locator(".fate")).to_have_text(visitor.say("widget.sending"))
    expect(visitor.page.locator("#problem")).to_have_text(visitor.say("error.offline"))
    visitor.hub.faults.down = False
    visitor.page.reload()
    expect(visitor.messages).to_have_count(4)
    assert visitor.hub.talk.said("visitor") == ["hello", "are you there"]
    expect(visitor.page.locator(".fate")).to_have_count(0)


def test_a_network_that_goes_and_comes_loses_nothing(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("hello")
    visitor.page.context.set_offline(True)
    visitor.write("from the tunnel")
    visitor.hub.do(lambda talk: talk.say("lots", "written meanwhile", lots="Anna"))
    visitor.page.context.set_offline(False)
    expect(visitor.page.locator(".message[data-seq]")).to_have_count(5)
    assert visitor.texts() == [
        "hello", "echo hello", "written meanwhile", "from the tunnel", "echo from the tunnel",
    ]  # fmt: skip


def test_a_refused_message_says_why_and_can_be_tried_again(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.write("hurry")
    why = visitor.say("error.too_many")
    expect(visitor.page.locator(".failed .fate")).to_contain_text(why)
    visitor.ask("slowly")
    visitor.page.reload()
    expect(visitor.page.locator(".failed .fate")).to_contain_text(why)
    with visitor.page.expect_response("**/messages"):
        visitor.button("widget.retry").click()


def test_two_tabs_show_the_same_and_begin_one_conversation(visitor: Visitor) -> None:
    visitor.visit().open()
    other = Visitor(visitor.page.context.new_page(), visitor.hub).visit().open()
    visitor.write("from the first")
    expect(other.messages).to_have_count(2, timeout=PATIENCE_MS)
    other.ask("from the second")
    expect(visitor.messages).to_have_count(4)
    assert visitor.texts() == other.texts()
    assert len(visitor.hub.talks) == 1
    assert visitor.hub.talk.said("visitor") == ["from the first", "from the second"]


def test_a_conversation_that_the_hub_forgot_begins_anew_without_losing_the_message(
    visitor: Visitor,
) -> None:
    visitor.visit().open()
    visitor.ask("old")
    visitor.hub.talks.clear()
    visitor.write("new")
    expect(visitor.page.locator(".message.assistant")).to_contain_text("echo new")
