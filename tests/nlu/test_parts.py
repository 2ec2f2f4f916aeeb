"""A message with two questions is found, and one with a story around one question is not."""

from __future__ import annotations

import pytest

from bot.nlu.parts import splits, two_questions

FLAT, FEE = "housing.find_rental", "school.preschool_fee"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How do I get a flat? What does preschool cost?",
         [("How do I get a flat?", "What does preschool cost?")]),
        ("Hi! We are four. Where do we live? Which school? Thanks.",
         [("Where do we live?", "Which school?")]),
        ("kuidas saada korterit ja palju maksab lasteaed",
         [("kuidas saada korterit", "palju maksab lasteaed")]),
        ("where do I park the car", []),
        ("flat or house?", []),
        ("", []),
    ],
)  # fmt: skip
def test_questions_are_split_at_question_marks_and_joints(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert splits(text, "et" if "korterit" in text else "en") == expected


def test_a_word_for_and_is_one_in_its_own_language() -> None:
    assert splits("cik maksā dārziņš ir vieta", "lv") == []
    assert splits("kiek kainuoja darželis ir kur yra mokykla", "lt")


def test_two_sure_parts_of_different_topics_are_two_questions() -> None:
    parts = [(FLAT, 0.9), (FEE, 0.88)]
    assert two_questions([parts], FEE, True) == tuple(parts)
    assert two_questions([parts], "jobs.search", False) == tuple(parts)


@pytest.mark.parametrize(
    "parts",
    [
        [(FLAT, 0.9)],
        [(FLAT, 0.9), (FLAT, 0.95)],
        [(FLAT, 0.9), ("conversation.greet", 0.99)],
        [(FLAT, 0.9), (FEE, 0.9), ("conversation.human", 0.9)],
        [(FLAT, 0.9), (FEE, 0.9), ("conversation.crisis", 0.9)],
        [],
    ],
)
def test_one_topic_a_greeting_or_a_wish_for_a_person_is_no_second_question(
    parts: list[tuple[str, float]],
) -> None:
    assert two_questions([parts], FLAT, False) is None


def test_a_sure_whole_is_never_replaced_by_its_parts() -> None:
    assert two_questions([[(FLAT, 0.9), (FEE, 0.9)]], "jobs.search", True) is None


def test_of_several_splits_the_surer_one_counts() -> None:
    weak, strong = [(FLAT, 0.86), ("jobs.search", 0.99)], [(FLAT, 0.97), (FEE, 0.95)]
    assert two_questions([weak, strong], FLAT, True) == tuple(strong)
