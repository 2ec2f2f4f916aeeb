"""Signing in with a real OpenID Provider (idpyoidc), over real HTTP: the way there and back."""

from __future__ import annotations

import httpx
from sqlalchemy import insert

from bot.conversations import tables
from bot.desk import accounts, asked, one_time, staff
from tests.conftest import HandClock
from tests.desk.conftest import PASSWORD
from tests.support.hub import RunningHub, running_hub
from tests.support.oidc_desk import (
    EMAIL,
    Browser,
    add,
    audited,
    browser,
    hub,
    provider,
    refused,
    started,
    with_provider,
)
from tests.support.oidc_provider import CLIENT_ID, CLIENT_SECRET, OpenIDProvider
from tests.support.servers import free_port

__all__ = ["browser", "hub", "provider", "started"]


def test_a_lots_of_the_provider_comes_to_the_desk(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    answer = browser.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert browser.is_in()
    assert audited(hub) == [(1, "signed_in", "oidc")]
    request = provider.calls("authorization")[0]
    assert request["code_challenge_method"] == "S256"
    assert request["scope"] == "openid email"
    assert provider.calls("token")[0]["code_verifier"] not in str(provider.calls("authorization"))
    assert not any("oidc" in name or "away" in name for name in browser.client.cookies)


def test_the_provider_lets_nobody_in_without_pkce(
    provider: OpenIDProvider, browser: Browser
) -> None:
    address = httpx.URL(browser.begin())
    bare = address.copy_remove_param("code_challenge")
    answer = httpx.get(bare)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    back = browser.at_provider(str(address))
    code = httpx.URL(back).params["code"]
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": "x" * 43}
    form |= {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    form["redirect_uri"] = address.params["redirect_uri"]
    answer = httpx.post(f"{provider.issuer}/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_the_way_back_works_once_and_only_in_the_browser_that_began(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    back = browser.at_provider(browser.begin())
    other = Browser(hub)
    refused(other, other.client.get(back), "again")
    other.begin()
    refused(other, other.client.get(back), "again")
    secret = browser.client.cookies["farled-desk-away"]
    assert browser.client.get(back).headers["location"] == "/desk"
    browser.client.cookies.clear()
    browser.client.cookies.set("farled-desk-away", secret)
    refused(browser, browser.client.get(back), "again")
    assert len(provider.calls("token")) == 1


def test_a_code_used_twice_is_refused_by_the_provider(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    used = httpx.URL(browser.at_provider(browser.begin()))
    assert browser.client.get(str(used)).status_code == 303
    browser.client.cookies.clear()
    mine = httpx.URL(browser.begin())
    again = used.copy_set_param("state", mine.params["state"])
    refused(browser, browser.client.get(str(again)), "wrong")


def test_a_sign_in_begun_ends_after_its_time(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser, clock: HandClock
) -> None:
    back = browser.at_provider(browser.begin())
    clock.pass_s(asked.GOOD_FOR.total_seconds() + 1)
    refused(browser, browser.client.get(back), "again")
    browser.begin()
    with hub.parts.store.transaction() as tx:
        kept = tx.connection.execute(tables.sign_in_link.select()).all()
    assert [row.token_hash[:4] for row in kept] == [f"{one_time.AWAY}.0."]


def test_nobody_gets_an_account_by_signing_in(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    provider.has("stranger", "stranger@kommun.example")
    refused(browser, browser.sign_in("stranger"), "unknown")
    with hub.parts.store.transaction() as tx:
        assert len(accounts.everyone(tx)) == 1


def test_an_ended_account_stays_shut_and_the_try_is_noted(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    number = add(hub, "bo@kommun.example", "Bo")
    provider.has("bo", "bo@kommun.example")
    assert browser.sign_in("bo").status_code == 303
    with hub.parts.store.transaction() as tx:
        staff.end(tx, "bo@kommun.example")
    refused(browser, browser.sign_in("bo"), "unknown")
    assert audited(hub)[-1] == (number, "sign_in_failed", "oidc")


def test_who_says_no_at_the_provider_is_told_so(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    state = httpx.URL(browser.begin()).params["state"]
    query = {"state": state, "error": "access_denied", "error_description": "<b>no</b>"}
    answer = browser.client.get("/desk/oidc/back", params=query)
    refused(browser, answer, "denied")
    assert "<b>no" not in answer.text


def test_while_the_provider_is_away_the_page_says_so_and_passwords_work(
    hub: RunningHub, provider: OpenIDProvider, browser: Browser
) -> None:
    back = browser.at_provider(browser.begin())
    provider.stop()
    try:
        refused(browser, browser.client.get(back), "away", 503)
    finally:
        provider.start()
    form = {"email": EMAIL, "password": PASSWORD}
    assert browser.client.post("/desk/sign-in", data=form).status_code == 303
    assert browser.is_in()


def test_a_provider_that_was_never_there_stops_nothing(tmp_path: object) -> None:
    with running_hub(with_provider(tmp_path, f"http://127.0.0.1:{free_port()}")) as hub:
        add(hub, EMAIL, "Anna")
        browser = Browser(hub)
        refused(browser, browser.client.get("/desk/oidc"), "away", 503)
        form = {"email": EMAIL, "password": PASSWORD}
        assert browser.client.post("/desk/sign-in", data=form).status_code == 303


def test_however_many_begin_the_newest_sign_ins_alone_are_kept(
    hub: RunningHub, browser: Browser, clock: HandClock
) -> None:
    soon = clock() + asked.GOOD_FOR / 2
    rows = [{"token_hash": f"o.0.{one}", "expires_at": soon} for one in range(asked.MOST + 50)]
    with hub.parts.store.transaction() as tx:
        tx.connection.execute(insert(tables.sign_in_link), rows)
    back = browser.at_provider(browser.begin())
    with hub.parts.store.transaction() as tx:
        assert one_time.left(tx, one_time.AWAY, 0) == asked.MOST
    assert browser.client.get(back).status_code == 303
    assert browser.is_in()
