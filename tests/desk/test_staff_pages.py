"""The pages of accounts, of two-step sign-in and of the audit log, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from playwright.sync_api import expect

from bot.desk import accounts
from tests.conftest import HandClock
from tests.desk.conftest import PASSWORD
from tests.desk.test_page import LOOKS, Desk, arrive, browser
from tests.support.hub import RunningHub

__all__ = ["arrive", "browser"]

pytestmark = pytest.mark.browser


def say(desk: Desk, key: str, **values: str) -> str:
    return desk.hub.parts.content.phrase(f"accounts.{key}", desk.language, **values)


def press(desk: Desk, key: str, **values: str) -> None:
    desk.page.get_by_role("button", name=say(desk, key, **values), exact=True).press("Enter")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_an_administrator_adds_changes_and_ends_an_account_by_keyboard(
    hub: RunningHub, arrive: Callable[..., Desk], look: dict[str, Any]
) -> None:
    chief, bo = arrive("Anna", **look), arrive(**look)
    chief.go("/desk/accounts")
    assert chief.faults() == []
    chief.page.fill("#name", "Bo")
    chief.page.fill("#email", "bo@kommun.example")
    chief.page.get_by_label("Luleå").press("Space")
    press(chief, "add")
    link = chief.page.locator(".secret code").inner_text()
    assert chief.faults() == []
    assert not chief.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    bo.go(link.removeprefix(hub.url))
    assert bo.faults() == []
    bo.page.fill("#password", PASSWORD)
    bo.page.keyboard.press("Enter")
    bo.page.wait_for_url("**/desk")
    bo.go(link.removeprefix(hub.url))
    expect(bo.page.get_by_role("alert")).to_have_text(say(bo, "invitation_expired"))
    chief.go("/desk/accounts/2")
    assert chief.faults() == []
    chief.page.select_option("#role", "coordinator")
    press(chief, "save")
    row = chief.page.get_by_role("row", name="bo@kommun.example")
    expect(row).to_contain_text(say(chief, "role_coordinator"))
    expect(row).to_contain_text("Luleå")
    chief.go("/desk/accounts/2")
    chief.page.get_by_label(say(chief, "end_sure", name="Bo")).press("Space")
    press(chief, "end")
    expect(row).to_have_count(0)
    chief.go("/desk/accounts/1")
    chief.page.select_option("#role", "lots")
    press(chief, "save")
    expect(chief.page.get_by_role("alert")).to_have_text(say(chief, "last_administrator"))
    assert chief.faults() == []
    chief.go("/desk/audit")
    expect(chief.page.locator("tbody")).to_contain_text(say(chief, "did_account_ended"))
    assert chief.faults() == []


def test_two_step_sign_in_is_turned_on_used_and_turned_off(
    hub: RunningHub, arrive: Callable[..., Desk], clock: HandClock
) -> None:
    desk = arrive("Anna")
    desk.go("/desk/account")
    assert desk.faults() == []
    totp = pyotp.TOTP(desk.page.locator(".secret code").inner_text())
    desk.page.fill("#code", "000000")
    press(desk, "factor_on")
    expect(desk.page.get_by_role("alert")).to_have_text(say(desk, "code_wrong"))
    desk.page.fill("#code", totp.at(clock.now))
    press(desk, "factor_on")
    expect(desk.page.locator(".codes li")).to_have_count(10)
    recovery = desk.page.locator(".codes li").first.inner_text()
    assert desk.faults() == []
    desk.button("sign_out").press("Enter")
    desk.page.fill("#email", "anna@kommun.example")
    desk.page.fill("#password", PASSWORD)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/desk/code")
    assert desk.faults() == []
    desk.page.fill("#code", recovery)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/desk")
    desk.go("/desk/account")
    expect(desk.page.locator("main")).to_contain_text(say(desk, "recovery_left", count="9"))
    assert desk.faults() == []
    clock.pass_s(60)
    desk.page.fill("#code", totp.at(clock.now))
    press(desk, "factor_off")
    expect(desk.page.locator(".secret code")).to_be_visible()
    with hub.parts.store.transaction() as tx:
        assert [one.name for one in accounts.everyone(tx)] == ["Anna"]
