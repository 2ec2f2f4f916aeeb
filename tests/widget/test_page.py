"""The page of a municipality that the widget stands on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.widget.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_accessible_and_fits(arrive: Callable[..., Visitor], width: int) -> None:
    visitor = arrive(viewport={"width": width, "height": 800}).visit("/?municipality=sorsele")
    expect(visitor.page.locator(".name")).to_have_text("Sorsele")
    assert Axe().run(visitor.page).response["violations"] == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == width


def test_without_javascript_the_page_says_what_to_do(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(java_script_enabled=False)
    visitor.page.goto(f"{visitor.hub.url}/?language=en")
    words = visitor.say("widget.no_script")
    expect(visitor.page.locator(".no-script")).to_be_visible()
    expect(visitor.page.locator(".no-script")).to_have_text(words)


def test_the_conversation_is_about_the_municipality_of_the_page(visitor: Visitor) -> None:
    visitor.visit("/?municipality=sorsele&language=en").open()
    with visitor.page.expect_request("**/api/conversations") as begun:
        visitor.ask("hello")
    zone = visitor.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert begun.value.post_data_json == {
        "municipality": "sorsele",
        "language": "en",
        "time_zone": zone,  # for the hour of a promise
    }


def test_a_page_about_no_place_in_particular_has_a_name_too(visitor: Visitor) -> None:
    visitor.visit("/?municipality=&language=en")
    expect(visitor.page.locator(".name")).to_have_text(visitor.say("widget.title"))
