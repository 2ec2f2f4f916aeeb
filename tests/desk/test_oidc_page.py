"""Signing in with the provider, in Chromium: the button, its form, the desk; and unbinding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.test_page import LOOKS, Desk, arrive, browser
from tests.support.hub import RunningHub
from tests.support.oidc_desk import EMAIL, add, hub, provider, started
from tests.support.oidc_provider import PASSWORD, OpenIDProvider

__all__ = ["arrive", "browser", "hub", "provider", "started"]

pytestmark = pytest.mark.browser

NAME = "Luleå kommun"


def away(desk: Desk) -> None:
    """From the sign-in page to the provider's form, by keyboard."""
    desk.page.get_by_role("link", name=desk.say("oidc_sign_in", name=NAME)).press("Enter")
    desk.page.wait_for_url("**/authorization?**")


def fill_in(desk: Desk, name: str) -> None:
    desk.page.fill("[name=username]", name)
    desk.page.fill("[name=password]", PASSWORD)
    desk.page.keyboard.press("Enter")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_the_button_leads_over_the_provider_to_the_desk(
    hub: RunningHub, provider: OpenIDProvider, arrive: Callable[..., Desk], look: dict[str, Any]
) -> None:
    provider.has("stranger", "stranger@kommun.example")
    anna = arrive(**look)
    anna.go()
    assert anna.faults() == []
    away(anna)
    fill_in(anna, "stranger")
    expect(anna.page.get_by_role("alert")).to_have_text(anna.say("oidc_unknown", name=NAME))
    assert anna.faults() == []
    away(anna)
    fill_in(anna, "anna")
    anna.page.wait_for_url("**/desk")
    expect(anna.page.get_by_role("button", name=anna.say("sign_out"))).to_be_visible()


def test_an_administrator_unbinds_an_identity(
    hub: RunningHub, provider: OpenIDProvider, arrive: Callable[..., Desk]
) -> None:
    number = add(hub, "bo@kommun.example", "Bo")
    provider.has("bo", "bo@kommun.example")
    chief, bo = arrive(), arrive()
    chief.sign_in(EMAIL)
    bo.go()
    away(bo)
    fill_in(bo, "bo")
    bo.page.wait_for_url("**/desk")
    chief.go(f"/desk/accounts/{number}")
    assert chief.faults() == []
    words = hub.parts.content.phrase("accounts.unbind", "en")
    chief.page.get_by_role("button", name=words, exact=True).press("Enter")
    chief.page.wait_for_url("**/desk/accounts")
    chief.go(f"/desk/accounts/{number}")
    expect(chief.page.get_by_role("button", name=words)).to_have_count(0)
    bo.go()
    expect(bo.page.locator("#password")).to_be_visible()
