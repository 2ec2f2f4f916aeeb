"""The family card as a lots uses it, in Chromium against a real hub."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from bot.conversations.events import Author, CardChanged, Listing, Message
from bot.plan.card import Adult, Card, from_json, to_json
from tests.desk.conftest import begun, waiting, write
from tests.desk.test_page import LOOKS, Desk, arrive, browser
from tests.support.fake_rasa import fake_rasa
from tests.support.hub import RunningHub, until

__all__ = ["arrive", "browser"]

pytestmark = pytest.mark.browser

TOLD = Card(
    me=Adult("nurse", "EE"),
    adults=2,
    day=date(2027, 3, 1),
    month_only=True,
    skipped=frozenset({"plan.children"}),
)


def field(desk: Desk, name: str) -> Locator:
    return desk.page.locator(f"#family-{name}")


def words(desk: Desk, key: str, **values: str) -> str:
    return desk.hub.parts.content.phrase(f"card.{key}", desk.language, **values)


def save(desk: Desk) -> None:
    desk.page.get_by_role("button", name=words(desk, "save"), exact=True).click()


def saved(desk: Desk) -> None:
    save(desk)
    expect(desk.page.locator(".family [role=status]")).to_have_text(words(desk, "saved"))


def told(hub: RunningHub, conversation: str, card: Card, lots: str = "") -> None:
    with hub.parts.store.transaction() as tx:
        tx.append(tx.lock(conversation), CardChanged(to_json(card), lots))


def card_of(hub: RunningHub, conversation: str) -> Card:
    with hub.parts.store.transaction() as tx:
        return tx.head(conversation).state.card


def test_a_lots_corrects_the_card_and_the_next_question_to_rasa_carries_it(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    answer = {"text": "Så här köar du.", "language": "sv"}
    with fake_rasa(hub.parts.settings.rasa, answer) as asked:
        conversation = begun(hub.parts.store, "Vi flyttar")
        told(hub, conversation, TOLD)
        desk = arrive("Anna")
        desk.case(conversation).click()
        expect(field(desk, "me_occupation")).to_have_value("nurse")
        expect(field(desk, "day")).to_have_value("2027-03-01")
        expect(desk.page.locator(".family")).to_contain_text("March 2027")
        field(desk, "partner_occupation").select_option("welder")
        field(desk, "children").fill("7 2")
        field(desk, "municipality").select_option("kiruna")
        desk.page.get_by_label(words(desk, "home"), exact=True).check()
        saved(desk)
        expect(desk.log).to_contain_text(words(desk, "changed_by", lots="Anna"))
        expect(desk.page.locator(".about").first).to_contain_text("Kiruna")
        before = len(asked)
        write(hub.parts.store, conversation, "Hur köar jag?")
        until(lambda: len(asked) > before)
    metadata: dict[str, Any] = asked[-1]["metadata"]
    assert metadata["municipality"] == "kiruna"
    card = from_json(metadata["card"])
    assert card == Card(
        me=Adult("nurse", "EE"),
        partner=Adult("welder"),
        adults=2,
        children=(7, 2),
        day=date(2027, 3, 1),
        month_only=True,
        arranged=frozenset({"home"}),
        skipped=frozenset({"plan.children"}),
    )


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    desk.case(conversation).click()
    field(desk, "me_origin").select_option("LV")
    field(desk, "children").fill("2, 25")
    save(desk)
    error = field(desk, "children-error")
    expect(error).to_contain_text("19")
    expect(field(desk, "children")).to_be_focused()
    expect(field(desk, "children")).to_have_attribute("aria-invalid", "true")
    expect(field(desk, "children")).to_have_value("2, 25")
    expect(field(desk, "me_origin")).to_have_value("LV")
    assert desk.faults() == []
    assert card_of(hub, conversation) == Card()
    field(desk, "children").fill("-")
    saved(desk)
    expect(error).to_be_hidden()
    assert card_of(hub, conversation) == Card(me=Adult("", "LV"), children=())


def test_another_browser_sees_a_correction_but_not_over_what_is_being_typed(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    conversation = waiting(hub.parts.store)
    anna, bo = arrive("Anna"), arrive("Bo")
    for desk in (anna, bo):
        desk.case(conversation).click()
        expect(field(desk, "children")).to_be_visible()
    bo_types = field(bo, "children")
    bo_types.fill("4, 5")
    field(anna, "children").fill("1")
    field(anna, "adults").select_option("1")
    saved(anna)
    expect(field(bo, "adults")).to_have_value("1")
    expect(bo.page.locator("#family-partner_origin")).to_be_hidden()
    expect(bo_types).to_have_value("4, 5")
    expect(bo_types).to_be_focused()
    saved(bo)
    expect(field(anna, "children")).to_have_value("4, 5")
    assert card_of(hub, conversation) == Card(adults=1, children=(4, 5))


def test_a_correction_that_does_not_arrive_is_kept_in_the_form(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    desk.case(conversation).click()
    field(desk, "children").fill("3")
    desk.page.route("**/card", lambda route: route.abort())
    save(desk)
    status = desk.page.locator(".family [role=status]")
    expect(status).to_have_text(desk.say("reconnecting"))
    expect(field(desk, "children")).to_have_value("3")
    desk.page.unroute("**/card")
    saved(desk)
    assert card_of(hub, conversation).children == (3,)


def test_the_plan_is_offered_when_something_is_known_and_a_card_leaves_when_erased(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    desk, conversation = arrive("Anna"), waiting(hub.parts.store)
    desk.case(conversation).click()
    link = desk.page.get_by_role("link", name=words(desk, "plan"))
    expect(desk.page.locator(".family")).to_be_visible()
    expect(link).to_have_count(0)
    told(hub, conversation, TOLD)
    expect(link).to_be_visible()
    with desk.page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_url("**/plan/*")
    field(desk, "children").fill("3, 5")
    with hub.parts.store.transaction() as tx:
        hub.parts.reception.forgetting(tx, tx.lock(conversation))
    expect(desk.page.locator(".family")).to_be_hidden()
    expect(field(desk, "children")).to_have_value("")


def test_one_conversations_card_is_never_shown_with_another(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    store = hub.parts.store
    desk, first, second = arrive("Anna"), waiting(store), waiting(store, "En annan")
    told(hub, first, TOLD)
    desk.case(first).click()
    expect(field(desk, "me_occupation")).to_have_value("nurse")
    desk.case(second).click()
    expect(field(desk, "me_occupation")).to_have_value("")
    expect(desk.page.locator(".family")).to_have_count(1)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_axe_finds_nothing_on_the_card_and_under_adverts(
    hub: RunningHub, arrive: Callable[..., Desk], look: dict[str, Any]
) -> None:
    desk, conversation = arrive("Anna", **look), waiting(hub.parts.store)
    adverts = (
        Listing("Sjuksköterska <natt>", "https://example.se/1", "Region Norrbotten · Kiruna"),
        Listing("Svetsare", "javascript:alert(1)", "LKAB"),
    )
    with hub.parts.store.transaction() as tx:
        found = Message(Author.ASSISTANT, "Adverts: 2.", "en", listings=adverts)
        tx.append(tx.lock(conversation), found)
    told(hub, conversation, TOLD, "Bo")
    desk.case(conversation).click()
    expect(desk.log).to_contain_text(words(desk, "changed_by", lots="Bo"))
    items = desk.log.locator(".listings li")
    expect(items.first.get_by_role("link")).to_have_attribute("href", "https://example.se/1")
    expect(items.first.get_by_role("link")).to_have_attribute("lang", "sv")
    expect(items.last).to_contain_text("Svetsare")
    expect(items.last.get_by_role("link")).to_have_count(0)
    expect(field(desk, "me_occupation")).to_have_value("nurse")
    assert desk.faults() == []
    assert not desk.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
