"""Every route of the desk with every role: who gets in, and to which cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from starlette.routing import Route

from bot.desk import accounts, staff
from bot.desk.rights import ADMINISTRATOR, COORDINATOR, EDITOR, LOTS, OPEN, RIGHTS, ROLES, Act, may
from bot.desk.staff import Duty
from tests.desk.conftest import PASSWORD, Lots, waiting
from tests.support.hub import RunningHub

Hire = Callable[..., Lots]


@pytest.fixture
def hire(hub: RunningHub) -> Iterator[Hire]:
    """Makes a signed-in somebody with a role and municipalities; a chief is there already."""
    with hub.parts.store.transaction() as tx:
        accounts.add(tx, "chefen@kommun.example", "Chefen", PASSWORD)
    made: list[Lots] = []

    def make(name: str, role: str = LOTS, *municipalities: str) -> Lots:
        lots = Lots(hub, f"{name.lower()}@kommun.example", name)
        with hub.parts.store.transaction() as tx:
            account = accounts.add(tx, lots.email, name, PASSWORD)
            staff.change(tx, lots.email, Duty(role, municipalities))
            lots.client.cookies.set("farled-desk", accounts.sign_in(tx, account))
            found = accounts.session(tx, lots.client.cookies["farled-desk"])
        assert found is not None
        lots.csrf = found.csrf
        made.append(lots)
        return lots

    yield make
    for lots in made:
        lots.client.close()


def signed_routes(hub: RunningHub) -> list[Route]:
    found = [one for one in hub.parts.desk.routes() if isinstance(one, Route)]
    return [one for one in found if one.path not in OPEN]


def ask(lots: Lots, route: Route, conversation: str) -> httpx.Response:
    """The answer to a request of this route, about this conversation."""
    values = {name: "close" for name in route.param_convertors}
    path = route.path.replace(":int", "")
    path = path.format_map(values | {"conversation": conversation, "account": "999"})
    headers = {"X-CSRF-Token": lots.csrf, "Accept": "application/json"}
    if "POST" in (route.methods or ()):
        return lots.client.post(path, json={}, headers=headers)
    return lots.client.get(path, headers=headers)


def code_of(answer: httpx.Response) -> str:
    if answer.headers.get("content-type") != "application/json" or answer.status_code < 400:
        return ""
    return str(answer.json()["error"]["code"])


def test_every_route_of_the_desk_names_what_is_done_there(hub: RunningHub) -> None:
    routes = signed_routes(hub)
    assert len(routes) > 12
    for route in routes:
        assert isinstance(getattr(route.endpoint, "act", None), Act), route.path


def test_every_act_is_somebodys_and_an_unknown_role_may_nothing() -> None:
    assert set(RIGHTS) == set(Act)
    for act in Act:
        assert may(ADMINISTRATOR, act)
        assert not may("", act)
        assert not may("lotsarna", act)
    assert [role for role in ROLES if may(role, Act.ACCOUNTS)] == [ADMINISTRATOR]
    assert not may(EDITOR, Act.OPEN)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_past_the_routes_that_the_table_gives_it_and_no_other(
    hub: RunningHub, hire: Hire, role: str
) -> None:
    somebody = hire("Kim", role)
    for route in signed_routes(hub):
        if route.path == "/desk/sign-out":
            continue
        act = route.endpoint.act
        conversation = waiting(hub.parts.store)
        answer = ask(somebody, route, conversation)
        refused = (answer.status_code, code_of(answer)) == (403, "not_allowed")
        assert refused == (not may(role, act)), (route.path, answer.text[:200])


def test_a_lots_of_lulea_reaches_no_case_of_sorsele_by_any_route(
    hub: RunningHub, hire: Hire
) -> None:
    lulea = hire("Anna", LOTS, "lulea")
    hire("Bo", LOTS, "sorsele")
    conversation = waiting(hub.parts.store, "hemligt i Sorsele", place="sorsele")
    about_one = [one for one in signed_routes(hub) if "{conversation}" in one.path]
    assert len(about_one) > 5
    for route in about_one:
        answer = ask(lulea, route, conversation)
        assert (answer.status_code, code_of(answer)) == (403, "not_allowed"), route.path
        assert "another municipality" in answer.json()["error"]["message"]
    for route in signed_routes(hub):
        if "{conversation}" not in route.path and "GET" in (route.methods or ()):
            answer = ask(lulea, route, conversation)
            assert "hemligt" not in answer.text, route.path
            assert conversation not in answer.text, route.path


def test_what_nobody_has_is_everybodys_and_a_coordinator_sees_all(
    hub: RunningHub, hire: Hire
) -> None:
    lulea = hire("Anna", LOTS, "lulea")
    leader = hire("Cilla", COORDINATOR, "lulea")
    pool = waiting(hub.parts.store, place="sorsele")
    nowhere = waiting(hub.parts.store, place="")
    shown = [one["conversation"] for one in lulea.lists()["waiting"]]
    assert sorted(shown) == sorted([pool, nowhere])
    hire("Bo", LOTS, "sorsele")
    assert [one["conversation"] for one in lulea.lists()["waiting"]] == [nowhere]
    assert len(leader.lists()["waiting"]) == 2
    assert lulea.do(nowhere, "claim").status_code == 200
    assert leader.do(pool, "claim").status_code == 200


def test_an_editor_has_no_cases_and_is_shown_the_own_account(hub: RunningHub, hire: Hire) -> None:
    editor = hire("Eva", EDITOR)
    answer = editor.client.get("/desk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/account")
    assert editor.client.get("/desk/account").status_code == 200
    assert editor.get(f"conversations/{waiting(hub.parts.store)}").status_code == 403


def test_a_browser_that_is_signed_out_is_sent_to_the_desk_and_a_program_is_told(
    hub: RunningHub,
) -> None:
    shown = httpx.get(f"{hub.url}/desk/accounts", headers={"Accept": "text/html"})
    assert (shown.status_code, shown.headers["location"]) == (303, "/desk")
    assert httpx.get(f"{hub.url}/desk/accounts").status_code == 401
