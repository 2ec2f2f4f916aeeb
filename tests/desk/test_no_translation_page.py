"""Without a translation service canned replies alone go between two languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bot.conversations.events import Author, Message
from tests.desk.conftest import Lots, waiting, write
from tests.desk.test_help_page import canned, words
from tests.desk.test_page import Desk, arrive, browser
from tests.support.hub import RunningHub

__all__ = ["arrive", "browser"]


def test_there_is_nothing_to_ask_without_a_service(hub: RunningHub, anna: Lots) -> None:
    conversation = waiting(hub.parts.store, "Labdien", language="lv")
    asked = {"seqs": [3], "language": "sv"}
    for act, body in (("translate", asked), ("translate-draft", {"text": "a", "language": "sv"})):
        assert anna.do(conversation, act, body).json()["error"]["code"] == "no_translation"
    assert anna.page_data()["translation"] == ""


@pytest.mark.browser
def test_a_lots_who_reads_only_swedish_answers_in_latvian_with_canned_replies_alone(
    hub: RunningHub, arrive: Callable[..., Desk]
) -> None:
    store = hub.parts.store
    desk = arrive("Anna", language="sv")
    conversation = waiting(store, "Sveiki", language="lv")
    desk.case(conversation).click()
    desk.button("claim").click()
    expect(desk.draft).to_be_focused()
    write(store, conversation, "Kā tikt dzīvokļu rindā (bostadskö)?")
    expect(desk.page.locator(".translate")).to_be_hidden()
    expect(desk.page.locator(".two-texts")).to_be_hidden()
    for part, of_it in (("Hälsa och ta över", "Mani sauc Anna"), ("kö", "Lulebo")):
        desk.page.get_by_role("button", name=words(desk, "canned")).click()
        option = canned(desk).get_by_role("option").filter(has_text=part).first
        expect(option).to_contain_text("Anna" if "Anna" in of_it else "Lulebo")
        option.click()
        expect(desk.draft).to_have_value(re.compile(of_it))
        desk.draft.press("Control+Enter")
        expect(desk.log.locator(".from-lots").last).to_contain_text(of_it)
    with store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    said = [one for one in bodies if isinstance(one, Message) and one.author is Author.LOTS]
    assert [one.language for one in said] == ["lv", "lv"]
    assert [one.translated_by for one in said] == ["", ""]
    assert "dzīvok" in said[1].text
