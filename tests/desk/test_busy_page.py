"""A busy hour: three lotsar and ten visitors at once, five of them in browsers, on one real hub."""

from __future__ import annotations

import dataclasses
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from bot.conversations import tables
from bot.conversations.events import (
    Author,
    Event,
    Message,
    NoteWritten,
    Owner,
    OwnerChanged,
    Reason,
)
from bot.conversations.owner import State, after
from bot.settings import Settings
from tests.conftest import ROOT, HandClock
from tests.desk.test_page import PATIENCE_MS, Desk, arrive, browser
from tests.support.fake_rasa import fake_rasa
from tests.support.farled import Visitor
from tests.support.hub import RunningHub, running_hub, until

__all__ = ["arrive", "browser"]

pytestmark = pytest.mark.browser

LANGUAGES = ("sv", "en", "et", "lv", "lt")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SILENCE_S = 1200


class Person(Protocol):
    """A visitor, however she came."""

    id: str
    number: int
    said: list[str]

    def say(self, text: str) -> None: ...
    def ask_for_a_lots(self) -> None: ...
    def heard(self) -> list[str]:
        """What lotsar have said to her, in the order she was shown it."""


@dataclass
class OnAPage:
    """A visitor with the widget in a browser of her own."""

    page: Page
    number: int
    id: str = ""
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)
        self.page.locator("textarea").fill(text)
        self.page.locator("textarea").press("Enter")

    def ask_for_a_lots(self) -> None:
        self.page.locator("header .owner button:visible").click()

    def heard(self) -> list[str]:
        return self.page.locator(".message.lots .body").all_inner_texts()


class OverHttp(Visitor):
    """A visitor whose own program uses the public API."""

    def __init__(self, url: str, number: int, language: str) -> None:
        super().__init__(url, language=language, municipality="lulea")
        self.number = number
        self.said: list[str] = []  # type: ignore[assignment]

    def say(self, text: str) -> None:
        self.said.append(text)
        self.send(text)

    def ask_for_a_lots(self) -> None:
        path = f"/api/conversations/{self.id}/handover"
        assert self._client.post(path).is_success

    def heard(self) -> list[str]:
        return [one["text"] for one in self.events() if one.get("from") == "lots"]

    def answered(self) -> bool:
        return any(one.get("from") == "assistant" for one in self.events())


class AtTheDesk(Desk):
    """A lots, with mouse or finger, who goes from case to case."""

    def __init__(self, desk: Desk, name: str, *, phone: bool = False) -> None:
        super().__init__(desk.page, desk.hub, desk.language)
        self.name, self.phone = name, phone

    def press(self, what: Locator) -> None:
        what.tap() if self.phone else what.click()

    def open(self, conversation: str) -> None:
        back = self.button("back")
        if back.is_visible():
            self.press(back)
        self.press(self.case(conversation))
        expect(self.case(conversation)).to_have_attribute("aria-current", "true")
        expect(self.page.locator("#conversation:not([inert])")).to_be_visible()

    def claim(self, conversation: str) -> None:
        self.open(conversation)
        self.press(self.button("claim"))
        expect(self.title).to_have_text(self.say("own"))

    def reply(self, conversation: str, text: str) -> None:
        self.open(conversation)
        expect(self.title).to_have_text(self.say("own"))
        self.draft.fill(text)
        self.press(self.button("send"))
        expect(self.log.locator(".from-lots").last).to_contain_text(text)
        expect(self.draft).to_have_value("")

    def own(self) -> set[str]:
        found = self.page.locator("#own .case").all()
        return {str(one.get_attribute("data-conversation")) for one in found}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub of its own, because its visitors are answered."""
    var = tmp_path_factory.mktemp("busy")
    with running_hub(dataclasses.replace(Settings(), root=ROOT, var=var)) as hub:
        answer = {"text": "Så här gör du.", "language": "sv", "topic": "housing.queue"}
        with fake_rasa(hub.parts.settings.rasa, answer):
            yield hub


@pytest.fixture
def people(hub: RunningHub, browser: Browser) -> Iterator[list[Person]]:
    """Ten visitors, each answered once by the assistant; the first five in browsers."""
    contexts = [browser.new_context(reduced_motion="reduce") for _ in range(5)]
    pages = [OnAPage(context.new_page(), number) for number, context in enumerate(contexts)]
    programs = [OverHttp(hub.url, 5 + n, LANGUAGES[n]) for n in range(5)]
    for one in pages:
        one.page.set_default_timeout(PATIENCE_MS)
        language = LANGUAGES[one.number]
        one.page.goto(f"{hub.url}/?municipality=lulea&language={language}")
        one.page.locator(".launcher").click()
    for one in (*pages, *programs):
        one.say(f"Fråga {one.number}")
    for one in pages:
        expect(one.page.locator(".message.assistant")).to_have_count(1)
        one.id = conversation_in_which(hub, f"Fråga {one.number}")
    for program in programs:
        until(program.answered)
    yield [*pages, *programs]
    for program in programs:
        program.close()
    for context in contexts:
        context.close()


def conversation_in_which(hub: RunningHub, text: str) -> str:
    """The conversation in which a visitor wrote this."""
    with hub.parts.store.transaction() as tx:
        for one in tx.connection.execute(tables.conversation.select()).mappings():
            for event in tx.events(one["id"]):
                if isinstance(event.body, Message) and event.body.text == text:
                    return str(one["id"])
    raise AssertionError(text)


def all_at_once(people: list[Person]) -> None:
    """All ask for a lots at nearly the same moment."""
    barrier = threading.Barrier(1 + sum(not isinstance(one, OnAPage) for one in people))

    def ask(one: Person) -> None:
        barrier.wait(10)
        one.ask_for_a_lots()

    programs = [one for one in people if not isinstance(one, OnAPage)]
    threads = [threading.Thread(target=ask, args=(one,)) for one in programs]
    for thread in threads:
        thread.start()
    barrier.wait(10)
    for one in people:
        if isinstance(one, OnAPage):
            one.ask_for_a_lots()
    for thread in threads:
        thread.join(20)


def all_claim(desks: list[AtTheDesk], conversation: str) -> AtTheDesk:
    """The one that gets the case for which all press at the same time."""
    held: list[Route] = []
    for desk in desks:
        desk.open(conversation)
        desk.page.route("**/claim", lambda route: held.append(route))
    for desk in desks:
        desk.press(desk.button("claim"))
    for desk in desks:
        desk.page.wait_for_timeout(20)  # lets the request reach its route
    assert len(held) == len(desks)
    for route in held:
        route.continue_()
    for desk in desks:
        expect(desk.title).not_to_have_text(desk.say("waiting"))
        expect(desk.button("claim")).to_have_count(0)
        desk.page.unroute("**/claim")
    winners = [desk for desk in desks if desk.title.inner_text() == desk.say("own")]
    assert len(winners) == 1
    name = winners[0].name
    for loser in desks:
        if loser is winners[0]:
            continue
        expect(loser.title).to_have_text(loser.say("taken_by", lots=name))
        alert = loser.page.get_by_role("alert")
        expect(alert).to_have_text(loser.say("already_taken", lots=name))
        expect(loser.draft).to_be_hidden()
    return winners[0]


def give(desk: AtTheDesk, conversation: str, receiver: str, note: str) -> None:
    """Hands a case over to a colleague."""
    desk.open(conversation)
    desk.press(desk.button("give"))
    dialog = desk.page.get_by_role("dialog")
    option = dialog.locator("option", has_text=re.compile(rf"^{receiver} [(·]"))
    dialog.get_by_role("combobox").select_option(value=option.get_attribute("value"))
    dialog.get_by_role("textbox").fill(note)
    desk.press(dialog.get_by_role("button", name=desk.say("give"), exact=True))
    expect(desk.title).to_have_text(desk.say("taken_by", lots=receiver))


def breathe(hub: RunningHub, desks: list[AtTheDesk]) -> None:
    """A sign of life of each desk that is open, at the clock's time."""
    for desk in desks:
        answer = desk.page.request.get(
            f"{hub.url}/desk/api/stream", headers={"Accept": "application/json"}
        )
        assert answer.ok


def check_log(events: list[Event], said: list[str]) -> State:
    """The invariants of design section 2 on one conversation's log, and its last state."""
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    state = State()
    texts, ids = [], []
    for event in events:
        body = event.body
        if isinstance(body, Message) and not body.unsent:
            if body.author is Author.ASSISTANT:
                assert state.assistant_speaks, "the assistant spoke while a person had it"
            if body.author is Author.LOTS:
                assert (state.owner, state.lots_id) == (Owner.LOTS, body.lots_id)
            if body.author is Author.VISITOR:
                texts.append(body.text)
            if body.client_id:
                ids.append(body.client_id)
        state = after(state, event.seq, event.at, body)  # raises on an impossible change of owner
    assert texts == said, "what a visitor wrote is there once, in order"
    assert len(set(ids)) == len(ids)
    return state


def test_three_lotsar_and_ten_visitors_at_once(
    hub: RunningHub,
    arrive: Callable[..., Desk],
    people: list[Person],
    clock: HandClock,
) -> None:
    anna = AtTheDesk(arrive("Anna"), "Anna")
    bo = AtTheDesk(arrive("Bo", language="sv"), "Bo")
    cilla = AtTheDesk(arrive("Cilla", language="sv", **PHONE), "Cilla", phone=True)
    desks = [anna, bo, cilla]
    clock.pass_s(1)
    all_at_once(people)
    for desk in desks:
        expect(desk.page.locator("#waiting .case")).to_have_count(10)
    clock.pass_s(5)

    has: dict[str, AtTheDesk] = {}
    for one in people[:3]:
        has[one.id] = all_claim(desks, one.id)
    for number, one in enumerate(people[3:]):
        has[one.id] = desks[number % 3]
        has[one.id].claim(one.id)
    for desk in desks:
        expect(desk.page.locator("#waiting .case")).to_have_count(0)
        assert desk.own() == {one for one, owner in has.items() if owner is desk}

    expected: dict[str, list[str]] = {one.id: [] for one in people}

    def answer(one: Person, text: str) -> None:
        has[one.id].reply(one.id, text)
        expected[one.id].append(text)

    clock.pass_s(5)
    for one in people:
        answer(one, f"Svar A till {one.number}")
    clock.pass_s(5)
    for one in people:
        one.say(f"Tack {one.number}")
    for one in people:
        expect(has[one.id].case(one.id)).to_contain_text(f"Tack {one.number}")
    clock.pass_s(5)
    for one in people:
        answer(one, f"Svar B till {one.number}")
    for one in people:
        until(lambda one=one: one.heard() == expected[one.id])  # type: ignore[misc]

    given = next(one for one in people if has[one.id] is anna)
    give(anna, given.id, "Bo", "Hon söker en förskola")
    has[given.id] = bo
    expect(bo.case(given.id)).to_be_visible()
    bo.open(given.id)
    expect(bo.log.locator(".note")).to_contain_text("Hon söker en förskola")
    clock.pass_s(5)
    answer(given, "Svar C, nu från Bo")
    until(lambda: given.heard() == expected[given.id])

    left = next(one for one in people if has[one.id] is cilla)
    others = [one for one in people if has[one.id] is cilla and one is not left]
    left.say("Är du kvar?")
    expect(cilla.case(left.id)).to_contain_text("Är du kvar?")
    cilla.page.context.close()
    clock.pass_s(SILENCE_S - 30)
    breathe(hub, [anna, bo])
    clock.pass_s(31)
    breathe(hub, [anna, bo])
    waiting = anna.page.locator("#waiting .case")
    expect(waiting).to_have_count(1)
    expect(waiting).to_have_attribute("data-conversation", left.id)
    has[left.id] = anna
    anna.claim(left.id)
    clock.pass_s(5)
    answer(left, "Svar D, nu från Anna")
    until(lambda: left.heard() == expected[left.id])

    for desk in (anna, bo):
        expect(desk.page.locator("#waiting .case")).to_have_count(0)
        assert desk.own() == {one for one, owner in has.items() if owner is desk}
    with hub.parts.store.transaction() as tx:
        logs = {one.id: tx.events(one.id) for one in people}
    for one in people:
        assert one.heard() == expected[one.id]
        state = check_log(logs[one.id], one.said)
        assert (state.owner, state.lots) == (Owner.LOTS, has[one.id].name)
        claims = [
            event.body.reason
            for event in logs[one.id]
            if isinstance(event.body, OwnerChanged) and event.body.owner is Owner.LOTS
        ]
        wanted = [Reason.CLAIMED]
        wanted += [Reason.TRANSFERRED] * (one is given) + [Reason.CLAIMED] * (one is left)
        assert claims == wanted
    assert all(has[one.id] is cilla for one in others), "what was answered stays hers"
    notes = [one for one in logs[given.id] if isinstance(one.body, (NoteWritten, OwnerChanged))]
    assert any("förskola" in str(one.body) for one in notes)
    assert not any("förskola" in text for text in given.heard())
