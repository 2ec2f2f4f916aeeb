"""`farled check` reads the occupations and the words that steer a dialogue."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content.checks.lists import LISTS
from tests.content.project import OCCUPATION_WORDS, OCCUPATIONS, WORDS, SmallProject
from tests.content.test_check import errors


def found(project: SmallProject, message: str) -> bool:
    return any(message in said for said in errors(project))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"groups": {}}, "'work0' has no groups"),
        ({"groups": {"1000": "x"}, "licence": "law"}, "'law' is none of care"),
    ],
)
def test_a_mistake_in_an_occupation_is_found(
    project: SmallProject, changed: dict[str, Any], message: str
) -> None:
    project.write("content/occupations.yml", {**OCCUPATIONS, "work0": changed})
    assert found(project, message)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"work0": {"words": ["a", "b", "c"]}}, "has no label"),
        ({"work0": {"label": "one", "words": ["a", "b"]}}, "2 words, at least 3"),
        ({"work0": {"label": "one"}}, "0 words, at least 3"),
        ({"work0": None}, "0 words, at least 3"),
        ({"work0": {"label": "one", "words": ["x", "y", "WORK1-Á*"]}}, "also names work0"),
        ({"work40": {"label": "one", "words": ["x", "y", "z"]}}, "'work40' is no occupation"),
    ],
)
def test_a_mistake_in_the_names_of_occupations_is_found(
    project: SmallProject, changed: dict[str, Any], message: str
) -> None:
    project.write("content/occupations/lv.yml", {**OCCUPATION_WORDS, **changed})
    assert any("content/occupations/lv.yml" in one and message in one for one in errors(project))


def test_the_same_word_may_name_one_occupation_twice(project: SmallProject) -> None:
    doubled = {"label": "one", "words": ["lärare", "larare*", "x"]}
    project.write("content/occupations/sv.yml", {**OCCUPATION_WORDS, "work0": doubled})
    assert errors(project) == []


def test_an_occupation_that_one_language_cannot_name_is_found(project: SmallProject) -> None:
    fewer = {name: entry for name, entry in OCCUPATION_WORDS.items() if name != "work7"}
    project.write("content/occupations/et.yml", fewer)
    assert found(project, "'work7' has no words in et")
    assert found(project, "117 words, at least 120")


@pytest.mark.parametrize("name", [*LISTS, "months", "numbers", "arranged"])
def test_a_list_that_one_language_lacks_is_found(project: SmallProject, name: str) -> None:
    project.write("content/words/lt.yml", {key: WORDS[key] for key in WORDS if key != name})
    assert any(said.startswith("content/words/lt.yml") for said in errors(project))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"more": []}, "has no words under more"),
        ({"more": "fler"}, "has no words under more"),
        ({"none": [0]}, "0 is no word: put it in quotes"),
        ({"none": [False]}, "False is no word"),
        ({"none": ["!"]}, "'!' is no word"),
        ({"months": WORDS["months"][:11]}, "months must be 12 lists"),
        ({"months": [*WORDS["months"][:11], []]}, "has no words under months.11"),
        ({"numbers": WORDS["numbers"][:18]}, "numbers must be 19 lists"),
        ({"arranged": {"job": ["job"]}}, "has no words under arranged.home"),
        ({"arranged": ["job"]}, "has no words under arranged.job"),
        ({"mor": ["more"]}, "nobody reads a list 'mor'"),
    ],
)
def test_a_mistake_in_the_words_is_found(
    project: SmallProject, changed: dict[str, Any], message: str
) -> None:
    project.write("content/words/sv.yml", {**WORDS, **changed})
    assert any("content/words/sv.yml" in one and message in one for one in errors(project))


@pytest.mark.parametrize("name", ["words", "occupations"])
def test_a_language_without_a_file_is_found(project: SmallProject, name: str) -> None:
    (project.root / f"content/{name}/et.yml").unlink()
    assert any("et.yml" in said for said in errors(project))


def test_lists_that_only_some_languages_need_may_stand(project: SmallProject) -> None:
    project.write("content/words/en.yml", {**WORDS, "only_asked": ["may"], "of": ["of"]})
    assert errors(project) == []
