"""What a plan rests on, in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Content, load
from bot.locales import LOCALES
from bot.plan.card import Card
from bot.plan.known import day_words, known, move_date
from tests.conftest import ROOT
from tests.plan.cards import cards

CONTENT = load(ROOT / "content")
DAY = date(2027, 3, 15)


@pytest.mark.parametrize(
    ("card", "municipality", "said"),
    [
        (Card(adults=1, children=()), "", "1 adult; no children"),
        (Card(adults=2, children=(3, 6)), "lulea", "2 adults; children’s ages: 3, 6; Luleå"),
        (Card(day=DAY), "", "move: 15 March 2027"),
        (Card(day=DAY, month_only=True), "", "move: March 2027"),
    ],
)
def test_what_is_known_is_said_and_nothing_else(
    content: Content, card: Card, municipality: str, said: str
) -> None:
    assert known(content, card, municipality, "en") == said


@pytest.mark.parametrize("language", LOCALES)
def test_of_an_empty_card_it_is_said_that_nothing_is_known(content: Content, language: str) -> None:
    nothing = content.phrase("plan.known_nothing", language)
    assert known(content, Card(), "no_such", language) == nothing


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("sv", "15 mars 2027", "mars 2027"),
        ("en", "15 March 2027", "March 2027"),
        ("et", "15. märts 2027", "märts 2027"),
        ("lv", "2027. gada 15. marts", "2027. g. marts"),
        ("lt", "2027 m. kovo 15 d.", "2027 m. kovas"),
    ],
)
def test_a_day_is_written_as_its_language_does(language: str, day: str, month: str) -> None:
    assert day_words(DAY, language) == day
    assert move_date(Card(day=DAY), language) == day
    assert move_date(Card(day=DAY, month_only=True), language) == month
    assert move_date(Card(), language) == ""


@given(card=cards, language=st.sampled_from(tuple(LOCALES)))
def test_every_card_can_be_told_in_every_language(card: Card, language: str) -> None:
    said = known(CONTENT, card, "kiruna", language)
    assert "Kiruna" in said
    assert "{" not in said
