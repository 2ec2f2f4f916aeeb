"""The desk as a lots uses it, in Chromium against a real hub."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from bot.conversations import ownership
from bot.conversations.events import (
    Author,
    Guess,
    Message,
    Owner,
    OwnerChanged,
    Reason,
    Source,
)
from bot.desk import accounts
from tests.conftest import HandClock
from tests.desk.conftest import PASSWORD, begun, waiting, write
from tests.support.browser import chromium
from tests.support.hub import RunningHub

pytestmark = pytest.mark.browser

PATIENCE_MS = 15_000
EVIL = '<img src=x onerror="document.title=1"><script>alert(1)</script>'
LOOKS = [
    {"language": "sv"},
    {"language": "en", "viewport": {"width": 390, "height": 800}},
    {"language": "sv", "color_scheme": "dark"},
]


class Desk:
    """A lots's browser at the desk."""

    def __init__(self, page: Page, hub: RunningHub, language: str) -> None:
        self.page, self.hub, self.language = page, hub, language

    def go(self, path: str = "/desk") -> None:
        self.page.goto(f"{self.hub.url}{path}?language={self.language}")

    def sign_in(self, email: str) -> None:
        self.go()
        self.page.fill("#email", email)
        self.page.fill("#password", PASSWORD)
        self.page.get_by_role("button", name=self.say("sign_in")).click()
        self.page.wait_for_url("**/desk")
        self.go()

    def say(self, key: str, **values: str) -> str:
        return self.hub.parts.content.phrase(f"desk.{key}", self.language, **values)

    def case(self, conversation: str) -> Locator:
        return self.page.locator(f'[data-conversation="{conversation}"]')

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(key), exact=True)

    @property
    def title(self) -> Locator:
        return self.page.locator("#conversation h2")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def draft(self) -> Locator:
        return self.page.locator("#reply")

    def faults(self) -> list[Any]:
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response
        return [(one["id"], one["nodes"]) for one in found["violations"]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def arrive(browser: Browser, hub: RunningHub) -> Iterator[Callable[..., Desk]]:
    """Opens a browser of its own, signed in when a name is given; scripts may not fail in it."""
    contexts, errors = [], []

    def make(name: str = "", language: str = "en", **options: Any) -> Desk:
        context = browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        desk = Desk(context.new_page(), hub, language)
        if name:
            email = f"{name.lower()}@kommun.example"
            with hub.parts.store.transaction() as tx:
                accounts.add(tx, email, name, PASSWORD)
            desk.sign_in(email)
        return desk

    expect.set_options(timeout=PATIENCE_MS)
    yield make
    for context in contexts:
        context.close()
    assert errors == []


def answered(hub: RunningHub) -> str:
    """A conversation that the assistant answered before the visitor asked for a person."""
    store = hub.parts.store
    conversation = begun(store, "Hur köar jag?")
    answer = Message(
        Author.ASSISTANT,
        "Så här köar du.",
        "sv",
        answers=3,
        understood=(Guess("housing.queue", 0.61), Guess("housing.find_rental", 0.2)),
        sources=(Source("Lulebo", "https://www.lulebo.se", "2026-11-01"),),
    )
    with store.transaction() as tx:
        head = tx.append(tx.lock(conversation), answer)
        changed = OwnerChanged(Owner.WAITING, Reason.CRISIS, urgent=True)
        ownership.change(tx, head, changed)
    return conversation


def test_a_conversation_from_the_queue_to_the_end(
    hub: RunningHub, arrive: Callable[..., Desk], clock: HandClock
) -> None:
    desk = arrive("Anna")
    expect(desk.page.locator("#waiting")).to_have_text(desk.say("nobody_waiting"))
    conversation = waiting(hub.parts.store, "Hej, är någon där?")
    expect(desk.case(conversation)).to_contain_text("Hej, är någon där?")
    expect(desk.page).to_have_title("(1) Desk · Farled")
    expect(desk.page.locator("#announcer")).to_have_text("Waiting: 1")
    desk.case(conversation).click()
    expect(desk.title).to_have_text(desk.say("waiting"))
    expect(desk.draft).to_be_hidden()
    desk.button("claim").click()
    expect(desk.title).to_have_text(desk.say("own"))
    expect(desk.page).to_have_title("Desk · Farled")
    expect(desk.draft).to_be_focused()
    desk.draft.fill("Hej! Jag heter Anna.")
    desk.button("send").click()
    expect(desk.log.locator(".from-lots")).to_contain_text("Hej! Jag heter Anna.")
    expect(desk.draft).to_have_value("")
    clock.pass_s(60)
    write(hub.parts.store, conversation, "Så bra")
    expect(desk.log.locator(".from-visitor").last).to_contain_text("Så bra")
    expect(desk.page.locator("#own .news")).to_be_visible()
    desk.button("hand_back").click()
    expect(desk.title).to_have_text(desk.say("with_assistant"))
    expect(desk.log).to_contain_text(desk.say("reason_handed_back"))
    desk.button("step_in").click()
    desk.button("close").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label(desk.say("outcome_answered")).check()
    dialog.get_by_role("button", name=desk.say("close"), exact=True).click()
    expect(desk.log).to_contain_text(desk.say("reason_closed"))
    expect(desk.page.locator("#own .case")).to_have_count(0)


def test_two_lotsar_see_who_has_taken_what(hub: RunningHub, arrive: Callable[..., Desk]) -> None:
    anna, bo = arrive("Anna"), arrive("Bo")
    conversation = waiting(hub.parts.store)
    for desk in (anna, bo):
        desk.case(conversation).click()
        expect(desk.button("claim")).to_be_visible()
    anna.button("claim").click()
    expect(bo.title).to_have_text(bo.say("taken_by", lots="Anna"))
    expect(bo.button("claim")).to_have_count(0)
    expect(bo.draft).to_be_hidden()
    expect(bo.page.locator("#waiting .case")).to_have_count(0)


def test_the_slower_of_two_is_told_who_was_faster(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    desk.case(conversation).click()
    expect(desk.button("claim")).to_be_visible()
    notice = Message(Author.NOTICE, "Bo är här", "sv")

    def taken_meanwhile(route: Any) -> None:
        with hub.parts.store.transaction() as tx:
            ownership.claim(tx, conversation, 99, "Bo", notice)
        route.continue_()

    desk.page.route("**/claim", taken_meanwhile)
    desk.button("claim").click()
    expect(desk.page.get_by_role("alert")).to_have_text(desk.say("already_taken", lots="Bo"))


def test_html_in_a_message_is_shown_as_text(hub: RunningHub, arrive: Callable[..., Desk]) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store, EVIL)
    expect(desk.case(conversation)).to_contain_text(EVIL)
    desk.case(conversation).click()
    expect(desk.log.locator(".text").first).to_have_text(EVIL)
    assert desk.page.locator("main img, main script").count() == 0
    assert "Farled" in desk.page.title()


def test_draft_focus_and_scroll_survive_updates_other_conversations_and_loading_again(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    store = hub.parts.store
    desk, conversation, other = arrive("Anna"), waiting(store), waiting(store, "En annan")
    with store.transaction() as tx:
        head = tx.lock(conversation)
        tx.append(head, *[Message(Author.NOTICE, f"rad {n}\n" * 4, "sv") for n in range(30)])
    desk.case(conversation).click()
    desk.button("claim").click()
    desk.draft.fill("Halvfärdigt")
    desk.log.evaluate("log => { log.scrollTop = 40; log.firstElementChild.dataset.same = 1 }")
    write(store, conversation, "Under tiden")
    expect(desk.log.locator(".from-visitor").last).to_contain_text("Under tiden")
    expect(desk.draft).to_be_focused()
    expect(desk.draft).to_have_value("Halvfärdigt")
    assert desk.log.evaluate("log => [log.scrollTop, log.firstElementChild.dataset.same]") == [
        40,
        "1",
    ]
    desk.case(other).click()
    expect(desk.log).to_contain_text("En annan")
    desk.case(conversation).click()
    expect(desk.draft).to_have_value("Halvfärdigt")
    desk.page.reload()
    expect(desk.draft).to_have_value("Halvfärdigt")


def test_the_focus_stays_on_a_case_while_the_list_changes_around_it(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    store = hub.parts.store
    desk, first, second = arrive("Anna"), waiting(store), waiting(store)
    desk.case(first).focus()
    third = answered(hub)
    expect(desk.page.locator("#waiting .case").first).to_have_attribute("data-conversation", third)
    expect(desk.case(first)).to_be_focused()
    with store.transaction() as tx:
        ownership.claim(tx, first, 99, "Bo", Message(Author.NOTICE, "Bo är här", "sv"))
    expect(desk.case(first)).to_have_count(0)
    expect(desk.case(second)).to_be_focused()


def test_by_keyboard_alone(hub: RunningHub, arrive: Callable[..., Desk]) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    press = desk.page.keyboard.press
    desk.case(conversation).wait_for()
    for _ in range(20):
        press("Tab")
        if desk.case(conversation).evaluate("one => one === document.activeElement"):
            break
    press("Enter")
    expect(desk.title).to_be_focused()
    press("Tab")
    expect(desk.button("claim")).to_be_focused()
    press("Enter")
    expect(desk.draft).to_be_focused()
    desk.page.keyboard.type("Hej hej")
    press("Control+Enter")
    expect(desk.log.locator(".from-lots")).to_contain_text("Hej hej")
    expect(desk.draft).to_be_focused()


def test_buttons_wait_while_a_call_is_under_way_and_a_failure_keeps_the_words(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    desk.case(conversation).click()
    desk.button("claim").click()
    desk.draft.fill("Kommer fram till slut")
    held: list[Any] = []
    desk.page.route("**/reply", lambda route: held.append(route))
    desk.button("send").click()
    for key in ("send", "hand_back", "close"):
        expect(desk.button(key)).to_be_disabled()
    held[0].abort()
    expect(desk.page.get_by_role("alert")).to_have_text(desk.say("reconnecting"))
    expect(desk.draft).to_have_value("Kommer fram till slut")
    desk.page.unroute("**/reply")
    desk.button("send").click()
    expect(desk.log.locator(".from-lots")).to_have_count(1)
    expect(desk.page.get_by_role("alert")).to_have_count(0)


def test_what_a_visitor_has_erased_leaves_the_screen(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    store = hub.parts.store
    desk, conversation = arrive("Anna"), waiting(store, "hemligt")
    desk.case(conversation).click()
    expect(desk.log).to_contain_text("hemligt")
    with store.transaction() as tx:
        receipt, _ = hub.parts.reception.forgetting(tx, tx.lock(conversation))
    expect(desk.log).to_contain_text(receipt)
    expect(desk.page.locator("body")).not_to_contain_text("hemligt")
    expect(desk.button("claim")).to_have_count(0)


def test_a_removed_account_is_shown_the_sign_in_page(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    with hub.parts.store.transaction() as tx:
        accounts.add(tx, "chefen@kommun.example", "Chefen", PASSWORD)
    desk = arrive("Anna")
    desk.page.locator("#waiting .empty").wait_for()
    with hub.parts.store.transaction() as tx:
        accounts.remove(tx, "anna@kommun.example")
    expect(desk.page.locator("#password")).to_be_visible()


def test_signing_out_forgets_the_drafts(hub: RunningHub, arrive: Callable[..., Desk]) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    desk.case(conversation).click()
    desk.button("claim").click()
    desk.draft.fill("Halvfärdigt")
    assert desk.page.evaluate("sessionStorage.length") == 1
    desk.button("sign_out").click()
    expect(desk.page.locator("#password")).to_be_visible()
    assert desk.page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_axe_finds_nothing_and_nothing_is_cut_off(
    hub: RunningHub, arrive: Callable[..., Desk], look: dict[str, Any]
) -> None:
    with hub.parts.store.transaction() as tx:
        link = accounts.one_time_link(tx, timedelta(hours=1))
    stranger = arrive(**look)
    for path in ("/desk", f"/desk/first/{link}", "/desk/first/used"):
        stranger.go(path)
        assert stranger.faults() == []
    desk = arrive("Anna", **look)
    conversation, left = answered(hub), begun(hub.parts.store, "Ring mig")
    with hub.parts.store.transaction() as tx:
        changed = OwnerChanged(Owner.MESSAGE_LEFT, Reason.NOBODY_THERE, promised="2026-11-30")
        ownership.change(tx, tx.lock(left), changed)
    expect(desk.case(left)).to_contain_text("30 november" if look["language"] == "sv" else "30 Nov")
    assert desk.faults() == []
    desk.case(conversation).click()
    desk.button("claim").click()
    expect(desk.draft).to_be_focused()
    expect(desk.page.locator("#context")).to_contain_text("61 %")
    assert desk.faults() == []
    assert not desk.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def test_on_a_phone_one_goes_between_list_and_conversation(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk = arrive("Anna", viewport={"width": 390, "height": 800})
    conversation = waiting(hub.parts.store)
    desk.case(conversation).click()
    expect(desk.title).to_be_visible()
    expect(desk.case(conversation)).to_be_hidden()
    desk.button("back").click()
    expect(desk.case(conversation)).to_be_focused()
    expect(desk.title).to_have_count(0)
