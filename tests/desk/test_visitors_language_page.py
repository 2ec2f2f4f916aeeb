"""A visitor who asked for a person first and then wrote Latvian is helped, in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.conversations.events import Author, LanguageChanged, Message
from tests.conftest import HandClock
from tests.desk.conftest import begun
from tests.desk.test_page import Desk, arrive, browser
from tests.support.hub import RunningHub
from tests.support.translation_hub import translating_hub
from tests.support.translation_service import TranslationService, translation_service

__all__ = ["arrive", "browser"]

pytestmark = pytest.mark.browser

WORDS = "Kad sākas skola?"
HOLD = """() => {
  window.deepest = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  };
  window.kept = deepest();
}"""


@pytest.fixture(scope="module")
def service() -> Iterator[TranslationService]:
    with translation_service() as running:
        yield running


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, service: TranslationService
) -> Iterator[RunningHub]:
    """A hub of this module's own: only here is a translation service set."""
    with translating_hub(tmp_path_factory.mktemp("desk"), service) as hub:
        yield hub


def test_the_lots_says_latvian_reads_it_and_the_visitors_page_speaks_it(
    hub: RunningHub, arrive: Callable[..., Desk], browser: Browser
) -> None:
    context = browser.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{hub.url}/?language=sv")
    phrase = hub.parts.content.phrase
    page.get_by_role("button", name=phrase("widget.open", "sv")).click()
    page.get_by_role("button", name=phrase("widget.talk_to_lots", "sv")).first.click()
    written = page.get_by_role("textbox")
    written.fill(WORDS)
    written.press("Enter")
    anna = arrive("Anna", language="sv")
    anna.page.locator("[data-conversation]").first.click()
    anna.button("claim").click()
    said = anna.log.locator(".from-visitor > .text", has_text=WORDS)
    expect(said).to_have_attribute("lang", "sv")
    anna.draft.fill("Hej")
    written.fill("Paldies")
    page.evaluate(HOLD)
    choice = anna.page.get_by_label(anna.say("writes_in"))
    choice.focus()
    choice.select_option("lv")
    expect(said).to_have_attribute("lang", "lv")
    expect(choice).to_be_focused()
    expect(choice).to_have_value("lv")
    anna.page.get_by_role("checkbox", name=anna.say("translate_case")).check()
    expect(anna.log.locator(".translation .text").first).to_have_text("Kad·sv sākas·sv skola·sv?")
    to_latvian = anna.say("translate_draft", name="lettiska")
    expect(anna.page.get_by_role("button", name=to_latvian)).to_be_visible()
    assert anna.faults() == []
    expect(page.get_by_role("button", name=phrase("widget.send", "lv"))).to_be_visible()
    expect(written).to_have_value("Paldies")
    assert page.evaluate("kept.matches('textarea') && kept === deepest()"), "the cursor stays"
    context.close()


def test_a_drawn_message_follows_what_the_assistant_read(
    hub: RunningHub, arrive: Callable[..., Desk], clock: HandClock
) -> None:
    conversation = begun(hub.parts.store, WORDS)
    anna = arrive("Anna", language="sv")
    anna.case(conversation).click()
    said = anna.log.locator(".from-visitor > .text")
    expect(said).to_have_attribute("lang", "sv")
    expect(anna.page.get_by_label(anna.say("writes_in"))).to_be_hidden()
    with hub.parts.store.transaction() as tx:
        asked = tx.newest(conversation, "message", 1)[0].seq
        answer = Message(Author.ASSISTANT, "Labdien!", "lv", answers=asked)
        tx.append(tx.lock(conversation), LanguageChanged("lv"), answer)
    expect(said).to_have_attribute("lang", "lv")
