"""The loader: what a page has before anybody opens the widget."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.fake_hub import FakeHub, running
from tests.widget.conftest import Visitor

pytestmark = pytest.mark.browser

STORED = "() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]"
WATCHED = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(event.violatedDirective));
"""


def test_nothing_is_stored_or_asked_for_before_the_visitor_opens(visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.visit()
    visitor.page.wait_for_timeout(500)
    ours = visitor.hub.url
    page = f"{ours}/?language=en"
    assert set(asked) <= {page, f"{ours}/w/farled.js", f"{ours}/w/page.css", "data:,"}
    assert visitor.page.evaluate(STORED) == [[], [], ""]


def test_opening_asks_for_words_only_and_the_conversation_begins_with_the_first_message(
    visitor: Visitor,
) -> None:
    visitor.visit().open()
    assert visitor.hub.talks == {}
    assert visitor.hub.requests == ["GET /api/phrases/en"]
    visitor.ask("hello")
    assert len(visitor.hub.talks) == 1
    assert visitor.page.context.cookies() == []


def test_the_strictest_site_of_another_origin_has_no_violations(
    arrive: Callable[..., Visitor], hub: FakeHub
) -> None:
    with running(FakeHub(hub.content)) as site:
        site.csp = (
            f"default-src 'none'; script-src {hub.url}; connect-src {hub.url}; style-src 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        visitor = arrive()
        visitor.page.add_init_script(WATCHED)
        visitor.page.goto(f"{site.url}/bare?hub={hub.url}")
        visitor.open()
        for text in ("sources", "buttons"):
            visitor.ask(text)
        visitor.page.keyboard.press("Escape")
        assert visitor.page.evaluate("window.violations") == []
        assert visitor.launcher.evaluate("node => getComputedStyle(node).position") == "static"


def test_the_keyboard_opens_moves_focus_in_and_back_out(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.hub.url}/bare")
    visitor.launcher.wait_for()
    focused = "() => document.activeElement.shadowRoot?.activeElement?.className ?? ''"
    visitor.page.keyboard.press("Tab")
    assert "launcher" in visitor.page.evaluate(focused)
    visitor.page.keyboard.press("Enter")
    visitor.input.wait_for()
    assert visitor.input.evaluate("node => node.getRootNode().activeElement === node")
    visitor.page.keyboard.press("Escape")
    assert "launcher" in visitor.page.evaluate(focused)
    assert visitor.dialog.get_attribute("inert") is not None
    visitor.page.keyboard.press("Space")
    visitor.input.wait_for()


@pytest.mark.parametrize(
    ("page", "asked", "browser_language", "chosen"),
    [
        ("lv", "auto", "en-GB", "lv"),
        ("fi", "auto", "et-EE", "et"),
        ("fi", "auto", "ja-JP", "sv"),
        ("lv", "lt", "en-GB", "lt"),
    ],
)
def test_the_language_is_the_embedders_then_the_pages_then_the_browsers(
    arrive: Callable[..., Visitor], page: str, asked: str, browser_language: str, chosen: str
) -> None:
    visitor = arrive(locale=browser_language).visit(f"/bare?page={page}&asked={asked}")
    expected = visitor.say("widget.open", chosen)
    assert visitor.launcher.inner_text() == expected
    assert visitor.page.locator("aside").get_attribute("lang") == chosen


def test_a_hub_that_cannot_be_reached_is_said_and_can_be_tried_again(visitor: Visitor) -> None:
    visitor.visit()
    visitor.hub.faults.down = True
    visitor.launcher.click()
    visitor.page.get_by_text(visitor.say("error.failed")).wait_for()
    visitor.hub.faults.down = False
    visitor.open()
