"""The public API over real HTTP, against its own description, with rasa stopped."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, ClassVar

import httpx
import jsonschema
import pytest

from bot.conversations import ownership
from bot.conversations.events import Author, CardChanged, Listing, Message, Reason
from bot.plan.card import Adult, Card, to_json
from bot.settings import Settings
from tests.support.hub import RunningHub, running_hub, until

NOTICE = Message(Author.NOTICE, "Anna är här", "sv")


@pytest.fixture
def hub(settings: Settings) -> Iterator[RunningHub]:
    with running_hub(dataclasses.replace(settings, max_messages_per_minute=50)) as running:
        yield running


@pytest.fixture(autouse=True)
def _clients_are_closed() -> Iterator[None]:
    yield
    while Visitor.clients:
        Visitor.clients.pop().close()


class Visitor:
    """A client of the API that checks every answer against the OpenAPI document."""

    clients: ClassVar[list[httpx.Client]] = []

    def __init__(self, hub: RunningHub, **opening: str) -> None:
        self.client = httpx.Client(base_url=hub.url, timeout=10)
        self.clients.append(self.client)
        self.api = self.client.get("/api/openapi.json").json()
        opened = self.call("POST", "/api/conversations", json=opening)
        assert opened.status_code == 201
        self.id = opened.json()["conversation"]
        self.client.headers["Authorization"] = f"Bearer {opened.json()['token']}"
        self.path = f"/api/conversations/{self.id}"

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = self.client.request(method, path, **options)
        template = path.split("?")[0]
        if template.startswith("/api/conversations/"):
            template = "/".join(["/api/conversations/{conversation}", *template.split("/")[4:]])
        described = self.api["paths"][template][method.lower()]["responses"][
            str(answer.status_code)
        ]
        if "$ref" in described:
            described = self.api["components"]["responses"][described["$ref"].split("/")[-1]]
        schema = described["content"]["application/json"]["schema"]
        whole = {**schema, "components": self.api["components"]}
        jsonschema.Draft202012Validator(whole).validate(answer.json())
        return answer

    def say(self, text: str, client_id: str = "m1") -> httpx.Response:
        return self.call("POST", f"{self.path}/messages", json={"id": client_id, "text": text})

    def events(self, after: int = 0) -> list[dict[str, Any]]:
        return list(self.call("GET", f"{self.path}/events?after={after}").json())

    def messages(self, author: str) -> list[dict[str, Any]]:
        return [event for event in self.events() if event.get("from") == author]


def test_a_message_is_stored_before_it_is_acknowledged_and_once_for_its_id(hub: RunningHub) -> None:
    visitor = Visitor(hub, municipality="lulea", language="et")
    seq = visitor.say("kuidas saan lasteaiakoha?").json()["seq"]
    assert visitor.say("kuidas saan lasteaiakoha?").json()["seq"] == seq
    assert [event["text"] for event in visitor.messages("visitor")] == ["kuidas saan lasteaiakoha?"]
    assert visitor.events()[0]["language"] == "et"
    assert visitor.events()[1]["municipality"] == "lulea"


def test_with_rasa_stopped_the_visitor_is_told_in_her_language_and_reaches_a_lots(
    hub: RunningHub,
) -> None:
    visitor = Visitor(hub, language="lt")
    assert visitor.say("kaip gauti vietą darželyje?").status_code == 202
    until(lambda: visitor.messages("notice"))
    notice = visitor.messages("notice")[0]
    assert notice["text"] == hub.parts.content.phrase("notice.assistant_away", "lt")
    button = notice["buttons"][0]["payload"]
    answer = visitor.call("POST", f"{visitor.path}/messages", json={"id": "m2", "payload": button})
    assert answer.status_code == 202
    until(lambda: [event for event in visitor.events() if event["type"] == "owner"])
    owner = next(event for event in visitor.events() if event["type"] == "owner")
    assert owner["owner"] in ("waiting", "message_left")


def test_a_hundred_thousand_characters_are_refused_with_a_clear_message(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    answer = visitor.say("x" * 100_000)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_long"
    answer = visitor.say("x" * 2001)
    assert answer.status_code == 413
    assert visitor.messages("visitor") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"id": "a", "text": "  "}, "empty"),
        ({"id": "a", "payload": "/housing.queue"}, "unknown_button"),
        ({"id": "a", "payload": "1.0"}, "unknown_button"),
        ({"text": "hej"}, "invalid"),
        ({"id": "x" * 81, "text": "hej"}, "invalid"),
        ({"id": 7, "text": "hej"}, "invalid"),
        ([], "invalid"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_code(
    hub: RunningHub, body: object, code: str
) -> None:
    visitor = Visitor(hub)
    answer = visitor.call("POST", f"{visitor.path}/messages", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_without_its_token_a_conversation_does_not_exist(hub: RunningHub) -> None:
    visitor, other = Visitor(hub), Visitor(hub)
    visitor.say("hemligt")
    for headers in ({}, {"Authorization": "Bearer wrong"}, dict(other.client.headers)):
        for method, path in (
            ("GET", "/events"),
            ("GET", "/transcript"),
            ("POST", "/messages"),
            ("POST", "/handover"),
            ("DELETE", ""),
        ):
            answer = httpx.request(method, hub.url + visitor.path + path, headers=headers)
            assert answer.status_code == 404
            assert "hemligt" not in answer.text


def test_a_stream_resumes_after_the_last_event_without_loss_or_repetition(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    for number in range(4):
        visitor.say(f"meddelande {number}", f"m{number}")
    seen: list[int] = []
    for _ in range(2):
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(seen[-1] if seen else 0)}
        with visitor.client.stream("GET", f"{visitor.path}/events", headers=headers) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    seen.append(json.loads(line[5:])["seq"])
                    if len(seen) % 2 == 0:
                        break
    assert seen == [1, 2, 3, 4]


def test_an_open_stream_hears_of_a_claim_at_once(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    headers = {"Accept": "text/event-stream"}
    with visitor.client.stream("GET", f"{visitor.path}/events?after=1", headers=headers) as stream:
        with hub.parts.store.transaction() as tx:
            ownership.claim(tx, visitor.id, 1, "Anna", NOTICE)
        for line in stream.iter_lines():
            if line.startswith("data:"):
                event = json.loads(line[5:])
                break
    assert (event["type"], event["owner"], event["lots"]) == ("owner", "lots", "Anna")


def test_a_late_answer_is_never_shown(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    with hub.parts.store.transaction() as tx:
        late = Message(Author.ASSISTANT, "för sent", "sv", unsent="late")
        tx.append(tx.lock(visitor.id), late)
    assert "för sent" not in json.dumps(visitor.events(), ensure_ascii=False)
    transcript = visitor.call("GET", f"{visitor.path}/transcript")
    assert "för sent" not in transcript.text


def test_adverts_reach_the_visitor_as_they_were_stored(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    advert = Listing("Sjuksköterska <natt>", "https://example.se/1", "Kiruna · Apply by 1 May")
    with hub.parts.store.transaction() as tx:
        found = Message(Author.ASSISTANT, "Adverts: 1.", "en", listings=(advert,))
        tx.append(tx.lock(visitor.id), found)
    assert visitor.messages("assistant")[0]["listings"] == [dataclasses.asdict(advert)]
    transcript = visitor.call("GET", f"{visitor.path}/transcript").json()
    assert transcript["events"][-1]["listings"][0]["headline"] == "Sjuksköterska <natt>"


def test_a_visitor_sees_the_family_card_but_not_who_corrected_it(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    card = Card(me=Adult("nurse", "EE"), adults=2, children=(), day=date(2027, 3, 1))
    with hub.parts.store.transaction() as tx:
        tx.append(tx.lock(visitor.id), CardChanged(to_json(card), "Anna"), CardChanged({}))
    first, second = visitor.events()[-2:]
    assert first["card"] == to_json(card)
    assert second["card"] == {}
    assert "Anna" not in json.dumps(first)


def test_going_back_language_feedback_and_handover_do_what_their_names_say(hub: RunningHub) -> None:
    visitor = Visitor(hub, language="sv")
    visitor.call("POST", f"{visitor.path}/language", json={"language": "lv"})
    changed = [event for event in visitor.events() if event["type"] == "language"]
    assert changed[-1]["language"] == "lv"
    seq = visitor.messages("notice")[-1]["seq"]
    visitor.call("POST", f"{visitor.path}/feedback", json={"about": seq, "helpful": False})
    assert visitor.events()[-1] | {"at": ""} == {
        "seq": seq + 1,
        "at": "",
        "type": "feedback",
        "about": seq,
        "helpful": False,
    }
    refused = visitor.call("POST", f"{visitor.path}/language", json={"language": "xx"})
    assert refused.status_code == 422
    visitor.call("POST", f"{visitor.path}/handover")
    visitor.call("POST", f"{visitor.path}/handover")
    assert len([event for event in visitor.events() if event["type"] == "owner"]) == 1
    visitor.call("POST", f"{visitor.path}/cancel")


def test_true_is_no_number_of_an_event(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    visitor.say("hej")
    before = visitor.events()
    for call, body in (("feedback", {"about": True, "helpful": True}), ("read", {"seq": True})):
        refused = visitor.call("POST", f"{visitor.path}/{call}", json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")
    assert visitor.events() == before


def test_too_many_choices_of_a_language_are_told_so(hub: RunningHub) -> None:
    visitor, body = Visitor(hub), {"language": "lv"}
    answers = [
        visitor.call("POST", f"{visitor.path}/language", json=body).status_code for _ in range(51)
    ]
    assert answers[0] == 202
    assert answers[-1] == 429
    assert visitor.say("hej").status_code == 202


def test_a_forgotten_conversation_gives_a_receipt_and_takes_nothing_more(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    visitor.say("hemligt")
    receipt = visitor.call("DELETE", visitor.path).json()
    assert receipt["state"] == "erased"
    assert "hemligt" not in json.dumps(visitor.events())
    assert visitor.say("igen", "m2").status_code == 410


def test_somebody_who_writes_without_end_is_asked_to_wait(settings: Settings) -> None:
    slow = dataclasses.replace(settings, max_messages_per_minute=3)
    with running_hub(slow) as hub:
        visitor = Visitor(hub)
        codes = [visitor.say("hej", f"m{number}").status_code for number in range(5)]
        assert codes == [202, 202, 202, 429, 429]
        assert visitor.say("hej", "m0").status_code == 202


def test_the_widgets_words_exist_in_every_language(hub: RunningHub) -> None:
    keys = None
    for language in ("sv", "en", "et", "lv", "lt"):
        answer = httpx.get(f"{hub.url}/api/phrases/{language}").json()
        found = {(group, key) for group, texts in answer["phrases"].items() for key in texts}
        assert found == (keys or found)
        keys = found
    assert httpx.get(f"{hub.url}/api/phrases/xx").status_code == 404


def test_another_site_may_call_the_api_but_gets_no_cookie(hub: RunningHub) -> None:
    origin = {"Origin": "https://www.lulea.example"}
    answer = httpx.post(f"{hub.url}/api/conversations", json={}, headers=origin)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in answer.headers


def test_handing_back_lets_the_assistant_answer_the_next_message(hub: RunningHub) -> None:
    visitor = Visitor(hub)
    with hub.parts.store.transaction() as tx:
        ownership.claim(tx, visitor.id, 1, "Anna", NOTICE)
    visitor.say("hej Anna")
    with hub.parts.store.transaction() as tx:
        ownership.release(tx, visitor.id, 1, Reason.HANDED_BACK, NOTICE)
    visitor.say("och en sak till", "m2")
    until(lambda: any("buttons" in notice for notice in visitor.messages("notice")))


def test_of_two_who_forget_at_once_one_gets_a_receipt_and_the_other_is_told_it_is_done(
    hub: RunningHub,
) -> None:
    visitor = Visitor(hub)
    begin = threading.Barrier(2)

    def forget(_: int) -> httpx.Response:
        with httpx.Client(base_url=hub.url, headers=visitor.client.headers, timeout=20) as client:
            begin.wait(10)
            return client.delete(visitor.path)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(forget, range(2)), key=lambda one: one.status_code)
    assert [one.status_code for one in answers] == [200, 410]
    assert answers[0].json()["state"] == "erased"
    assert answers[1].json()["error"]["code"] == "erased"
