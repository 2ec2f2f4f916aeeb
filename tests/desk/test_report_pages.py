"""The coordinator's counts: tables, a chart, a file; nothing small. Roles: test_rights.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from bot.conversations.events import LanguageChanged, Message, PlaceChanged
from bot.desk import accounts, staff
from bot.desk.rights import COORDINATOR
from bot.desk.staff import Duty
from tests.conftest import HandClock
from tests.desk.conftest import PASSWORD, Lots
from tests.reports.talks import lost, sure, visitor
from tests.support.browser import chromium
from tests.support.hub import RunningHub

WEEKS = "from=2026-11-16&to=2026-11-25"


@pytest.fixture
def berit(hub: RunningHub) -> Iterator[Lots]:
    """A coordinator."""
    lots = Lots(hub, "berit@kommun.example", "Berit")
    with hub.parts.store.transaction() as tx:
        accounts.add(tx, "chefen@kommun.example", "Chefen", PASSWORD)
        account = accounts.add(tx, lots.email, lots.name, PASSWORD)
        staff.change(tx, lots.email, Duty(COORDINATOR, ()))
        lots.client.cookies.set("farled-desk", accounts.sign_in(tx, account))
    yield lots
    lots.client.close()


def visited(hub: RunningHub, times: int, answer: Message, place: str = "lulea") -> None:
    with hub.parts.store.transaction() as tx:
        for _ in range(times):
            bodies = LanguageChanged("lv"), PlaceChanged(place), visitor("hemligt"), answer
            tx.open("web", None, *bodies)


def test_the_page_counts_weeks_and_shows_nothing_small(
    hub: RunningHub, berit: Lots, clock: HandClock
) -> None:
    visited(hub, 12, sure())
    visited(hub, 7, lost(), "kiruna")
    clock.now -= timedelta(weeks=1)
    visited(hub, 3, lost())
    page = berit.client.get(f"/desk/report?{WEEKS}&language=en").text
    assert "<td>&lt;5</td>" in page
    assert "<td>3</td>" not in page
    assert "Luleå" in page
    assert "Whole weeks, 16–29 November 2026. All municipalities." in page
    assert '<th scope="row">16 November 2026</th>' in page
    assert ">16/11</text>" in page
    assert '<th scope="row">Latvian</th>' in page
    assert 'value="2026-11-16"' in page, "the field is for the browser"
    assert "hemligt" not in page
    assert page.count("<rect") == 1, "with the small week a part of the other is hidden"
    assert ">–</text>" in page


def test_the_file_has_the_same_numbers_and_stands_in_no_cache(hub: RunningHub, berit: Lots) -> None:
    visited(hub, 12, sure())
    answer = berit.client.get(f"/desk/report.csv?{WEEKS}&municipality=lulea")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["cache-control"] == "no-store"
    assert "2026-11-16,2026-11-29,lulea,languages,lv,12" in answer.text.splitlines()


def test_wrong_weeks_and_places_are_refused(berit: Lots) -> None:
    for query in (
        "from=x",
        "from=2026-11-25&to=2026-11-01",
        "municipality=nowhere",
        "to=9999-12-31",
    ):
        assert berit.client.get(f"/desk/report?{query}").status_code == 422


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    hub: RunningHub, berit: Lots, browser: Browser, language: str, width: int
) -> None:
    visited(hub, 12, sure())
    visited(hub, 2, lost())
    scheme = "dark" if language == "en" else "light"
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    token = berit.client.cookies["farled-desk"]
    page.context.add_cookies([{"name": "farled-desk", "value": token, "url": hub.url}])
    page.goto(f"{hub.url}/desk/report?{WEEKS}&language={language}")
    problems = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in problems] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
