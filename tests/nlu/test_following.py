"""A short message is read in the light of the topic before it."""

from __future__ import annotations

import pytest

from bot.nlu.following import Following, neighbours_of

TOPICS = ("school.preschool_apply", "school.preschool_fee", "school.terms", "housing.queue")
FOLLOWING = Following(same=0.7, neighbour=0.4, area=0.1, most_words=5)


def push(text: str, before: str | None) -> list[float]:
    return list(FOLLOWING.push(text, before, ["school.preschool_fee"], TOPICS))


def test_the_topic_before_its_neighbours_and_its_area_are_more_likely() -> None:
    assert push("and what does it cost?", "school.preschool_apply") == [0.7, 0.4, 0.1, 0.0]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("how do we all get a flat there", "school.preschool_apply"),
        ("and what does it cost?", None),
        ("and what does it cost?", "conversation.greet"),
    ],
)
def test_a_longer_message_or_one_after_no_topic_stands_for_itself(
    text: str, before: str | None
) -> None:
    assert push(text, before) == [0.0] * 4


def test_neighbours_are_the_follow_ups_both_ways_and_once() -> None:
    follow_ups = {"a": ["b", "c"], "b": ["a"], "d": ["a"], "e": ["b"]}
    assert neighbours_of("a", follow_ups) == ["b", "c", "d"]
    assert neighbours_of("nothing", follow_ups) == []
