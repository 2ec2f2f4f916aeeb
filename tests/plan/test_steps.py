"""Which steps a family needs, and when they begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from bot.content import load
from bot.content.model import CONDITIONS, PHASES, Source, Step
from bot.plan.card import Adult, Card
from bot.plan.steps import needs, planned, said
from tests.conftest import ROOT
from tests.plan.cards import cards

LONG_AGO = date(2000, 1, 1)
CONTENT = load(ROOT / "content")
DAY = date(2027, 3, 15)
SOURCE = Source("Skatteverket", "https://www.skatteverket.se", date(2026, 11, 21))
ALONE_EE = Card(me=Adult(origin="EE"), adults=1, children=(), day=DAY, arranged=frozenset())
VALUES: dict[str, Any] = {
    "origin": ["EE"],
    "not_origin": ["SE"],
    "children": True,
    "ages": [1, 5],
    "adults": 2,
    "licence": ["care"],
    "occupation": True,
    "without": "job",
    "with": "job",
}


def step(**conditions: Any) -> Step:
    return Step("one", "week", 0, conditions, "", "", SOURCE, {})


def family(**facts: Any) -> Card:
    return replace(ALONE_EE, **facts)


def ids(card: Card) -> set[str]:
    return {one.step.id for one in planned(CONTENT.steps, card, CONTENT.occupations, LONG_AGO)}


def test_there_is_a_value_for_every_condition() -> None:
    assert set(VALUES) == set(CONDITIONS)


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_that_content_may_name_can_be_judged(name: str) -> None:
    assert needs(step(**{name: VALUES[name]}), Card(), {}) in (True, False)


@pytest.mark.parametrize(
    ("conditions", "card", "needed"),
    [
        ({}, Card(), True),
        ({"origin": ["EE"]}, family(), True),
        ({"origin": ["LV"]}, family(), False),
        ({"origin": ["LV"]}, family(adults=2, partner=Adult(origin="LV")), True),
        ({"origin": ["LV"]}, family(adults=1, partner=Adult(origin="LV")), False),
        ({"origin": "EE"}, family(), True),
        ({"origin": ["EE", "LV", "LT", "EU"]}, Card(), True),
        ({"origin": ["EE"]}, Card(), False),
        ({"origin": ["outside"]}, Card(), False),
        ({"not_origin": ["SE"]}, Card(), True),
        ({"not_origin": ["SE"]}, family(me=Adult(origin="SE")), False),
        (
            {"not_origin": ["SE"]},
            family(me=Adult(origin="SE"), adults=2, partner=Adult(origin="EE")),
            True,
        ),
        ({"children": True}, Card(), False),
        ({"children": True}, family(children=(0,)), True),
        ({"children": False}, family(children=()), True),
        ({"ages": [1, 5]}, family(children=(0, 6)), False),
        ({"ages": [1, 5]}, family(children=(1,)), True),
        ({"ages": [1, 5]}, family(children=(5, 17)), True),
        ({"ages": [1, 5]}, Card(), False),
        ({"adults": 2}, family(adults=2), True),
        ({"adults": 2}, Card(), False),
        ({"licence": ["care"]}, family(me=Adult("doctor", "EE")), True),
        ({"licence": ["care"]}, family(me=Adult("teacher", "EE")), False),
        ({"licence": ["care"]}, family(me=Adult("no_such", "EE")), False),
        ({"licence": ["care"]}, family(adults=2, partner=Adult("doctor")), True),
        ({"occupation": True}, Card(), False),
        ({"occupation": True}, family(me=Adult("cook")), True),
        ({"without": "job"}, Card(), True),
        ({"without": "job"}, family(arranged=frozenset({"job"})), False),
        ({"with": "job"}, family(arranged=frozenset({"job"})), True),
        ({"with": "job"}, Card(), False),
        ({"origin": ["EE"], "children": True}, family(), False),
    ],
)
def test_a_step_is_for_those_for_whom_its_conditions_hold(
    conditions: dict[str, Any], card: Card, needed: bool
) -> None:
    assert needs(step(**conditions), card, CONTENT.occupations) is needed


@pytest.mark.parametrize(
    ("card", "has", "has_not"),
    [
        (
            family(),
            {"leave_ee", "u2", "report_moving_in", "housing_queue", "id_check"},
            {"leave_lv", "leave_lt", "preschool", "school", "new_address", "partner_work"},
        ),
        (family(me=Adult(origin="LV")), {"leave_lv", "u2"}, {"leave_ee", "permit_outside"}),
        (family(me=Adult(origin="LT")), {"leave_lt"}, {"leave_ee", "leave_lv"}),
        (
            family(me=Adult(origin="SE")),
            {"new_address", "health_centre"},
            {"report_moving_in", "sfi", "tax", "bank_account", "papers_adult", "u2"},
        ),
        (
            family(me=Adult(origin="outside")),
            {"permit_outside", "report_moving_in"},
            {"u2", "insurance_papers", "job_service", "permit_noncitizen"},
        ),
        (family(me=Adult(origin="noncitizen")), {"permit_noncitizen"}, {"permit_outside", "u2"}),
        (
            family(children=(3, 17)),
            {"preschool", "upper_secondary", "papers_child", "child_allowance"},
            {"school", "after_school"},
        ),
        (family(children=(8,)), {"school", "after_school"}, {"preschool", "upper_secondary"}),
        (
            family(arranged=frozenset({"job", "home"})),
            {"report_moving_in"},
            {"housing_queue", "temporary_home", "u2", "job_service"},
        ),
        (family(me=Adult("doctor", "LT")), {"approval_care"}, {"approval_teaching"}),
        (family(me=Adult("doctor", "SE")), {"new_address"}, {"approval_care", "assess_education"}),
        (family(adults=2), {"partner_work"}, set()),
        (
            Card(),
            {"report_moving_in", "insurance_papers", "u2", "housing_queue"},
            {"leave_ee", "leave_lv", "leave_lt", "permit_outside", "new_address", "school"},
        ),
    ],
)
def test_who_gets_which_step(card: Card, has: set[str], has_not: set[str]) -> None:
    found = ids(card)
    assert has - found == set()
    assert has_not & found == set()


@given(cards)
def test_a_plan_is_in_order_and_its_days_count_from_the_move(card: Card) -> None:
    steps = planned(CONTENT.steps, card, CONTENT.occupations, LONG_AGO)
    phases = list(PHASES)
    order = [(phases.index(one.step.phase), one.step.day) for one in steps]
    assert order == sorted(order)
    for one in steps:
        assert set(one.step.conditions) <= set(CONDITIONS)
        assert one.day == (card.day and card.day + timedelta(days=one.step.day))


def test_a_step_without_words_in_a_language_speaks_the_default_one() -> None:
    one = replace(step(), texts={"sv": {"do": "Gör"}, "en": {"do": "Do"}})
    assert said(one, "en") == {"do": "Do"}
    assert said(one, "lv") == {"do": "Gör"}
    assert said(step(), "lv") == {}


def test_what_should_have_begun_already_begins_today() -> None:
    today = date(2027, 3, 1)
    card = Card(adults=1, day=date(2027, 3, 15))
    steps = planned(CONTENT.steps, card, CONTENT.occupations, today)
    assert min(one.day for one in steps if one.day) == today
    assert any(one.day and one.day > today for one in steps)
