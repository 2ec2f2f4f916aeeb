"""The whole way, in two real browsers, three real processes, and over Telegram."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.content import Content
from tests.support.farled import Farled
from tests.support.telegram_thread import TelegramThread

pytestmark = [pytest.mark.processes, pytest.mark.rasa, pytest.mark.browser]

PASSWORD = "en mycket lång lösenfras"
KATRIN = 4711
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def lots_email(farled: Farled) -> str:
    email = "johan@lulea.example"
    farled.command(
        "lots", "add", email, "--name", "Johan Berg", "--password-stdin", stdin=PASSWORD + "\n"
    )
    assert email in farled.command("lots", "list")
    return email


@pytest.fixture
def desk(farled: Farled, browser: Browser, lots_email: str) -> Iterator[Page]:
    """A lots's browser at the desk, in Swedish, with the live list open."""
    page = browser.new_context().new_page()
    page.goto(f"{farled.url}/desk?language=sv")
    page.fill("#email", lots_email)
    page.fill("#password", PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/desk")
    expect(page.locator("#waiting")).to_be_visible()
    yield page
    page.close()


def beginning(content: Content, topic: str) -> str:
    """How the Estonian answer to a topic begins."""
    return content.answers[topic].text["et"].split("(")[0].strip()


def write(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Enter")


def test_a_visitor_is_answered_helped_by_a_lots_and_answered_again(
    farled: Farled, browser: Browser, desk: Page, content: Content
) -> None:
    farled.wait_until_ready()
    visitor = browser.new_context().new_page()
    visitor.goto(f"{farled.url}/?municipality=lulea&language=et")
    visitor.locator(".launcher").click()

    write(visitor, "Kuidas saab kaheaastane lasteaiakoha?")
    answer = visitor.locator(".message.assistant").last
    expect(answer).to_contain_text(beginning(content, "school.preschool_apply"))
    expect(answer.locator("a").first).to_have_attribute("href", re.compile("^https://"))
    expect(visitor.locator("#status")).to_have_text(content.phrase("widget.with_assistant", "et"))

    write(visitor, "sooviksin pigem päris inimesega rääkida")
    expect(visitor.locator("#status")).to_have_text(content.phrase("widget.with_waiting", "et"))

    case = desk.locator("#waiting [data-conversation]").first
    expect(case).to_be_visible()  # it arrives without reloading
    case.click()
    expect(desk.get_by_role("log")).to_contain_text("kaheaastane")
    expect(desk.get_by_role("log")).to_contain_text(beginning(content, "school.preschool_apply"))
    expect(desk.locator("#context")).to_contain_text(
        content.label("school.preschool_apply", "sv") or "?"
    )
    desk.get_by_role("button", name=content.phrase("desk.claim", "sv"), exact=True).click()
    expect(visitor.locator("#status")).to_contain_text("Johan Berg")

    desk.locator("#reply").fill("Tere, mina olen Johan. Millal te kolite?")
    desk.get_by_role("button", name=content.phrase("desk.send", "sv"), exact=True).click()
    from_lots = visitor.locator(".message.lots").last
    expect(from_lots).to_contain_text("Millal te kolite?")
    expect(from_lots).to_contain_text("Johan Berg")

    write(visitor, "<b>Augustis</b>")
    expect(desk.get_by_role("log")).to_contain_text("<b>Augustis</b>")
    expect(visitor.locator(".message.visitor").last).to_contain_text("<b>Augustis</b>")

    before = visitor.locator(".message.assistant").count()
    desk.get_by_role("button", name=content.phrase("desk.hand_back", "sv"), exact=True).click()
    expect(visitor.locator("#status")).to_have_text(content.phrase("widget.with_assistant", "et"))
    write(visitor, "kuidas saan rootsi isikukoodi?")
    expect(visitor.locator(".message.assistant")).to_have_count(before + 1)
    expect(visitor.locator(".message.assistant").last).to_contain_text("personnummer")

    texts = visitor.locator(".message .body").all_inner_texts()
    visitor.reload()
    expect(visitor.locator(".message")).to_have_count(len(texts))
    assert visitor.locator(".message .body").all_inner_texts() == texts


def test_the_same_over_telegram(
    farled: Farled, telegram: TelegramThread, desk: Page, content: Content
) -> None:
    farled.wait_until_ready()
    telegram.say(KATRIN, "/start m-lulea-et", "et")
    telegram.wait_for(KATRIN, lambda sent: "112" not in sent.text and bool(sent.buttons))

    telegram.say(KATRIN, "Kuidas saab kaheaastane lasteaiakoha?", "et")
    preschool = beginning(content, "school.preschool_apply")
    answer = telegram.wait_for(KATRIN, lambda sent: preschool in sent.text)
    assert "Luleå" in answer.text

    telegram.say(KATRIN, "sooviksin pigem päris inimesega rääkida", "et")
    waiting = content.phrase("notice.waiting", "et")
    telegram.wait_for(KATRIN, lambda sent: waiting in sent.text)

    case = desk.locator("#waiting [data-conversation]").first
    expect(case).to_be_visible()
    case.click()
    expect(desk.get_by_role("log")).to_contain_text("kaheaastane")
    desk.get_by_role("button", name=content.phrase("desk.claim", "sv"), exact=True).click()
    expect(desk.locator("#reply")).to_be_visible()
    desk.locator("#reply").fill("Tere, mina olen Johan.")
    desk.get_by_role("button", name=content.phrase("desk.send", "sv"), exact=True).click()
    told = telegram.wait_for(KATRIN, lambda sent: "mina olen Johan." in sent.text)
    assert "Johan Berg" in told.text

    desk.get_by_role("button", name=content.phrase("desk.hand_back", "sv"), exact=True).click()
    back = content.phrase("notice.handed_back", "et", lots="Johan Berg")
    telegram.wait_for(KATRIN, lambda sent: back in sent.text)
    telegram.say(KATRIN, "kuidas saan rootsi isikukoodi?", "et")
    telegram.wait_for(KATRIN, lambda sent: "personnummer" in sent.text)
