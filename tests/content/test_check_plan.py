"""`farled check` reads the steps of a move."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.content.project import STEP, STEP_WORDS, SmallProject
from tests.content.test_check import errors, warnings

PAGE = {"title": "Boverket", "url": "https://www.boverket.se", "checked": date(2026, 11, 1)}


def found(project: SmallProject, message: str) -> bool:
    return any(message in said for said in errors(project))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"id": ""}, "must be a step with an id"),
        ({"fase": "before"}, "'fase' is no part of a step"),
        ({"phase": "later"}, "'later' is no phase"),
        ({"day": 0}, "the day in 'before' must be -365 to -1"),
        ({"day": "soon"}, "the day in 'before' must be"),
        ({"day": None}, "the day in 'before' must be"),
        ({"phase": "week", "day": 8}, "the day in 'week' must be 0 to 7"),
        ({"phase": "month", "day": 7}, "the day in 'month' must be 8 to 30"),
        ({"phase": "half_year", "day": 184}, "the day in 'half_year' must be 31 to 183"),
        ({"topic": "housing.no_such"}, "'housing.no_such' is no id of topics.yml"),
        ({"topic": None}, "None is no id of topics.yml"),
        ({"source": None}, "must be {title, url, checked}"),
        ({"source": {**PAGE, "title": ""}}, "has no title"),
        ({"source": {**PAGE, "url": "http://x.se"}}, "needs a url that begins with https://"),
        ({"source": {**PAGE, "checked": None}}, "has no day on which it was checked"),
        ({"if": ["job"]}, "must be conditions and their values"),
        ({"if": {"orgin": ["EE"]}}, "'orgin' is no condition"),
        ({"if": {"origin": ["Estonia"]}}, "'origin' cannot be"),
        ({"if": {"origin": []}}, "'origin' cannot be"),
        ({"if": {"not_origin": ["XX"]}}, "'not_origin' cannot be"),
        ({"if": {"children": 2}}, "'children' cannot be 2"),
        ({"if": {"occupation": "nurse"}}, "'occupation' cannot be"),
        ({"if": {"ages": [5, 1]}}, "'ages' cannot be"),
        ({"if": {"ages": [1]}}, "'ages' cannot be"),
        ({"if": {"ages": [1, 20]}}, "'ages' cannot be"),
        ({"if": {"adults": 3}}, "'adults' cannot be 3"),
        ({"if": {"adults": True}}, "'adults' cannot be True"),
        ({"if": {"licence": ["law"]}}, "'licence' cannot be"),
        ({"if": {"without": "car"}}, "'without' cannot be 'car'"),
        ({"if": {"with": ["job"]}}, "'with' cannot be"),
    ],
)
def test_a_mistake_in_a_step_is_found(
    project: SmallProject, changed: dict[str, Any], message: str
) -> None:
    project.write("content/plan.yml", [{**STEP, **changed}])
    assert found(project, message)


@pytest.mark.parametrize(
    "conditions",
    [
        None,
        {"origin": ["EE", "noncitizen"], "not_origin": "SE"},
        {"children": True, "ages": [0, 19]},
        {"adults": 2, "occupation": False, "licence": ["care"]},
        {"with": "job", "without": "school"},
    ],
)
def test_every_condition_that_the_program_knows_passes(
    project: SmallProject, conditions: dict[str, Any] | None
) -> None:
    project.write("content/plan.yml", [{**STEP, "if": conditions}])
    assert errors(project) == []


def test_a_step_that_stands_twice_is_found(project: SmallProject) -> None:
    project.write("content/plan.yml", [STEP, STEP])
    assert found(project, "the step 'queue' stands twice")


def test_a_source_that_nobody_looked_at_for_long_wants_a_look(project: SmallProject) -> None:
    project.write("content/plan.yml", [{**STEP, "source": {**PAGE, "checked": date(2026, 1, 1)}}])
    assert any("was checked on 2026-01-01" in said for said in warnings(project))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"do": ""}, "has no do"),
        ({"why": None}, "has no why"),
        ({"where": ""}, "has no where"),
        ({"how": "So."}, "'how' is no part of a step's words"),
        ({"do": "x" * 76}, "76 characters, at most 75"),
        ({"why": "x" * 241}, "241 characters, at most 240"),
        ({"where": "x" * 201}, "201 characters, at most 200"),
        ({"documents": "x" * 241}, "241 characters, at most 240"),
        ({"where": "See skatteverket.se there."}, "has an address on the web, 'skatteverket.se'"),
        ({"documents": "See https://x.org/a"}, "has an address on the web, 'https://x.org/a'"),
    ],
)
def test_a_mistake_in_the_words_of_a_step_is_found(
    project: SmallProject, changed: dict[str, Any], message: str
) -> None:
    project.write("content/plan/lv.yml", {"queue": {**STEP_WORDS, **changed}})
    assert any("content/plan/lv.yml" in one and message in one for one in errors(project))


def test_words_of_no_step_and_a_step_without_words_are_found(project: SmallProject) -> None:
    project.write("content/plan/et.yml", {"que": STEP_WORDS})
    assert found(project, "'que' is no step of plan.yml")
    assert found(project, "'queue' has no words in et")


def test_words_that_are_no_parts_are_found(project: SmallProject) -> None:
    project.write("content/plan/et.yml", {"queue": "Join"})
    assert found(project, "must have do, why, where, documents")


def test_a_missing_file_is_found(project: SmallProject) -> None:
    (project.root / "content/plan/lt.yml").unlink()
    assert found(project, "there is no plan/lt.yml")
    (project.root / "content/plan.yml").unlink()
    assert found(project, "cannot be read")


def test_a_language_that_is_not_ours_is_found(project: SmallProject) -> None:
    project.write("content/plan/fi.yml", {"queue": STEP_WORDS})
    assert found(project, "'fi' is no language of ours")
