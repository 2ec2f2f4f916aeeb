"""Takes the pictures of README.md and docs/desk.md from a running Farled: `make screenshots`.

A visitor asks in Estonian; a lots reads the conversation at the desk and answers.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from docs.past_weeks import live_through
from tests.support.browser import chromium
from tests.support.farled import Farled, running_farled

PICTURES = Path(__file__).with_name("pictures")
PASSWORD = "en mycket lång lösenfras"
PATIENCE_MS = 60_000


def take() -> None:
    """Writes docs/pictures/."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_farled(Path(folder) / "var") as farled:
        farled.command(
            "lots",
            *("add", "anna@lulea.example", "--name", "Anna Lindgren", "--password-stdin"),
            stdin=PASSWORD + "\n",
        )
        farled.command(
            "lots",
            *("add", "bo@lulea.example", "--name", "Bo Ek", "--language", "et"),
            *("--password-stdin",),
            stdin=PASSWORD + "\n",
        )
        with chromium() as browser:
            desk = _desk(browser.new_page(viewport={"width": 1360, "height": 820}), farled)
            visitor = browser.new_page(viewport={"width": 1280, "height": 860})
            _ask(visitor, farled)
            visitor.screenshot(path=PICTURES / "widget.png")
            _meet(visitor, desk)
            desk.screenshot(path=PICTURES / "desk.png")
            _first_day(desk, farled, browser)


def _first_day(desk: Page, farled: Farled, browser: Browser) -> None:
    """What docs/desk.md shows: dialogs and lists at the desk, the report, a phone, signing in."""
    desk.locator(".canned button").click()
    desk.screenshot(path=PICTURES / "desk-canned.png")
    desk.keyboard.press("Escape")
    for act in ("give", "close"):
        desk.locator(f'[data-act="{act}"]').click()
        desk.locator("dialog").wait_for()
        desk.screenshot(path=PICTURES / f"desk-{act}.png")
        desk.keyboard.press("Escape")
    state = desk.context.storage_state()
    look = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    phone = browser.new_context(storage_state=state, **look).new_page()
    phone.goto(f"{farled.url}/desk?language=en")
    phone.locator("#own [data-conversation]").wait_for()
    phone.screenshot(path=PICTURES / "desk-phone-lists.png")
    phone.locator("#own [data-conversation]").tap()
    phone.locator("#reply").wait_for()
    phone.wait_for_timeout(800)
    phone.screenshot(path=PICTURES / "desk-phone.png")
    live_through(f"sqlite:///{farled.var / 'farled.db'}")
    desk.goto(f"{farled.url}/desk/report?language=en")
    desk.screenshot(path=PICTURES / "desk-report.png")
    stranger = browser.new_page(viewport={"width": 900, "height": 620})
    stranger.goto(f"{farled.url}/desk?language=en")
    stranger.screenshot(path=PICTURES / "desk-sign-in.png")


def _desk(page: Page, farled: Farled) -> Page:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{farled.url}/desk?language=en")
    page.fill("#email", "anna@lulea.example")
    page.fill("#password", PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/desk")
    page.goto(f"{farled.url}/desk?language=en")
    return page


def _ask(page: Page, farled: Farled) -> None:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{farled.url}/?municipality=lulea&language=et")
    page.locator(".launcher").click()
    _write(page, "Kuidas saab meie kaheaastane lasteaiakoha?")
    page.locator(".message.assistant a").first.wait_for()
    page.wait_for_timeout(800)


def _meet(visitor: Page, desk: Page) -> None:
    """The visitor asks for a person; the lots takes the conversation and answers."""
    _write(visitor, "sooviksin pigem päris inimesega rääkida")
    desk.locator("#waiting [data-conversation]").first.click()
    desk.locator('[data-act="claim"]').click()
    desk.locator("#reply").fill("Tere! Olen Anna Luleå omavalitsusest. Millal te kolite?")
    desk.locator("form.reply button.primary:enabled").wait_for()
    desk.keyboard.press("Control+Enter")
    visitor.locator(".message.lots").wait_for()
    _write(visitor, "Augustis. Mees alustab Luleås tööd keevitajana.")
    desk.get_by_text("keevitajana").first.wait_for()
    desk.wait_for_timeout(800)


def _write(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Enter")


if __name__ == "__main__":
    take()
