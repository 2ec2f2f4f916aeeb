"""The hub as one part: its own pages, its readiness, and several hubs on one database."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import httpx
import pytest

from bot.content import Content
from bot.conversations import ownership
from bot.conversations.events import Author, Message
from bot.locales import LOCALES
from bot.settings import Settings
from tests.support.hub import RunningHub, running_hub

NOTICE = Message(Author.NOTICE, "Anna", "sv")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    var = tmp_path_factory.mktemp("hub")
    with running_hub(dataclasses.replace(Settings(), var=var)) as running:
        yield running


@pytest.mark.parametrize("language", LOCALES)
def test_the_page_speaks_the_language_of_the_browser(
    hub: RunningHub, content: Content, language: str
) -> None:
    headers = {"Accept-Language": f"xx, {language};q=0.8, en;q=0.1"}
    page = httpx.get(f"{hub.url}/?municipality=sorsele", headers=headers)
    assert f'<html lang="{language}"' in page.text
    assert "Sorsele" in page.text
    assert "farled.js" in page.text
    assert "Content-Type" in page.headers


def test_a_municipality_that_does_not_exist_is_left_out(hub: RunningHub) -> None:
    page = httpx.get(f"{hub.url}/?municipality=<script>&language=xx")
    assert page.status_code == 200
    assert "<script>" not in page.text.split("</head>")[1].split("farled.js")[0]


def test_alive_is_not_ready_while_rasa_is_away(hub: RunningHub) -> None:
    assert httpx.get(f"{hub.url}/healthz").status_code == 200
    ready = httpx.get(f"{hub.url}/readyz")
    assert ready.status_code == 503
    assert ready.json()["parts"] == {"database": True, "rasa": False}


def test_operators_can_scrape_metrics(hub: RunningHub) -> None:
    assert "process_cpu_seconds_total" in httpx.get(f"{hub.url}/metrics").text


def test_what_does_not_exist_is_said_in_the_apis_one_shape(hub: RunningHub) -> None:
    missing = httpx.get(f"{hub.url}/nowhere")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")
    wrong = httpx.put(f"{hub.url}/api/conversations")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "method_not_allowed")


def test_a_claim_at_one_hub_is_heard_at_another_at_once(
    settings: Settings, postgres_url: str
) -> None:
    shared = dataclasses.replace(settings, database_url=postgres_url)
    with running_hub(shared) as one, running_hub(shared) as other:
        opened = httpx.post(f"{one.url}/api/conversations", json={}).json()
        headers = {
            "Authorization": f"Bearer {opened['token']}",
            "Accept": "text/event-stream",
        }
        path = f"{one.url}/api/conversations/{opened['conversation']}/events?after=1"
        with httpx.stream("GET", path, headers=headers, timeout=3) as stream:
            with other.parts.store.transaction() as tx:
                ownership.claim(tx, opened["conversation"], 1, "Anna", NOTICE)
            data = next(line for line in stream.iter_lines() if line.startswith("data:"))
    assert json.loads(data[5:])["owner"] == "lots"
