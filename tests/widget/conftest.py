"""Chromium, the fake hub, and a visitor who uses the widget as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from bot.content import Content
from tests.support.browser import chromium
from tests.support.fake_hub import FakeHub, running

PATIENCE_MS = 8_000


class Visitor:
    """Somebody at a page with the widget on it."""

    def __init__(self, page: Page, hub: FakeHub) -> None:
        self.page = page
        self.hub = hub

    def visit(self, path: str = "/?language=en") -> Visitor:
        self.page.goto(self.hub.url + path)
        self.launcher.wait_for()
        return self

    def open(self) -> Visitor:
        self.launcher.click()
        self.input.wait_for()
        return self

    def write(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> None:
        """Writes, and waits until something was answered."""
        before = self.messages.count()
        self.write(text)
        self.messages.nth(before + 1).wait_for()

    def texts(self, who: str = "") -> list[str]:
        """What the log says, oldest first."""
        return self.page.locator(f".message{who} .body").all_inner_texts()

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def dialog(self) -> Locator:
        return self.page.locator("dialog")

    @property
    def input(self) -> Locator:
        return self.page.locator("textarea")

    @property
    def status(self) -> Locator:
        return self.page.locator("#status")

    @property
    def messages(self) -> Locator:
        return self.page.locator(".message")

    def button(self, key: str) -> Locator:
        """The button of the panel that says this phrase."""
        return self.dialog.get_by_role("button", name=self.say(key), exact=True)

    def say(self, key: str, language: str = "en", **values: str) -> str:
        """One of the widget's phrases."""
        return self.hub.content.phrase(key, language, **values)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def hub(content: Content) -> Iterator[FakeHub]:
    with running(FakeHub(content)) as served:
        yield served


@pytest.fixture
def arrive(browser: Browser, hub: FakeHub) -> Iterator[Callable[..., Visitor]]:
    """Makes a visitor with a browser of their own; no page may end with a script error."""
    contexts, errors = [], []

    def make(**options: Any) -> Visitor:
        context = browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        return Visitor(context.new_page(), hub)

    yield make
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def visitor(arrive: Callable[..., Visitor]) -> Visitor:
    return arrive()
