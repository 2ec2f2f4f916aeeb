"""Teaching the assistant, in Chromium against a real hub: from the log, and on the weekly list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.conversations.events import AnswerProposed, Author, Guess, Message, TopicSaid
from bot.desk import accounts, staff
from bot.desk.rights import EDITOR
from bot.desk.staff import Duty
from tests.desk.conftest import PASSWORD, begun, write
from tests.desk.test_page import Desk, arrive, browser  # noqa: F401  # fixtures
from tests.desk.test_work_page import LOOKS, tab_to
from tests.support.hub import RunningHub

pytestmark = pytest.mark.browser


def taught(hub: RunningHub, conversation: str) -> list[Any]:
    with hub.parts.store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    return [body for body in bodies if isinstance(body, (TopicSaid, AnswerProposed))]


def misunderstood(hub: RunningHub) -> str:
    """3: a question; 4: the assistant was lost; 5: a lots answered."""
    store = hub.parts.store
    conversation = begun(store, "Hur köar jag?")
    guesses = (Guess("housing.queue", 0.4), Guess("housing.find_rental", 0.2))
    wrong = Message(Author.ASSISTANT, "Va?", "sv", band="lost", answers=3, understood=guesses)
    reply = Message(Author.LOTS, "Så här köar du.", "sv", lots_id=1, lots="Anna")
    with store.transaction() as tx:
        tx.append(tx.lock(conversation), wrong, reply)
    return conversation


def test_what_it_was_about_is_said_and_taken_back_by_keyboard(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
) -> None:
    desk, conversation = arrive("Anna"), misunderstood(hub)
    press = desk.page.keyboard.press
    desk.case(conversation).click()
    asked = desk.log.locator("li.from-visitor")
    opener = asked.get_by_role("button", name=desk.say("about"), exact=True)
    tab_to(desk, desk.button("propose"))
    press("ArrowUp")
    expect(opener).to_be_focused()
    press("Enter")
    choice = asked.get_by_role("combobox", name=desk.say("about_topic"))
    expect(choice).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(choice.locator("optgroup").first.locator("option").first).to_have_text(
        hub.parts.content.label("housing.queue", "en") or ""
    )
    assert desk.faults() == []
    press("Escape")
    expect(choice).to_have_count(0)
    expect(opener).to_be_focused()
    press("Enter")
    choice.select_option("housing.queue")
    press("Tab")
    press("Enter")
    label = hub.parts.content.label("housing.queue", "en") or ""
    expect(asked).to_contain_text(desk.say("was_about", lots="Anna", topic=label))
    expect(opener).to_be_focused()
    assert taught(hub, conversation) == [TopicSaid(3, "housing.queue", "Anna")]
    press("Enter")
    expect(choice).to_have_value("housing.queue")
    choice.select_option("")
    press("Tab")
    press("Enter")
    expect(asked.locator(".said")).to_be_hidden()
    assert taught(hub, conversation)[-1] == TopicSaid(3, "", "Anna")


def test_a_reply_is_proposed_as_an_answer_and_a_colleague_sees_it(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
) -> None:
    anna, bo, conversation = arrive("Anna"), arrive("Bo", "sv"), misunderstood(hub)
    for desk in (anna, bo):
        desk.case(conversation).click()
    expect(anna.log.locator("li.from-assistant .learn")).to_have_count(0)
    anna.button("propose").click()
    anna.page.get_by_label(anna.say("propose_topic")).select_option("housing.queue")
    anna.button("propose_save").click()
    label = hub.parts.content.label("housing.queue", "sv") or ""
    told = bo.say("proposed", lots="Anna", topic=label)
    expect(bo.log.locator("li.from-lots")).to_contain_text(told)
    assert taught(hub, conversation) == [AnswerProposed(5, 3, "housing.queue", "Anna")]
    expect(bo.log.locator("li.event")).to_have_count(0)
    write(hub.parts.store, conversation, "Och hur länge?")
    expect(bo.log.locator("li.from-visitor .learn")).to_have_count(2)


def test_tab_stops_once_however_many_messages_there_are(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
) -> None:
    desk, conversation = arrive("Anna"), misunderstood(hub)
    for number in range(3):
        write(hub.parts.store, conversation, f"Fråga {number}")
    press = desk.page.keyboard.press
    desk.case(conversation).click()
    openers = desk.log.locator(".learn > button")
    expect(openers).to_have_count(5)
    tab_to(desk, openers.last)
    for key, number in (("ArrowUp", 3), ("Home", 0), ("ArrowUp", 0), ("ArrowDown", 1), ("End", 4)):
        press(key)
        expect(openers.nth(number)).to_be_focused()
    press("Home")
    write(hub.parts.store, conversation, "En till")
    expect(openers).to_have_count(6)
    expect(openers.first).to_be_focused()
    press("Tab")
    assert not desk.log.evaluate("log => log.contains(document.activeElement)")
    press("Shift+Tab")
    expect(openers.first).to_be_focused()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_log_and_nothing_is_cut_off(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
    look: dict[str, Any],
) -> None:
    desk, conversation = arrive("Anna", **look), misunderstood(hub)
    with hub.parts.store.transaction() as tx:
        bodies = TopicSaid(3, "none", "Bo"), AnswerProposed(5, 3, "", "Bo")
        tx.append(tx.lock(conversation), *bodies)
    desk.case(conversation).click()
    asked = desk.log.locator("li.from-visitor")
    told = desk.say("was_about", lots="Bo", topic=desk.say("about_none"))
    expect(asked).to_contain_text(told)
    desk.button("propose").click()
    desk.button("about").click()
    assert desk.faults() == []
    width = desk.page.viewport_size["width"] if desk.page.viewport_size else 0
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width


def editor(hub: RunningHub, arrive: Callable[..., Desk], **look: Any) -> Desk:  # noqa: F811
    """An editor at the desk; a chief is there already."""
    with hub.parts.store.transaction() as tx:
        accounts.add(tx, "chefen@kommun.example", "Chefen", PASSWORD)
        accounts.add(tx, "eva@kommun.example", "Eva", PASSWORD)
        staff.change(tx, "eva@kommun.example", Duty(EDITOR, ()))
    desk = arrive(**look)
    desk.go()
    desk.page.fill("#email", "eva@kommun.example")
    desk.page.fill("#password", PASSWORD)
    desk.page.get_by_role("button", name=desk.say("sign_in")).click()
    desk.page.wait_for_url("**/desk/account")
    return desk


def test_an_editor_does_the_week_by_keyboard_without_scripts(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
) -> None:
    conversation = misunderstood(hub)
    desk = editor(hub, arrive, java_script_enabled=False)
    desk.go("/desk/lessons")
    lesson = desk.page.locator(".lesson")
    expect(lesson).to_contain_text("Hur köar jag?")
    choice = lesson.get_by_role("combobox", name=desk.say("topic"))
    choice.focus()
    choice.select_option("housing.queue")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")
    label = hub.parts.content.label("housing.queue", "en") or ""
    expect(lesson).to_contain_text(desk.say("was_about", lots="Eva", topic=label))
    assert taught(hub, conversation) == [TopicSaid(3, "housing.queue", "Eva")]
    phrase = hub.parts.content.phrase
    desk.page.get_by_role("button", name=phrase("lessons.aside", "en")).press("Enter")
    away = desk.page.locator("details")
    expect(away).to_contain_text(phrase("lessons.put_away", "en", count="1"))
    away.locator("summary").press("Enter")
    away.get_by_role("button", name=phrase("lessons.back", "en")).press("Enter")
    expect(desk.page.locator("details")).to_have_count(0)
    expect(lesson).to_contain_text("Hur köar jag?")


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_weekly_list_and_it_fits(
    hub: RunningHub,
    arrive: Callable[..., Desk],  # noqa: F811
    look: dict[str, Any],
) -> None:
    conversation = misunderstood(hub)
    with hub.parts.store.transaction() as tx:
        tx.append(tx.lock(conversation), AnswerProposed(5, 3, "", "Anna"))
    desk = editor(hub, arrive, **look)
    desk.go("/desk/lessons")
    expect(desk.page.locator(".lesson")).to_have_count(2)
    assert desk.faults() == []
    width = desk.page.viewport_size["width"] if desk.page.viewport_size else 0
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
