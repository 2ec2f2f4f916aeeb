"""The family card and its JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from bot.plan.card import Adult, Card, from_json, merged, to_json
from tests.plan.cards import cards


@given(cards)
def test_every_card_comes_back_from_its_json(card: Card) -> None:
    assert from_json(json.loads(json.dumps(to_json(card)))) == card


@pytest.mark.parametrize("data", [None, {}])
def test_nothing_is_the_empty_card(data: dict[str, Any] | None) -> None:
    assert from_json(data) == Card()


def test_no_children_and_nothing_arranged_are_not_the_same_as_not_known() -> None:
    card = Card(children=(), arranged=frozenset())
    assert to_json(card)["children"] == []
    assert to_json(card)["arranged"] == []
    assert from_json(to_json(card)) == card != Card()


def test_a_fact_about_a_partner_brings_the_partner() -> None:
    card = Card(adults=1).with_mine(origin="EE").with_partners(occupation="nurse")
    assert card.grown_ups == (Adult(origin="EE"), Adult(occupation="nurse"))
    assert Card(adults=1, partner=Adult("nurse")).grown_ups == (Adult(),)


@given(cards, cards, cards)
def test_an_answer_changes_only_what_it_changed_and_a_correction_stays(
    now: Card, told: Card, answered: Card
) -> None:
    card = merged(now, told, answered)
    for name in vars(Card()).keys() - {"me", "partner"}:
        changed = getattr(answered, name) != getattr(told, name)
        assert getattr(card, name) == getattr(answered if changed else now, name)


def test_a_correction_made_while_an_answer_was_made_is_kept() -> None:
    told = Card(children=(3,))
    corrected = Card(children=(4,))
    answered = Card(children=(3,), adults=2)
    assert merged(corrected, told, answered) == Card(children=(4,), adults=2)


def test_a_corrected_citizenship_survives_an_answer_about_the_occupation() -> None:
    corrected = Card(Adult(origin="LV"))
    answered = Card(Adult(occupation="nurse"))
    assert merged(corrected, Card(), answered) == Card(Adult("nurse", "LV"))
