"""A lots who reads only Swedish and a visitor who writes only Latvian, in Chromium.

A real hub asks a stand-in for LibreTranslate over HTTP: it marks each word with the language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from bot.conversations import erasure
from bot.conversations.events import Author, Message, Translated
from bot.desk.readable import language_name
from tests.desk.conftest import waiting, write
from tests.desk.test_page import LOOKS, Desk, arrive, browser
from tests.support.hub import RunningHub
from tests.support.translation_hub import translating_hub
from tests.support.translation_service import TranslationService, translation_service

__all__ = ["arrive", "browser"]

pytestmark = pytest.mark.browser

ASKED = "Sveiki! Mans personas kods ir 010185-12345. Kad sākas skola Luleå?"
PEOPLE = (Author.VISITOR, Author.LOTS)
SERVICE = {"service": "LibreTranslate"}


@pytest.fixture(scope="module")
def running_service() -> Iterator[TranslationService]:
    with translation_service() as service:
        yield service


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, running_service: TranslationService
) -> Iterator[RunningHub]:
    """A hub of this module's own: only here is a translation service set."""
    with translating_hub(tmp_path_factory.mktemp("desk"), running_service) as hub:
        yield hub


@pytest.fixture
def service(running_service: TranslationService) -> TranslationService:
    running_service.reset()
    return running_service


def taken(desk: Desk, text: str = ASKED, language: str = "lv") -> str:
    conversation = waiting(desk.hub.parts.store, text, language=language)
    desk.case(conversation).click()
    desk.button("claim").click()
    expect(desk.draft).to_be_focused()
    return conversation


def switch(desk: Desk) -> Locator:
    return desk.page.get_by_role("checkbox", name=desk.say("translate_case"))


def second(desk: Desk) -> Locator:
    return desk.page.get_by_label(desk.say("translation", **SERVICE))


def to_latvian(desk: Desk) -> Locator:
    name = desk.say("translate_draft", name=language_name("lv", desk.language))
    return desk.page.get_by_role("button", name=name)


def messages(desk: Desk, conversation: str) -> list[Message]:
    with desk.hub.parts.store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    return [body for body in bodies if isinstance(body, Message)]


def test_a_lots_who_reads_only_swedish_helps_a_visitor_who_writes_only_latvian(
    hub: RunningHub, arrive: Callable[..., Desk], service: TranslationService
) -> None:
    desk = arrive("Anna", language="sv")
    conversation = taken(desk)
    expect(switch(desk)).not_to_be_checked()
    assert service.seen == []
    switch(desk).check()
    line = desk.log.locator(".from-visitor").first
    made = line.locator(".translation")
    expect(made).to_contain_text("Maskinöversättning (LibreTranslate)")
    expect(made.locator(".text")).to_have_text(
        "Sveiki·sv! Mans·sv personas·sv kods·sv ir·sv 010185-12345. Kad·sv sākas·sv skola·sv Luleå?"
    )
    expect(made.locator(".text")).to_have_attribute("lang", "sv")
    expect(line.locator("> .text")).to_have_text(ASKED)
    expect(line.locator("> .text")).to_have_attribute("lang", "lv")
    write(hub.parts.store, conversation, "Un bērnudārzs?")
    expect(desk.log.locator(".from-visitor .translation")).to_have_count(2)
    desk.draft.fill("Skolan börjar i augusti. Be om personnummer hos Skatteverket.")
    to_latvian(desk).click()
    expect(second(desk)).to_be_focused()
    words = "Skolan·lv börjar·lv i·lv augusti·lv. Be·lv om·lv personnummer hos·lv Skatteverket."
    expect(second(desk)).to_have_value(words)
    expect(second(desk)).to_have_attribute("lang", "lv")
    desk.page.keyboard.type("Jā! ")
    desk.page.keyboard.press("Control+Enter")
    sent = desk.log.locator(".from-lots")
    expect(sent.locator("> .text")).to_have_text(f"Jā! {words}")
    expect(sent.locator(".original .text")).to_have_text(
        "Skolan börjar i augusti. Be om personnummer hos Skatteverket."
    )
    expect(desk.draft).to_have_value("")
    expect(second(desk)).to_be_hidden()
    first, _, reply = (one for one in messages(desk, conversation) if one.author in PEOPLE)
    assert first.text == ASKED
    assert (reply.text, reply.language) == (f"Jā! {words}", "lv")
    assert (reply.original_language, reply.translated_by) == ("sv", "LibreTranslate")
    assert reply.original.startswith("Skolan börjar")
    assert not any("12345" in text or "010185" in text for text in service.seen)


def test_the_switch_is_remembered_for_its_conversation_alone(
    hub: RunningHub, arrive: Callable[..., Desk], service: TranslationService
) -> None:
    other = waiting(hub.parts.store, "Cita saruna", language="lv")
    desk = arrive("Anna", language="sv")
    taken_by_anna = taken(desk, "Labdien")
    switch(desk).check()
    expect(desk.log.locator(".translation")).to_have_count(1)
    desk.page.reload()
    expect(switch(desk)).to_be_checked()
    expect(desk.log.locator(".translation")).to_have_count(1)
    desk.case(other).click()
    expect(switch(desk)).not_to_be_checked()
    assert not any("Cita" in text for text in service.seen)
    assert service.asked == 1
    desk.case(taken_by_anna).click()
    expect(switch(desk)).to_be_checked()
    desk.button("sign_out").click()
    desk.page.locator("#password").wait_for()
    assert desk.page.evaluate("Object.keys({ ...localStorage, ...sessionStorage })") == []


def test_a_translation_survives_a_reload_and_is_stale_when_the_words_change(
    hub: RunningHub, arrive: Callable[..., Desk], service: TranslationService
) -> None:
    desk = arrive("Anna", language="sv")
    conversation = taken(desk)
    desk.draft.fill("Hej")
    to_latvian(desk).click()
    expect(second(desk)).to_have_value("Hej·lv")
    second(desk).fill("Sveiki")
    desk.page.reload()
    expect(second(desk)).to_have_value("Sveiki")
    warning = desk.page.get_by_text(desk.say("translation_stale"))
    expect(warning).to_be_hidden()
    desk.draft.fill("Hej då")
    expect(warning).to_be_visible()
    expect(second(desk)).to_have_attribute("aria-invalid", "true")
    desk.button("send").click()
    expect(to_latvian(desk)).to_be_focused()
    expect(desk.log.locator(".from-lots")).to_have_count(0)
    desk.draft.fill("Hej")
    expect(warning).to_be_hidden()
    desk.draft.fill("Hej då")
    desk.button("translation_remove").click()
    expect(second(desk)).to_be_hidden()
    desk.button("send").click()
    expect(desk.log.locator(".from-lots > .text")).to_have_text("Hej då")
    assert messages(desk, conversation)[-1].translated_by == ""


def test_when_the_service_is_away_the_lots_is_told_and_the_reply_goes_as_it_is(
    hub: RunningHub, arrive: Callable[..., Desk], service: TranslationService
) -> None:
    desk = arrive("Anna", language="sv")
    conversation = taken(desk, "Labdien")
    service.status = 429
    switch(desk).check()
    quota = desk.page.get_by_text(desk.say("translation_quota"))
    expect(quota).to_be_visible()
    service.status = 500
    desk.draft.fill("Hej")
    to_latvian(desk).click()
    expect(desk.page.get_by_text(desk.say("translation_away"))).to_be_visible()
    desk.button("send").click()
    expect(desk.log.locator(".from-lots > .text")).to_have_text("Hej")
    service.status = 200
    desk.button("translate_again").click()
    expect(desk.log.locator(".from-visitor .translation")).to_have_count(1)
    with hub.parts.store.transaction() as tx:
        made = [one.body for one in tx.events(conversation) if isinstance(one.body, Translated)]
    assert [one.text for one in made] == ["Labdien·sv"]


def test_nothing_is_offered_when_both_speak_the_same_language(
    hub: RunningHub, arrive: Callable[..., Desk], service: TranslationService
) -> None:
    desk = arrive("Anna", language="sv")
    taken(desk, "Hej", language="sv")
    expect(desk.draft).to_be_visible()
    expect(switch(desk)).to_be_hidden()
    expect(desk.page.locator(".two-texts")).to_be_hidden()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_axe_finds_nothing_with_both_texts_open(
    hub: RunningHub,
    arrive: Callable[..., Desk],
    service: TranslationService,
    look: dict[str, Any],
) -> None:
    desk = arrive("Anna", **look)
    taken(desk)
    switch(desk).check()
    expect(desk.log.locator(".translation")).to_have_count(1)
    desk.draft.fill("Hej")
    to_latvian(desk).click()
    expect(second(desk)).to_be_visible()
    assert desk.faults() == []
    desk.draft.fill("Hej du")
    expect(second(desk)).to_have_attribute("aria-invalid", "true")
    assert desk.faults() == []
    assert not desk.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def test_a_lots_is_told_why_words_that_wait_to_be_erased_are_not_translated(
    hub: RunningHub, arrive: Callable[..., Desk], service: TranslationService
) -> None:
    desk = arrive("Anna", language="sv")
    conversation = taken(desk)
    with hub.parts.store.transaction() as tx:
        erasure.queue(tx, tx.lock(conversation))
    desk.draft.fill("Hej")
    to_latvian(desk).click()
    expect(desk.page.get_by_text(desk.say("translation_erasure"))).to_be_visible()
    assert service.seen == []
