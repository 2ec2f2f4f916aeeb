"""The desk itself in a browser: signing in, the lists, a case, and all that opens in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from bot.desk.rights import Act, may
from bot.settings import Settings
from tests.support.translation_service import KEY, TranslationService

if TYPE_CHECKING:
    from tests.support.desk_pages import Reader

LETTER = "Tere, kas keegi on seal?"
PROVIDER = "Luleå kommun"
SERVICE = "LibreTranslate"


def furnished(settings: Settings, service: TranslationService) -> Settings:
    """The settings with all that a desk can have: translation and an identity provider."""
    return dataclasses.replace(
        settings,
        translation="libretranslate",
        translation_url=service.url,
        translation_key=KEY,
        oidc_issuer="http://127.0.0.1:9",
        oidc_client_id="desk",
        oidc_client_secret="secret",
        oidc_name=PROVIDER,
    )


def the_desk(at: Reader) -> Iterator[str]:
    """Signing in, the lists, an open case, and all that opens in it."""
    at.go("/desk")
    expect(at.page.get_by_role("link", name=PROVIDER)).to_be_visible()
    yield "sign-in"
    at.page.fill("#email", "nobody@kommun.example")
    at.page.fill("#password", "wrong words")
    at.press("desk.sign_in")
    yield "sign-in failed"
    at.enter()
    if not may(at.role, Act.LISTS):
        return
    at.go("/desk")
    case = at.page.locator("#waiting .case:not(.urgent)")
    case.wait_for()
    for summary in at.page.locator(".bar details > summary:visible").all():
        summary.click()
        yield f"lists, {summary.inner_text()} open"
        summary.click()
    at.page.locator(".alerts summary").click()
    at.page.locator("#alerts-notify").click()
    expect(at.page.locator("#alerts-told")).not_to_be_empty()
    yield "notifications are refused"
    at.page.locator(".alerts summary").click()
    at.page.fill("#search", LETTER.split()[0])
    at.page.keyboard.press("Enter")
    expect(at.page.locator("#found .case").first).to_be_visible()
    yield "found"
    at.page.keyboard.press("Escape")
    case.click()
    yield "somebody's case"
    at.press("desk.claim")
    expect(at.page.locator("#reply")).to_be_visible()
    at.page.fill("#new-tag", "skola")
    at.press("desk.tag_add")
    expect(at.page.locator(".work .tag")).to_have_count(1)
    for details in at.page.locator("main details:not([open]) > summary").all():
        if details.is_visible():
            details.click()
    yield "own case, all parts open"
    at.press("help.canned")
    expect(at.page.get_by_role("listbox")).to_be_visible()
    yield "canned replies"
    at.page.keyboard.press("Escape")
    yield from two_languages(at)
    yield from taught(at)
    for act in ("give", "close"):
        at.press(f"desk.{act}")
        expect(at.page.get_by_role("dialog")).to_be_visible()
        yield f"dialog {act}"
        at.page.keyboard.press("Escape")
    at.page.route("**/reply", lambda route: route.abort())
    at.page.fill("#reply", "Tere")
    at.press("desk.send")
    expect(at.page.get_by_role("alert")).to_have_text(at.say("desk.reconnecting"))
    yield "a lost connection"


def two_languages(at: Reader) -> Iterator[str]:
    """The log translated, and a reply in two texts that is sent."""
    at.page.get_by_role("checkbox", name=at.say("desk.translate_case")).check()
    expect(at.page.locator(".translation")).to_have_count(1)
    yield "translated"
    at.page.fill("#reply", "Hej")
    at.page.locator(".two-texts > button").click()
    expect(at.page.locator("#reply-translation")).to_be_focused()
    yield "two texts"
    at.page.fill("#reply", "Hej du")
    expect(at.page.locator("#reply-translation")).to_have_attribute("aria-invalid", "true")
    yield "a translation of other words"
    at.page.fill("#reply", "Hej")
    at.press("desk.send")
    expect(at.page.locator(".from-lots .original")).to_be_visible()
    yield "sent with its original"


def taught(at: Reader) -> Iterator[str]:
    """What a message was about, and a reply that is proposed as an answer."""
    for key, save in (("about", "save"), ("propose", "propose_save")):
        at.press(f"desk.{key}")
        form = at.page.locator(".learn form")
        form.locator("select").select_option("housing.queue")
        yield f"{key} open"
        form.get_by_role("button", name=at.say(f"desk.{save}"), exact=True).click()
        expect(form).to_have_count(0)
    expect(at.page.locator(".learn .said:visible")).to_have_count(2)
    yield "taught"
