"""A hub with a real OpenID Provider, and browsers that go between the two."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import httpx
import pytest

from bot.conversations import tables
from bot.desk import accounts
from bot.settings import Settings
from tests.conftest import ROOT, HandClock
from tests.desk.conftest import PASSWORD
from tests.support import oidc_provider
from tests.support.hub import RunningHub, running_hub
from tests.support.oidc_provider import CLIENT_ID, CLIENT_SECRET, OpenIDProvider, openid_provider

EMAIL = "anna@kommun.example"


def with_provider(var: object, issuer: str, secret: str = CLIENT_SECRET) -> Settings:
    return dataclasses.replace(
        Settings(),
        root=ROOT,
        var=var,
        oidc_issuer=issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=secret,
        oidc_name="Luleå kommun",
    )


@pytest.fixture(scope="module")
def started(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[RunningHub, OpenIDProvider]]:
    with (
        openid_provider(tmp_path_factory.mktemp("provider")) as provider,
        running_hub(with_provider(tmp_path_factory.mktemp("hub"), provider.issuer)) as hub,
    ):
        provider.sends_back_to(f"{hub.url}/desk/oidc/back")
        yield hub, provider


@pytest.fixture
def hub(started: tuple[RunningHub, OpenIDProvider], clock: HandClock) -> RunningHub:
    hub, _ = started
    with hub.parts.store.transaction() as tx:
        for table in tables.metadata.sorted_tables:
            tx.connection.execute(table.delete())
    hub.parts.store.clock = clock
    add(hub, EMAIL, "Anna")
    return hub


@pytest.fixture
def provider(started: tuple[RunningHub, OpenIDProvider]) -> OpenIDProvider:
    _, provider = started
    provider.forget()
    provider.has("anna", EMAIL)
    return provider


def add(hub: RunningHub, email: str, name: str) -> int:
    with hub.parts.store.transaction() as tx:
        return accounts.add(tx, email, name, PASSWORD).id


class Browser:
    """Somebody's browser, between the desk and the provider."""

    def __init__(self, hub: RunningHub) -> None:
        self.hub = hub
        self.client = httpx.Client(base_url=hub.url, timeout=20)

    def begin(self) -> str:
        """Where the desk sends it."""
        answer = self.client.get("/desk/oidc")
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def at_provider(self, address: str, name: str = "anna") -> str:
        """Where the provider sends it, after its form was filled in."""
        return oidc_provider.signed_in(address, name)

    def sign_in(self, name: str = "anna") -> httpx.Response:
        return self.client.get(self.at_provider(self.begin(), name))

    def is_in(self) -> bool:
        page = self.client.get("/desk", headers={"Accept-Language": "sv"})
        return 'id="data"' in page.text


@pytest.fixture
def browser(hub: RunningHub) -> Iterator[Browser]:
    made = Browser(hub)
    yield made
    made.client.close()


def refused(browser: Browser, answer: httpx.Response, reason: str, status: int = 403) -> None:
    """The page says what to do, in Swedish here, and nobody is let in."""
    assert answer.status_code == status
    said = browser.hub.parts.content.phrase(f"desk.oidc_{reason}", "sv", name="Luleå kommun")
    assert said in answer.text
    assert 'action="/desk/sign-in"' in answer.text
    assert not browser.is_in()


def audited(hub: RunningHub) -> list[tuple[int, str, object]]:
    with hub.parts.store.transaction() as tx:
        rows = tx.connection.execute(tables.audit.select().order_by(tables.audit.c.id)).all()
    return [(row.lots_id, row.action, row.details.get("by")) for row in rows]
