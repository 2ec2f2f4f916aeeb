"""The client of server-sent events, which the desk shares."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.widget.conftest import Visitor

pytestmark = pytest.mark.browser

PARSED = """
async ([base, pieces]) => {
  const { eventParser } = await import(base + "/w/stream.js");
  const events = [];
  const parse = eventParser((id, type, data) => events.push([id ?? null, type, data]));
  pieces.forEach(parse);
  return events;
}
"""
LISTEN = """
async ([base, options]) => {
  const { openStream } = await import(base + "/w/stream.js");
  window.events = [];
  window.states = [];
  window.stream = openStream({ ...options,
    onEvent: (event) => window.events.push(event),
    onState: (state, status) => window.states.push(status ?? state) });
}
"""


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.visit("/bare")
    return visitor.page


def listen(page: Page, visitor: Visitor, **options: object) -> None:
    talk = visitor.hub.talk
    conversation = next(key for key, value in visitor.hub.talks.items() if value is talk)
    options["url"] = f"{visitor.hub.url}/api/conversations/{conversation}/events"
    options.setdefault("headers", {"Authorization": f"Bearer {talk.token}"})
    page.evaluate(LISTEN, [visitor.hub.url, options])


def begin(page: Page, visitor: Visitor) -> None:
    body = json.dumps({"language": "en"})
    page.evaluate("([url, body]) => fetch(url, {method: 'POST', body})",
                  [f"{visitor.hub.url}/api/conversations", body])  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_events_are_parsed_wherever_the_network_cuts(
    page: Page, visitor: Visitor, end: str
) -> None:
    text = end.join([": heartbeat", "", "id: 7", "event: message", "data: {", "data:1}", "", ""])
    for size in (1, 3, len(text)):
        pieces = [text[at : at + size] for at in range(0, len(text), size)] + ["x: y\n"]
        assert page.evaluate(PARSED, [visitor.hub.url, pieces]) == [["7", "message", "{\n1}"]]


def test_a_cut_stream_goes_on_after_the_last_event(page: Page, visitor: Visitor) -> None:
    begin(page, visitor)
    visitor.hub.faults.cut = 1.0
    listen(page, visitor)
    for number in range(4):
        visitor.hub.do(lambda talk, number=number: talk.say("lots", str(number)))
    page.wait_for_function("window.events.length === 5")
    assert page.evaluate("window.events.map((event) => event.id)") == ["1", "2", "3", "4", "5"]


def test_what_was_there_before_is_told_apart_from_what_is_new(page: Page, visitor: Visitor) -> None:
    begin(page, visitor)
    listen(page, visitor, catchUp=True)
    page.wait_for_function("window.states.at(-1) === 'open'")
    visitor.hub.do(lambda talk: talk.say("lots", "new"))
    page.wait_for_function("window.events.length === 2")
    assert page.evaluate("window.events.map((event) => event.live)") == [False, True]


def test_a_refusal_is_final(page: Page, visitor: Visitor) -> None:
    begin(page, visitor)
    listen(page, visitor, headers={"Authorization": "Bearer wrong"})
    page.wait_for_function("window.states.includes('closed')")
    assert page.evaluate("window.states") == ["connecting", 404, "closed"]


def test_a_silent_stream_is_left_for_lists_of_events(page: Page, visitor: Visitor) -> None:
    begin(page, visitor)
    held = lambda route: None if "stream" in route.request.headers["accept"] else route.continue_()  # noqa: E731
    page.route("**/events*", held)
    listen(page, visitor, silenceMs=200)
    page.wait_for_function("window.events.length === 1")
    assert page.evaluate("window.states.at(-1)") == "open"
