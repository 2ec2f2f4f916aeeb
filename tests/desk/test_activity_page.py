"""Who else is there, and what is told aloud, in Chromium against a real hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from sqlalchemy import select

from bot.conversations import ownership, tables
from bot.conversations.events import (
    Author,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
)
from bot.desk import accounts
from tests.conftest import HandClock
from tests.desk.conftest import Lots, waiting, write
from tests.desk.test_page import Desk, arrive, browser  # noqa: F401  # fixtures
from tests.support.hub import RunningHub

pytestmark = pytest.mark.browser

Arrive = Callable[..., Desk]
LOOKS = [
    {"language": "sv", "color_scheme": "dark"},
    {"language": "en", "viewport": {"width": 390, "height": 800}},
]
EARS = """
  window.notes = []; window.played = []; window.said = [];
  const Real = window.Notification;
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      notes.push({ title, ...options });
      window.note = this;
    }
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () { played.push(this.src); return play.call(this); };
  Object.defineProperty(document, "hidden", { get: () => Boolean(window.away) });
"""


def listening(desk: Desk) -> Desk:
    """The desk, with notifications and sound written down and a page that can seem hidden."""
    desk.page.add_init_script(EARS)
    desk.go()
    expect(desk.page.locator("#present-count")).not_to_have_text("0")
    return desk


def settings_of(desk: Desk) -> tuple[Locator, Locator]:
    desk.page.locator(".alerts summary").click()
    return desk.page.locator("#alerts-notify"), desk.page.locator("#alerts-sound")


def heard(desk: Desk, name: str) -> list[Any]:
    return list(desk.page.evaluate(f"window.{name}"))


def lines(desk: Desk) -> Locator:
    """What the page shows of who is in the open case."""
    return desk.page.locator(".activity p").first


def account(hub: RunningHub, name: str) -> int:
    with hub.parts.store.transaction() as tx:
        return next(one.id for one in accounts.everyone(tx) if one.name == name)


def test_two_lotsar_in_the_same_case_see_each_other_read_and_write(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
) -> None:
    anna, bo = arrive("Anna"), arrive("Bo")
    conversation, other = waiting(hub.parts.store), waiting(hub.parts.store)
    anna.case(conversation).click()
    expect(anna.title).to_have_text(anna.say("waiting"))
    expect(lines(anna)).to_have_text("")
    bo.case(conversation).click()
    expect(lines(bo)).to_have_text(bo.say("reads_too", lots="Anna"))
    expect(lines(anna)).to_have_text(anna.say("reads_too", lots="Bo"))
    anna.button("claim").click()
    expect(anna.draft).to_be_focused()
    anna.draft.press_sequentially("Hej")
    expect(lines(bo)).to_have_text(bo.say("writes", lots="Anna"))
    anna.button("send").click()
    expect(lines(bo)).to_have_text(bo.say("reads_too", lots="Anna"))
    expect(anna.draft).to_have_value("")
    expect(anna.draft).to_be_editable()
    anna.draft.press_sequentially("Mer")
    expect(lines(bo)).to_have_text(bo.say("writes", lots="Anna"))
    anna.draft.fill("")
    expect(lines(bo)).to_have_text(bo.say("reads_too", lots="Anna"))
    bo.case(other).click()
    expect(lines(anna)).to_have_text("")


def test_what_goes_on_and_off_is_said_aloud_once(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
    make_lots: Callable[[str], Lots],
) -> None:
    anna, bo = arrive("Anna"), make_lots("Bo")
    conversation = waiting(hub.parts.store)
    anna.case(conversation).click()
    expect(anna.title).to_have_text(anna.say("waiting"))
    anna.page.evaluate(
        """() => { window.said = [];
        const ear = document.querySelector('.activity [role="status"]');
        new MutationObserver(() => ear.textContent && said.push(ear.textContent))
          .observe(ear, { childList: true }); }"""
    )
    for _ in range(3):
        bo.do(conversation, "activity", {"writing": True})
        expect(lines(anna)).to_have_text(anna.say("writes", lots="Bo"))
        bo.do(conversation, "activity", {"writing": False})
        expect(lines(anna)).to_have_text(anna.say("reads_too", lots="Bo"))
    assert heard(anna, "said") == [
        anna.say("writes", lots="Bo"),
        anna.say("reads_too", lots="Bo"),
    ]


def test_visitor_and_lots_see_that_the_other_writes_but_never_what(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
    browser: Browser,  # noqa: F811
    clock: HandClock,
) -> None:
    store = hub.parts.store
    anna = arrive("Anna")
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    sent: list[str] = []
    page.on(
        "request", lambda one: one.url.endswith("/activity") and sent.append(one.post_data or "")
    )
    page.goto(f"{hub.url}/?language=en&municipality=lulea")
    page.locator(".launcher").click()
    page.locator("textarea").fill("Is anybody there?")
    assert sent == [], "the assistant needs no sign"
    page.locator("textarea").press("Enter")
    expect(page.locator(".message.visitor")).to_have_count(1)
    expect(page.locator(".fate")).to_have_count(0)
    with store.transaction() as tx:
        conversation = tx.connection.execute(select(tables.conversation.c.id)).scalar_one()
        asked = OwnerChanged(Owner.WAITING, Reason.ASKED)
        ownership.change(tx, tx.lock(conversation), asked)
    expect(page.locator("header[data-owner=waiting]")).to_be_visible()
    anna.case(conversation).click()
    anna.button("claim").click()
    expect(anna.draft).to_be_focused()
    expect(page.locator("header[data-owner=lots]")).to_be_visible()
    anna.draft.press_sequentially("Yes")
    words = hub.parts.content.phrase("widget.lots_writing", "en", lots="Anna")
    expect(page.locator(".writing")).to_have_text(words)
    anna.button("send").click()
    expect(page.locator(".message.lots")).to_have_count(1)
    expect(page.locator(".writing")).to_have_text("")
    page.locator("textarea").press_sequentially("my secret")
    expect(lines(anna)).to_have_text(anna.say("visitor_writes"))
    assert set(sent) == {'{"writing":true}'}
    assert len(sent) == 1, "not with every key"
    page.locator("textarea").press("Enter")
    expect(anna.log.locator(".from-visitor").last).to_contain_text("my secret")
    expect(lines(anna)).to_have_text("")
    anna.draft.press_sequentially("I")
    expect(page.locator(".writing")).to_have_text(words)
    clock.pass_s(9)
    expect(page.locator(".writing")).to_have_text("")
    context.close()


def test_notifications_and_sound_are_off_until_they_are_turned_on(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
) -> None:
    desk = listening(arrive("Anna", permissions=["notifications"]))
    notify, sound = settings_of(desk)
    expect(notify).not_to_be_checked()
    expect(sound).not_to_be_checked()
    desk.page.evaluate("window.away = true")
    expect(desk.case(waiting(hub.parts.store))).to_be_visible()
    assert (heard(desk, "notes"), heard(desk, "played")) == ([], [])


def test_a_hidden_page_notifies_of_what_is_hers_without_the_visitors_words(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
    make_lots: Callable[[str], Lots],
) -> None:
    store, bo = hub.parts.store, make_lots("Bo")
    desk = listening(arrive("Anna", permissions=["notifications"]))
    notify, _ = settings_of(desk)
    notify.check()
    desk.page.locator(".alerts summary").click()
    expect(desk.case(waiting(store, "syns"))).to_be_visible()
    assert heard(desk, "notes") == [], "what is on the screen needs none"
    desk.page.evaluate("window.away = true")
    conversation = waiting(store, "min hemlighet", language="lv")
    expect(desk.case(conversation)).to_be_visible()
    urgent = waiting(store, "jag är i fara")
    assert bo.do(urgent, "claim").status_code == 200
    assert bo.do(urgent, "transfer", {"to": account(hub, "Anna")}).status_code == 200
    expect(desk.page.locator("#own .case")).to_have_count(1)
    write(store, urgent, "svara mig")
    unread = desk.say("unread", count="2")
    expect(desk.page.locator("#own .unread")).to_have_text(unread)
    notes = heard(desk, "notes")
    told = [(one["title"], one["body"], one["tag"]) for one in notes]
    assert told[0] == (desk.say("alert_case"), "Luleå, Latvian", conversation)
    assert (desk.say("alert_given"), "Luleå, Swedish", urgent) in told
    assert told[-1] == (desk.say("new_message"), "Luleå, Swedish", urgent)
    for secret in ("hemlighet", "fara", "svara"):
        assert secret not in str(notes)
    assert all(one["silent"] for one in notes)
    desk.page.evaluate("note.onclick()")
    expect(desk.log).to_contain_text("svara mig")


def test_the_urgent_is_told_first_and_says_so(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
) -> None:
    store = hub.parts.store
    desk = listening(arrive("Anna", permissions=["notifications"]))
    settings_of(desk)[0].check()
    desk.page.evaluate("window.away = true")
    with store.transaction() as tx:  # both come in one look
        for text, why in (("lugnt", Reason.ASKED), ("i fara", Reason.CRISIS)):
            message = Message(Author.VISITOR, text, "sv")
            conversation, _ = tx.open("web", None, PlaceChanged("lulea"), message)
            changed = OwnerChanged(Owner.WAITING, why, urgent=why is Reason.CRISIS)
            ownership.change(tx, tx.lock(conversation), changed)
    expect(desk.page.locator("#waiting .case")).to_have_count(2)
    titles = [one["title"] for one in heard(desk, "notes")]
    assert titles == [f"{desk.say('crisis')}: {desk.say('alert_case')}", desk.say("alert_case")]


def test_where_the_browser_forbids_notifications_the_page_says_so(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
) -> None:
    desk = arrive("Anna")
    notify, _ = settings_of(desk)
    notify.click()
    expect(desk.page.locator("#alerts-told")).to_have_text(desk.say("alerts_denied"))
    expect(notify).not_to_be_checked()
    desk.page.reload()
    settings_of(desk)
    expect(desk.page.locator("#alerts-told")).to_have_text(desk.say("alerts_denied"))


def test_a_tone_at_most_once_in_three_seconds_and_kept_in_the_browser(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
) -> None:
    store = hub.parts.store
    desk = listening(arrive("Anna"))
    _, sound = settings_of(desk)
    sound.check()
    assert [src.rsplit("/", 1)[1] for src in heard(desk, "played")] == ["tone.wav"]
    desk.page.wait_for_timeout(3100)
    expect(desk.case(waiting(store))).to_be_visible()
    expect(desk.case(waiting(store))).to_be_visible()
    assert len(heard(desk, "played")) == 2
    expect(desk.page.locator("#alerts-told")).to_have_text("")
    desk.go()
    expect(desk.page.locator("#present-count")).not_to_have_text("0")
    expect(settings_of(desk)[1]).to_be_checked()
    assert heard(desk, "played") == [], "what was there already is no news"


def test_the_bar_tells_who_is_at_the_desk(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
    make_lots: Callable[[str], Lots],
) -> None:
    anna, bo = arrive("Anna"), make_lots("Bo")
    expect(anna.page.locator("#present-count")).to_have_text("2")
    with hub.parts.store.transaction() as tx:
        lots = tables.lots
        change = lots.update().where(lots.c.email == bo.email).values(municipalities=["boden"])
        tx.connection.execute(change)
    assert bo.do(waiting(hub.parts.store, place="boden"), "claim").status_code == 200
    anna.page.locator(".present summary").click()
    found = anna.page.locator("#present li").filter(has_text="Bo")
    expect(found).to_contain_text("Boden")
    expect(found).to_contain_text(anna.say("live_cases", count="1"))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_axe_finds_nothing_in_the_bar_and_beside_the_reply(
    hub: RunningHub,
    arrive: Arrive,  # noqa: F811
    make_lots: Callable[[str], Lots],
    look: dict[str, Any],
) -> None:
    desk, bo, conversation = arrive("Anna", **look), make_lots("Bo"), waiting(hub.parts.store)
    for name in (".alerts", ".present"):
        desk.page.locator(f"{name} summary").click()
        assert desk.faults() == []
        inside = desk.page.locator(f"{name} > :last-child").bounding_box()
        width = desk.page.evaluate("document.documentElement.clientWidth")
        assert inside is not None
        assert inside["x"] >= 0
        assert inside["x"] + inside["width"] <= width
        desk.page.locator(f"{name} summary").click()
    desk.case(conversation).click()
    desk.button("claim").click()
    bo.do(conversation, "activity", {"writing": True})
    expect(lines(desk)).to_have_text(desk.say("writes", lots="Bo"))
    assert desk.faults() == []
    assert not desk.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
