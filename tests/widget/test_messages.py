"""Messages: text stays text, each is read aloud once, buttons are used once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Visitor

pytestmark = pytest.mark.browser

READ_ALOUD = """
() => {
  window.read = [];
  const root = document.querySelector("farled-widget").shadowRoot;
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.role !== "log" || target.ariaLive !== "polite") continue;
      for (const node of addedNodes) window.read.push(node.querySelector(".body").textContent);
    }
  }).observe(root, { childList: true, subtree: true });
}
"""


def test_markup_in_a_message_is_shown_as_text(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("html")
    visitor.ask("<b>mine</b>")
    assert "<img src=x onerror=alert(1)> <b>bold</b>" in visitor.texts()
    assert "<b>mine</b>" in visitor.texts()
    assert visitor.page.locator(".message img, .body b").count() == 0


def test_each_message_is_read_aloud_once_and_the_history_never(visitor: Visitor) -> None:
    visitor.visit()
    visitor.page.evaluate(READ_ALOUD)
    visitor.open()
    visitor.ask("one")
    visitor.ask("two")
    assert visitor.page.evaluate("window.read") == ["one", "echo one", "two", "echo two"]
    visitor.page.keyboard.press("Escape")
    visitor.page.reload()
    visitor.launcher.wait_for()
    visitor.page.evaluate(READ_ALOUD)
    visitor.open()
    expect(visitor.messages).to_have_count(4)
    expect(visitor.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert visitor.page.evaluate("window.read") == []
    visitor.ask("three")
    assert visitor.page.evaluate("window.read") == ["three", "echo three"]


def test_a_source_is_a_link_with_its_date_that_opens_beside(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("sources")
    link = visitor.page.locator(".sources a")
    expect(link).to_have_attribute("href", "https://skatteverket.se")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")
    expect(visitor.page.locator(".checked")).to_have_text(
        visitor.say("widget.checked", date="21 Nov 2026")
    )


def test_a_source_that_is_no_web_address_is_no_link(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("hello")
    sources = [{"title": "Trap", "url": "javascript:alert(1)", "checked": "2026-11-21"}]
    visitor.hub.do(lambda talk: talk.say("assistant", "Look", sources=sources))
    expect(visitor.page.locator(".sources")).to_contain_text("Trap")
    expect(visitor.page.locator(".sources a")).to_have_count(0)


def test_adverts_are_a_list_of_links_with_swedish_headlines(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("adverts")
    adverts = visitor.dialog.get_by_role("list").get_by_role("listitem")
    expect(adverts).to_have_count(2)
    link = adverts.first.get_by_role("link")
    expect(link).to_have_accessible_name(f"Sjuksköterska <natt> {visitor.say('widget.new_tab')}")
    expect(link).to_have_attribute("href", "https://arbetsformedlingen.se/platsbanken/annonser/1")
    expect(link).to_have_attribute("target", "_blank")
    expect(adverts.first.locator("[lang=sv]")).to_have_text("Sjuksköterska <natt>")
    expect(adverts.first).to_contain_text(f"({visitor.say('jobs.swedish_text')})")
    expect(adverts.first.locator("p")).to_contain_text("Region Norrbotten · Kiruna")


def test_an_advert_that_has_no_web_address_is_no_link(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("adverts")
    last = visitor.page.locator(".body li").last
    expect(last).to_contain_text("Svetsare")
    expect(last.locator("a")).to_have_count(0)


def test_in_swedish_nothing_says_that_the_adverts_are_swedish(visitor: Visitor) -> None:
    visitor.visit("/?language=sv").open()
    visitor.ask("adverts")
    said = visitor.say("jobs.swedish_text", "sv")
    expect(visitor.page.locator(".assistant .body")).not_to_contain_text(f"({said})")


def test_buttons_come_in_order_and_are_used_once_also_after_a_reload(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("buttons")
    choices = visitor.page.locator(".message .choices button")
    assert choices.all_inner_texts() == ["Housing queue", "Rent a flat", "Talk to a local guide"]
    choices.nth(1).click()
    expect(visitor.messages).to_have_count(4)
    choices.nth(0).click(force=True)
    assert visitor.hub.talk.said("visitor") == ["buttons", "Rent a flat"]
    visitor.page.reload()
    expect(visitor.messages).to_have_count(4)
    for choice in choices.all():
        expect(choice).to_be_disabled()


def test_a_verdict_on_an_answer_reaches_the_hub(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("sources")
    visitor.button("widget.helpful_no").click()
    expect(visitor.page.locator(".verdict")).to_have_text(visitor.say("widget.helpful_thanks"))
    assert visitor.hub.talk.events[-1]["helpful"] is False


def test_unknown_events_are_ignored(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("hello")
    visitor.hub.do(lambda talk: talk.add("aurora", colour="green"))
    visitor.ask("still there")
    assert visitor.texts()[-1] == "echo still there"


def test_a_text_in_arabic_runs_from_right_to_left(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("مرحبا")
    paragraph = visitor.page.locator(".visitor .body p")
    assert paragraph.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_a_machine_translation_says_so_and_shows_what_the_lots_wrote(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("hello")
    machine = {"original": "Hej <b>du</b>", "original_language": "sv", "translated_by": "DeepL"}
    visitor.hub.do(lambda talk: talk.say("lots", "Hello you", lots="Anna", **machine))
    message = visitor.page.locator(".message.lots")
    label = visitor.say("widget.translated_sv", service="DeepL")
    expect(message.locator(".by-machine")).to_have_text(label)
    original = message.get_by_text("Hej <b>du</b>")
    expect(original).to_be_hidden()
    message.get_by_text(visitor.say("widget.original")).click()
    expect(original).to_be_visible()
    expect(original).to_have_attribute("lang", "sv")
    expect(message.locator(".body")).to_have_text("Hello you")
