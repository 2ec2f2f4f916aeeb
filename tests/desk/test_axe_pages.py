"""axe finds nothing on any page of the desk, in either language, light or dark, small or large."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from bot.desk.rights import ADMINISTRATOR, COORDINATOR, ROLES
from bot.settings import Settings
from tests.conftest import ROOT, HandClock
from tests.desk.test_page import Desk, arrive, browser
from tests.support.desk_pages import NOT_PAGES, PAGES, Reader, fill, pages_of, readers_of
from tests.support.hub import RunningHub, running_hub
from tests.support.the_desk import furnished
from tests.support.translation_service import translation_service

__all__ = ["arrive", "browser"]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOOKS: list[dict[str, Any]] = [
    {"language": "sv", "color_scheme": "dark"},
    {"language": "en", "color_scheme": "light"},
    {"language": "sv", "color_scheme": "dark", **PHONE},
    {"language": "en", "color_scheme": "light", **PHONE},
]
NAMES = ["sv-dark", "en-light", "sv-dark-phone", "en-light-phone"]
WALKS = [
    pytest.param(look, path, id=f"{name}-{path}")
    for number, (look, name) in enumerate(zip(LOOKS, NAMES, strict=True))
    for path in sorted(PAGES)
    if path == "/desk" or number in (1, 2)
]
"""The desk itself in every look; its other pages in two."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub that has all that a desk can have."""
    settings = dataclasses.replace(Settings(), root=ROOT, var=tmp_path_factory.mktemp("desk"))
    with translation_service() as service, running_hub(furnished(settings, service)) as hub:
        yield hub


def test_every_page_of_the_desk_is_walked(hub: RunningHub) -> None:
    paths = {one.path for one in pages_of(hub)}
    assert paths - set(PAGES) == set(), "add them to PAGES in tests/support/desk_pages.py"
    assert set(PAGES) - paths == set(), "they are gone"
    assert not set(NOT_PAGES) & set(PAGES)


def wide(page: Page) -> str:
    """What sticks out to the right, if the page can be moved sideways."""
    return str(
        page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return "";
              const out = [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > room + 1);
              return out.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join("\\n");
            }"""
        )
    )


@pytest.mark.browser
@pytest.mark.parametrize(("look", "path"), WALKS)
def test_axe_finds_nothing_and_no_page_moves_sideways(
    hub: RunningHub,
    arrive: Callable[..., Desk],
    clock: HandClock,
    look: dict[str, Any],
    path: str,
) -> None:
    if path not in {one.path for one in pages_of(hub)}:
        pytest.fail(f"{path} is gone")
    fill(hub, clock)
    desk = arrive(**look)
    reader = Reader(hub, clock, desk.page, look["language"])
    seen = 0
    for state in PAGES[path](reader):
        assert desk.faults() == [], state
        assert wide(desk.page) == "", state
        assert desk.page.locator("html").get_attribute("lang") == look["language"]
        seen += 1
    assert seen


@pytest.mark.browser
@pytest.mark.parametrize("role", [one for one in ROLES if one != ADMINISTRATOR])
def test_nor_on_what_each_other_role_sees(
    hub: RunningHub,
    arrive: Callable[..., Desk],
    clock: HandClock,
    role: str,
) -> None:
    fill(hub, clock)
    routes = [one for one in pages_of(hub) if role in readers_of(one)]
    desk = arrive()
    reader = Reader(hub, clock, desk.page, "en", role)
    reader.enter()
    assert routes
    for route in routes:
        reader.go(route.path)
        assert desk.page.url.split("?")[0].endswith(route.path)
        assert desk.faults() == [], route.path
    if role == COORDINATOR:
        assert len(routes) > 2
