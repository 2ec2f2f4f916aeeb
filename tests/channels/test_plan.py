"""The page of a family's plan and its calendar file, from a real hub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import httpx
import icalendar
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from bot.conversations import erasure, plan_links
from bot.conversations.events import CardChanged, LanguageChanged, PlaceChanged
from bot.locales import LOCALES
from bot.plan.card import Adult, Card, to_json
from bot.settings import Settings
from tests.conftest import ROOT
from tests.support.browser import chromium
from tests.support.hub import RunningHub, running_hub

CARD = Card(
    me=Adult("doctor", "EE"), adults=2, children=(3, 8), day=date(2099, 3, 15), arranged=frozenset()
)
UNKNOWN = "/plan/" + "x" * 32


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    var = tmp_path_factory.mktemp("hub")
    with running_hub(replace(Settings(), root=ROOT, var=var)) as running:
        yield running


class Family:
    """A conversation with a plan."""

    def __init__(self, hub: RunningHub, card: Card = CARD, language: str = "en") -> None:
        self.hub = hub
        with hub.parts.store.transaction() as tx:
            self.id, _ = tx.open("web", None, LanguageChanged(language), PlaceChanged("lulea"))
            self.path = plan_links.path(tx, self.id)
        self.tells(card)

    def tells(self, card: Card) -> None:
        with self.hub.parts.store.transaction() as tx:
            tx.append(tx.lock(self.id), CardChanged(to_json(card)))

    def page(self, query: str = "") -> httpx.Response:
        return httpx.get(self.hub.url + self.path + query)

    def calendar(self, query: str = "") -> httpx.Response:
        return httpx.get(f"{self.hub.url}{self.path}.ics{query}")

    def forget(self) -> None:
        with self.hub.parts.store.transaction() as tx:
            erasure.erase(tx, tx.lock(self.id))


@pytest.fixture
def family(hub: RunningHub) -> Family:
    return Family(hub)


def test_the_page_tells_what_the_plan_rests_on_and_every_step(family: Family) -> None:
    page = family.page()
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="en">' in page.text
    assert "2 adults; children’s ages: 3, 8; Luleå; move: 15 March 2099" in page.text
    words = next(one for one in family.hub.parts.content.steps if one.id == "preschool")
    for text in (words.texts["en"]["do"], words.source.title, words.source.url):
        assert text in page.text
    assert "from 15 November 2098" in page.text  # 120 days before: preschool
    assert "checked 21 November 2026" in page.text
    assert "AI assistant" in page.text


def test_phases_are_headings_in_their_order(family: Family) -> None:
    page, phrase = family.page().text, family.hub.parts.content.phrase
    headings = [
        f">{phrase(f'plan.{name}', 'en')}</h2>" for name in ("before", "week", "month", "half_year")
    ]
    places = [page.index(heading) for heading in headings]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LOCALES)
def test_the_language_is_the_conversations_until_another_is_asked_for(
    hub: RunningHub, language: str
) -> None:
    family = Family(hub, language=language)
    title = hub.parts.content.phrase("plan.title", language)
    page = family.page("?language=xx").text
    assert f'<html lang="{language}">' in page
    assert f"<h1>{title}</h1>" in page
    assert f'<html lang="{language}">' in Family(hub).page(f"?language={language}").text
    for tag in LOCALES:
        assert f'<a href="?language={tag}" lang="{tag}" hreflang="{tag}"' in page
    assert page.count("aria-current") == 1


def test_a_month_is_no_day(hub: RunningHub) -> None:
    page = Family(hub, replace(CARD, day=date(2099, 3, 1), month_only=True)).page().text
    assert ">November 2098</time>" in page
    assert "from 1 November" not in page
    assert "move: March 2099" in page


def test_without_a_day_there_are_steps_but_no_calendar(hub: RunningHub) -> None:
    family = Family(hub, Card())
    page = family.page()
    assert page.status_code == 200
    assert '<p class="known">Luleå</p>' in page.text
    assert "<time" not in page.text
    assert ".ics" not in page.text
    assert family.calendar().status_code == 404


def test_a_corrected_card_changes_the_page_and_the_calendar(family: Family) -> None:
    before = icalendar.Calendar.from_ical(family.calendar().content).walk("VEVENT")
    family.tells(replace(CARD, children=(), day=date(2099, 4, 15)))
    page = family.page().text
    assert "no children" in page
    assert "move: 15 April 2099" in page
    assert family.hub.parts.content.phrase("plan.title", "en") in page
    after = icalendar.Calendar.from_ical(family.calendar().content).walk("VEVENT")
    days = {str(event["UID"]): event.decoded("DTSTART") for event in before}
    moved = {str(event["UID"]): event.decoded("DTSTART") for event in after}
    assert set(moved) < set(days)
    today = min(days.values())  # what should have begun already begins today
    later = [uid for uid in moved if days[uid] > today]
    assert later
    assert all((moved[uid] - days[uid]).days == 31 for uid in later)


def test_the_calendar_is_a_file_in_the_language_of_the_page(family: Family) -> None:
    assert (
        f'href="{family.path.split("/")[-1]}.ics?language=sv"' in family.page("?language=sv").text
    )
    answer = family.calendar("?language=sv")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="farled-plan.ics"'
    read = icalendar.Calendar.from_ical(answer.content)
    assert read["NAME"] == family.hub.parts.content.phrase("plan.calendar_name", "sv")
    assert len(read.walk("VEVENT")) > 20


def test_the_file_does_not_hold_the_link(family: Family) -> None:
    token = family.path.split("/")[-1]
    assert token not in family.calendar().text
    assert family.id not in family.calendar().text


@pytest.mark.parametrize("end", ["", ".ics"])
def test_an_unknown_link_is_said_in_the_visitors_language(hub: RunningHub, end: str) -> None:
    for headers, query, language in (
        ({"Accept-Language": "et, en;q=0.5"}, "", "et"),
        ({"Accept-Language": "et"}, "?language=lv", "lv"),
        ({}, "", "sv"),
    ):
        answer = httpx.get(hub.url + UNKNOWN + end + query, headers=headers)
        assert answer.status_code == 404
        assert f'<html lang="{language}">' in answer.text
        assert hub.parts.content.phrase("plan.expired", language) in answer.text


@pytest.mark.parametrize("end", ["", ".ics"])
def test_an_erased_conversation_has_no_plan(hub: RunningHub, end: str) -> None:
    family = Family(hub)
    family.forget()
    answer = httpx.get(hub.url + family.path + end)
    assert answer.status_code == 404
    assert "Luleå" not in answer.text


def test_a_link_that_is_made_after_the_erasure_opens_nothing(hub: RunningHub) -> None:
    family = Family(hub)
    family.forget()

    with hub.parts.store.transaction() as tx:
        path = plan_links.path(tx, family.id)
    assert httpx.get(hub.url + path).status_code == 404


@pytest.mark.parametrize("end", ["", ".ics"])
@pytest.mark.parametrize("known", [True, False])
def test_every_answer_is_private(family: Family, end: str, known: bool) -> None:
    answer = httpx.get(family.hub.url + (family.path if known else UNKNOWN) + end)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("end", ["", ".ics"])
def test_head_says_the_same_without_a_body(family: Family, end: str) -> None:
    head, get = (
        httpx.request(method, family.hub.url + family.path + end) for method in ("HEAD", "GET")
    )
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert httpx.post(family.hub.url + family.path + end).status_code == 405


def test_what_stands_in_the_address_is_never_written_into_the_page(family: Family) -> None:
    page = family.page('?language="><script>alert(1)</script>').text
    assert "alert" not in page
    assert "<script>" not in page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 320, "height": 700}},
        {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
        {"viewport": {"width": 800, "height": 800}, "java_script_enabled": False},
    ],
    ids=["phone", "dark", "no script"],
)
def test_the_page_is_accessible_and_prints_well(
    browser: Browser, hub: RunningHub, look: dict
) -> None:
    context = browser.new_context(reduced_motion="reduce", **look)
    page, errors = context.new_page(), []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(hub.url + Family(hub).path)
    button = page.locator("#print")
    step = page.locator(".step").first
    expect(step.locator("h3")).to_be_visible()
    if look.get("java_script_enabled", True):
        expect(button).to_be_visible()
        assert Axe().run(page).response["violations"] == []
        width = look["viewport"]["width"]
        assert page.evaluate("document.documentElement.scrollWidth") == width
    else:
        expect(button).to_be_hidden()
    assert errors == []
    page.emulate_media(media="print", color_scheme="light")
    expect(button).to_be_hidden()
    expect(page.locator("nav")).to_be_hidden()
    expect(step).to_have_css("break-inside", "avoid")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    for part in (step.locator("h3"), step.locator("dt").first, step.locator(".source")):
        expect(part).to_have_css("color", "rgb(0, 0, 0)")
    shown = "getComputedStyle(document.querySelector('.source'), '::after').content"
    if look.get("java_script_enabled", True):
        assert "https://" in page.evaluate(shown)
    context.close()
