"""A real hub with a clock moved by hand, lotsar with browsers of their own, and visitors."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from bot.conversations import inbox, ownership, tables
from bot.conversations.events import (
    LanguageChanged,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
)
from bot.conversations.inbox import Written
from bot.conversations.store import Store
from bot.desk import accounts
from bot.settings import Settings
from tests.conftest import ROOT, HandClock
from tests.support.farled import Farled
from tests.support.hub import RunningHub, running_hub

PASSWORD = "en lång lösenfras"


class Lots:
    """Somebody at the desk, over HTTP."""

    def __init__(self, hub: RunningHub | Farled, email: str, name: str) -> None:
        self.hub, self.email, self.name = hub, email, name
        self.client = httpx.Client(base_url=hub.url, timeout=20)
        self.csrf = ""

    def sign_in(self, password: str = PASSWORD, **headers: str) -> httpx.Response:
        form = {"email": self.email, "password": password}
        answer = self.client.post("/desk/sign-in", data=form, headers=headers)
        if answer.status_code == 303:
            self.csrf = str(self.page_data()["csrf"])
        return answer

    def page_data(self) -> dict[str, Any]:
        page = self.client.get("/desk").text
        found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
        assert found, "the desk is not open"
        return dict(json.loads(found[1]))

    def get(self, path: str) -> httpx.Response:
        return self.client.get(f"/desk/api/{path}")

    def lists(self) -> dict[str, list[dict[str, Any]]]:
        headers = {"Accept": "application/json"}
        answer = self.client.get("/desk/api/stream", headers=headers)
        return dict(answer.json()[0]["lists"])

    def do(
        self, conversation: str, act: str, body: object = None, **headers: str
    ) -> httpx.Response:
        path = f"/desk/api/conversations/{conversation}/{act}"
        return self.client.post(
            path, json=body or {}, headers={"X-CSRF-Token": self.csrf} | headers
        )

    def reply(self, conversation: str, text: object, client_id: object = "r1") -> httpx.Response:
        return self.do(conversation, "reply", {"id": client_id, "text": text})


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """One hub for all tests of the desk: to start one takes longer than most of them."""
    var = tmp_path_factory.mktemp("desk")
    with running_hub(dataclasses.replace(Settings(), root=ROOT, var=var)) as hub:
        yield hub


@pytest.fixture
def hub(running: RunningHub, clock: HandClock) -> RunningHub:
    """The running hub with an empty database, and a clock moved by hand."""
    with running.parts.store.transaction() as tx:
        for table in tables.metadata.sorted_tables:
            tx.connection.execute(table.delete())
    running.parts.store.clock = clock
    return running


@pytest.fixture
def make_lots(hub: RunningHub) -> Iterator[Callable[[str], Lots]]:
    """Makes a signed-in lots of that name."""
    made: list[Lots] = []

    def make(name: str) -> Lots:
        lots = Lots(hub, f"{name.lower()}@kommun.example", name)
        with hub.parts.store.transaction() as tx:
            accounts.add(tx, lots.email, name, PASSWORD)
        assert lots.sign_in().status_code == 303
        made.append(lots)
        return lots

    yield make
    for lots in made:
        lots.client.close()


@pytest.fixture
def anna(make_lots: Callable[[str], Lots]) -> Lots:
    return make_lots("Anna")


def begun(store: Store, text: str = "", *, language: str = "sv", place: str = "lulea") -> str:
    """A conversation in which a visitor wrote `text`."""
    with store.transaction() as tx:
        conversation, _ = tx.open("web", None, LanguageChanged(language), PlaceChanged(place))
    if text:
        write(store, conversation, text)
    return conversation


def write(store: Store, conversation: str, text: str) -> None:
    """The visitor writes."""
    with store.transaction() as tx:
        inbox.receive(tx, conversation, Written(text[:80], text), 2000)


def waiting(store: Store, text: str = "Hej, är någon där?", **about: str) -> str:
    """A conversation that waits for a lots."""
    conversation = begun(store, text, **about)
    with store.transaction() as tx:
        ownership.change(tx, tx.lock(conversation), OwnerChanged(Owner.WAITING, Reason.ASKED))
    return conversation
