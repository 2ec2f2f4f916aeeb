"""The panel: who answers, the menu, the language, and that everybody can use it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.locales import LOCALES
from tests.support.fake_talk import Talk
from tests.widget.conftest import Visitor

pytestmark = pytest.mark.browser


def claim(talk: Talk) -> None:
    talk.add("owner", owner="lots", lots="Anna")
    talk.say("lots", "Hello, I am Anna.", lots="Anna")


def violations(visitor: Visitor) -> list[str]:
    """What axe finds, best practices included; forced colours are the visitor's own affair."""
    forced = visitor.page.evaluate("matchMedia('(forced-colors: active)').matches")
    options = {"rules": {"color-contrast": {"enabled": not forced}}}
    found = Axe().run(visitor.page, options=options).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1280, "height": 800}},
        {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
        {"viewport": {"width": 320, "height": 256}},
        {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
    ],
    ids=["wide", "dark phone", "zoomed to 400 %", "forced colours"],
)
def test_axe_finds_nothing_in_any_state(arrive: Callable[..., Visitor], look: dict) -> None:
    visitor = arrive(**look).visit()
    assert violations(visitor) == []
    visitor.open()
    assert violations(visitor) == []
    for text in ("sources", "adverts", "buttons", "person"):
        visitor.ask(text)
    log = visitor.page.get_by_role("log")
    assert log.evaluate("node => node.scrollWidth <= node.clientWidth")
    expect(visitor.status).to_have_text(visitor.say("widget.with_waiting"))
    assert violations(visitor) == []
    visitor.hub.do(claim)
    visitor.page.locator(".message.lots").wait_for()
    visitor.button("widget.menu").click()
    assert violations(visitor) == []


@pytest.mark.parametrize("language", LOCALES)
def test_every_control_has_a_name_in_every_language(visitor: Visitor, language: str) -> None:
    visitor.visit(f"/?language={language}").open()
    say = visitor.say
    for key in ("widget.close", "widget.menu", "widget.send"):
        named = visitor.dialog.get_by_role("button", name=say(key, language), exact=True)
        expect(named).to_be_visible()
    expect(visitor.status).to_have_text(say("widget.with_assistant", language))
    expect(visitor.page.locator("#intro")).to_have_text(say("widget.intro", language))
    expect(visitor.input).to_have_accessible_name(say("widget.input", language))
    assert violations(visitor) == []


def test_the_head_says_who_answers(visitor: Visitor) -> None:
    visitor.visit().open()
    expect(visitor.status).to_have_text(visitor.say("widget.with_assistant"))
    visitor.button("widget.talk_to_lots").click()
    expect(visitor.status).to_have_text(visitor.say("widget.with_waiting"))
    visitor.button("buttons.cancel_wait").first.click()
    expect(visitor.status).to_have_text(visitor.say("widget.with_assistant"))
    visitor.hub.do(claim)
    expect(visitor.status).to_have_text(visitor.say("widget.with_lots", lots="Anna"))
    expect(visitor.button("widget.talk_to_lots")).to_have_count(0)
    visitor.hub.do(lambda talk: talk.add("owner", owner="message_left", promised="2026-11-24"))
    expect(visitor.status).to_have_text(visitor.say("widget.with_message_left"))


def test_another_language_changes_the_labels_and_the_conversation(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("hello")
    visitor.dialog.get_by_label(visitor.say("widget.language"), exact=True).select_option("sv")
    expect(visitor.page.locator(".message.notice")).to_have_count(1)
    assert visitor.hub.talk.language == "sv"
    say = visitor.say
    expect(visitor.status).to_have_text(say("widget.with_assistant", "sv"))
    expect(visitor.page.locator(".visitor .who")).to_have_text(say("widget.you", "sv"))
    expect(visitor.page.locator("aside")).to_have_attribute("lang", "sv")


def test_a_copy_of_the_chat_is_a_readable_file(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("sources")
    visitor.ask("adverts")
    visitor.button("widget.menu").click()
    with visitor.page.expect_download() as download:
        visitor.button("widget.transcript").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert visitor.say("widget.assistant") + ", " in text
    assert "Skatteverket: https://skatteverket.se" in text
    assert "Sjuksköterska <natt>, Region Norrbotten · Kiruna · Apply by" in text
    assert ": https://arbetsformedlingen.se/platsbanken/annonser/1" in text


def test_deleting_asks_first_and_leaves_nothing_in_the_browser(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("my secret")
    visitor.button("widget.menu").click()
    visitor.button("widget.forget").click()
    visitor.button("buttons.forget_no").click()
    assert "my secret" in visitor.texts()
    visitor.button("widget.menu").click()
    visitor.button("widget.forget").click()
    visitor.button("buttons.forget_yes").click()
    expect(visitor.messages).to_have_count(1)
    assert "AB12" in visitor.texts()[0]
    assert visitor.page.evaluate("Object.keys(localStorage)") == []
    visitor.ask("something new")
    assert len(visitor.hub.talks) == 2
    assert visitor.texts()[1:] == ["something new", "echo something new"]


def test_what_comes_while_the_panel_is_closed_is_counted_on_the_launcher(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.ask("hello")
    visitor.page.keyboard.press("Escape")
    visitor.hub.do(claim)
    expect(visitor.page.locator(".unread")).to_contain_text("1")
    visitor.open()
    expect(visitor.page.locator(".unread")).to_have_count(0)


def test_escape_closes_the_menu_before_the_panel(visitor: Visitor) -> None:
    visitor.visit().open()
    menu = visitor.button("widget.menu")
    menu.click()
    visitor.page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(visitor.dialog).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.dialog).to_be_hidden()


def test_a_phone_gets_the_whole_screen_and_keeps_the_focus_inside(
    arrive: Callable[..., Visitor],
) -> None:
    visitor = arrive(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    visitor.visit().open()
    box = visitor.dialog.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 640)
    assert visitor.dialog.evaluate("node => node.matches(':modal')")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_assistant_is_seen_to_write_until_it_has_answered(visitor: Visitor) -> None:
    visitor.visit().open()
    visitor.hub.faults.answer_s = 0.6
    visitor.write("hello")
    expect(visitor.page.locator(".typing")).to_have_text(visitor.say("widget.typing"))
    expect(visitor.page.locator(".assistant .body")).to_have_text("echo hello")
    expect(visitor.page.locator(".typing")).to_have_text("")


def test_without_the_parts_that_are_loaded_later_the_panel_is_whole(visitor: Visitor) -> None:
    visitor.hub.offers = ["email"]
    for name in ("email", "activity", "transcript"):
        visitor.page.route(f"**/w/{name}.js", lambda route: route.abort())
    visitor.visit().open()
    visitor.ask("person")
    expect(visitor.status).to_have_text(visitor.say("widget.with_waiting"))
    visitor.hub.do(lambda talk: talk.say("lots", "Hello, I am Anna.", lots="Anna"))
    expect(visitor.page.locator(".message.lots")).to_have_count(1)
    visitor.write("thank you")
    expect(visitor.page.locator(".message.visitor")).to_have_count(2)
    visitor.button("widget.menu").click()
    visitor.button("widget.transcript").click()
    expect(visitor.page.locator("#problem")).to_have_text(visitor.say("error.failed"))
