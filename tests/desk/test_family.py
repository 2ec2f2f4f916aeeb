"""What a lots may correct on the family card, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.content import Content
from bot.content.model import ARRANGED
from bot.conversations.events import CardChanged, PlaceChanged
from bot.conversations.owner import State
from bot.desk.family import choices, corrected, correction
from bot.errors import RefusedMessage
from bot.plan.card import Adult, Card, from_json, to_json
from tests.desk.conftest import Lots, begun
from tests.support.hub import RunningHub

TOLD = Card(
    me=Adult("nurse", "EE"),
    adults=2,
    children=(2, 7),
    day=date(2027, 3, 1),
    month_only=True,
    skipped=frozenset({"plan.arranged"}),
)


def test_only_what_is_given_changes_and_skipped_questions_stay(content: Content) -> None:
    assert corrected(TOLD, {}, content) == TOLD
    card = corrected(TOLD, {"me_origin": "LV", "children": "-"}, content)
    assert card.me == Adult("nurse", "LV")
    assert card.children == ()
    assert (card.day, card.month_only, card.skipped) == (TOLD.day, True, TOLD.skipped)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("2, 7", (2, 7)),
        (" 0;19 ", (0, 19)),
        ("3 5", (3, 5)),
        ("-", ()),
        ("–", ()),
        ("", None),
        ("1," * 12, (1,) * 12),
    ],
)
def test_ages_are_read_as_people_write_them(
    content: Content, text: str, ages: tuple[int, ...] | None
) -> None:
    assert corrected(TOLD, {"children": text}, content).children == ages


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"children": "20"}, "wrong_children"),
        ({"children": "-2"}, "wrong_children"),
        ({"children": "two"}, "wrong_children"),
        ({"children": "²"}, "wrong_children"),
        ({"children": "9" * 5000}, "wrong_children"),
        ({"children": "1 " * 13}, "too_many_children"),
        ({"children": 7}, "invalid"),
        ({"day": "15.3.2027"}, "wrong_day"),
        ({"day": "0027-03-15"}, "wrong_day"),
        ({"adults": "3"}, "invalid"),
        ({"adults": 2}, "invalid"),
        ({"me_occupation": "wizard"}, "invalid"),
        ({"partner_origin": "XX"}, "invalid"),
        ({"arranged": ["pool"]}, "invalid"),
        ({"arranged": [["job"]]}, "invalid"),
        ({"arranged": "job"}, "invalid"),
        ({"municipality": "atlantis"}, "invalid"),
        ({"municipality": ""}, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_with_a_code(
    content: Content, given: dict[str, object], code: str
) -> None:
    state = State(card=TOLD, municipality="lulea")
    with pytest.raises(RefusedMessage) as refused:
        correction(state, given, content, "Anna")
    assert refused.value.code == code


def test_a_day_that_a_lots_gives_is_a_day_and_no_month(content: Content) -> None:
    card = corrected(TOLD, {"day": "2027-03-15"}, content)
    assert (card.day, card.month_only) == (date(2027, 3, 15), False)
    card = corrected(TOLD, {"day": ""}, content)
    assert (card.day, card.month_only) == (None, False)


def test_nothing_ticked_is_not_known_until_something_was(content: Content) -> None:
    assert corrected(Card(), {"arranged": []}, content).arranged is None
    ticked = corrected(Card(), {"arranged": ["job"]}, content)
    assert ticked.arranged == {"job"}
    assert corrected(ticked, {"arranged": []}, content).arranged == frozenset()


def test_facts_about_a_partner_make_two_adults_unless_the_number_is_given(
    content: Content,
) -> None:
    assert corrected(Card(), {"partner_occupation": "welder"}, content).adults == 2
    alone = corrected(TOLD, {"adults": "1", "partner_occupation": "welder"}, content)
    assert alone.adults == 1
    assert corrected(Card(), {"partner_occupation": ""}, content).adults == 0
    assert corrected(TOLD, {"adults": "0"}, content).adults == 0


def test_a_correction_names_the_lots_and_moves_the_conversation(content: Content) -> None:
    state = State(card=TOLD, municipality="lulea")
    assert correction(state, {"adults": "2", "municipality": "lulea"}, content, "Anna") == []
    moved = correction(state, {"municipality": "kiruna"}, content, "Anna")
    assert moved == [CardChanged(to_json(TOLD), "Anna"), PlaceChanged("kiruna")]
    [changed] = correction(state, {"adults": "1"}, content, "Anna")
    assert isinstance(changed, CardChanged)
    assert from_json(changed.card).adults == 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_choice_has_words(content: Content, language: str) -> None:
    told = choices(content, language)
    assert set(ARRANGED) <= set(told["words"])
    for group in ("words", "adults", "occupations", "origins"):
        assert told[group]
        assert all(told[group].values())


def test_any_lots_corrects_also_while_the_assistant_speaks(hub: RunningHub, anna: Lots) -> None:
    conversation = begun(hub.parts.store, "Vi flyttar")
    assert anna.do(conversation, "card", {"children": "2 7"}).status_code == 200
    shown = anna.get(f"conversations/{conversation}").json()
    assert shown["card"] == {"children": [2, 7]}
    assert (shown["events"][-1]["type"], shown["events"][-1]["lots"]) == ("card", "Anna")
    assert anna.do(conversation, "card", {"children": "2, 7"}).status_code == 200
    assert anna.get(f"conversations/{conversation}").json()["case"]["seq"] == shown["case"]["seq"]


def test_a_correction_needs_a_session_its_token_and_a_conversation(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = begun(hub.parts.store, "Vi flyttar")
    forged = {"X-CSRF-Token": "wrong"}
    assert anna.do(conversation, "card", {"adults": "1"}, **forged).status_code == 403
    assert anna.do("c0", "card", {"adults": "1"}).status_code == 404
    refused = anna.do(conversation, "card", {"children": "99"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "wrong_children")
    with hub.parts.store.transaction() as tx:
        hub.parts.reception.forgetting(tx, tx.lock(conversation))
    erased = anna.do(conversation, "card", {"adults": "1"})
    assert (erased.status_code, erased.json()["error"]["code"]) == (422, "erased")
    anna.client.cookies.clear()
    assert anna.do(conversation, "card", {"adults": "1"}).status_code == 401


def test_the_plan_is_found_when_there_is_a_card(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    conversation = begun(hub.parts.store, "Vi flyttar")
    assert anna.get(f"conversations/{conversation}/plan").status_code == 404
    anna.do(conversation, "card", {"adults": "1"})
    found = anna.get(f"conversations/{conversation}/plan")
    assert found.status_code == 303
    assert found.headers["location"].startswith("/plan/")
    again = make_lots("Bo").get(f"conversations/{conversation}/plan")
    assert again.headers["location"] == found.headers["location"]
    anna.client.cookies.clear()
    assert anna.get(f"conversations/{conversation}/plan").status_code == 401
