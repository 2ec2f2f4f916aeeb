"""Who gets past the desk's door, over real HTTP."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import httpx
import pytest
from starlette.routing import Route

from bot.desk import accounts
from bot.desk.guard import MAX_BODY_BYTES
from bot.desk.rights import OPEN
from bot.settings import Settings
from tests.conftest import HandClock
from tests.desk.conftest import PASSWORD, Lots, waiting
from tests.support.hub import RunningHub, running_hub


def protected(hub: RunningHub) -> list[tuple[str, str]]:
    """Every route of the desk for which one must have signed in."""
    found = []
    for route in hub.parts.desk.routes():
        if isinstance(route, Route) and route.path not in OPEN:
            path = route.path.replace(":int", "")
            values = {name: "close" for name in route.param_convertors}
            path = path.format_map(values | {"conversation": "c0", "account": "1"})
            found += [(method, path) for method in sorted(route.methods or ())]
    return found


def test_without_a_session_no_route_lets_anybody_in(hub: RunningHub) -> None:
    routes = protected(hub)
    assert len(routes) > 6
    for method, path in routes:
        for cookie in ("", "farled-desk=wrong"):
            answer = httpx.request(method, hub.url + path, headers={"Cookie": cookie})
            assert answer.status_code == 401, (method, path)
            assert method == "HEAD" or answer.json()["error"]["code"] == "signed_out"


def test_every_change_needs_the_csrf_token_and_our_own_origin(hub: RunningHub, anna: Lots) -> None:
    conversation = waiting(hub.parts.store)
    changes = [path for method, path in protected(hub) if method == "POST"]
    assert len(changes) > 5
    for path in changes:
        path = path.replace("c0", conversation)
        for headers in (
            {},
            {"X-CSRF-Token": "wrong"},
            {"X-CSRF-Token": "åäö".encode()},
            {"X-CSRF-Token": anna.csrf, "Origin": "https://elsewhere.example"},
            {"X-CSRF-Token": anna.csrf, "Origin": "null"},
        ):
            answer = anna.client.post(path, json={}, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
    assert anna.do(conversation, "claim", Origin=hub.url).status_code == 200


@pytest.mark.parametrize("path", ["/desk/sign-in", "/desk/first/{link}"])
def test_a_form_on_another_site_neither_signs_in_nor_makes_an_account(
    hub: RunningHub, path: str
) -> None:
    with hub.parts.store.transaction() as tx:
        link = accounts.one_time_link(tx, timedelta(hours=1))
    form = {"name": "Bo", "email": "bo@kommun.example", "password": PASSWORD}
    origin = {"Origin": "https://elsewhere.example"}
    answer = httpx.post(hub.url + path.format(link=link), data=form, headers=origin)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    with hub.parts.store.transaction() as tx:
        assert accounts.everyone(tx) == []


def test_behind_a_proxy_the_public_address_is_our_own_and_the_cookie_is_for_https(
    settings: Settings, clock: HandClock
) -> None:
    public = dataclasses.replace(settings, public_url="https://farled.example")
    with running_hub(public) as hub:
        with hub.parts.store.transaction() as tx:
            accounts.add(tx, "anna@kommun.example", "Anna", PASSWORD)
        form = {"email": "anna@kommun.example", "password": PASSWORD}
        origin = {"Origin": "https://farled.example"}
        answer = httpx.post(f"{hub.url}/desk/sign-in", data=form, headers=origin)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-farled-desk=")
    for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie


def test_what_is_no_json_object_or_too_large_is_refused(hub: RunningHub, anna: Lots) -> None:
    path = f"/desk/api/conversations/{waiting(hub.parts.store)}/reply"
    headers = {"X-CSRF-Token": anna.csrf}
    for body, code in (
        (b"[]", "invalid"),
        (b"{", "invalid"),
        (b"\xff", "invalid"),
        (b" " * (MAX_BODY_BYTES + 1), "too_long"),
    ):
        answer = anna.client.post(path, content=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_a_form_too_large_to_read_signs_nobody_in(hub: RunningHub) -> None:
    for body in (b"password=" + b"x" * (MAX_BODY_BYTES + 1), b"&".join([b"a=b"] * 50)):
        answer = httpx.post(
            f"{hub.url}/desk/sign-in",
            content=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 403


def test_nothing_of_the_desk_is_kept_by_a_browser_or_shown_in_a_frame(
    hub: RunningHub, anna: Lots
) -> None:
    shown = anna.get(f"conversations/{waiting(hub.parts.store)}")
    assert shown.headers["cache-control"] == "no-store"
    page = anna.client.get("/desk")
    assert page.headers["cache-control"] == "no-store"
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
