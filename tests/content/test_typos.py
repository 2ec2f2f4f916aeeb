"""A mistyped word is led back to the known words that it is fewest mistakes away from."""

from __future__ import annotations

import pytest

from bot.content.typos import Typos

TYPOS = Typos.of(["kiruna", "norses", "sorsele", "storuman", "skelleftea", "lule"], ["karuna"])


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("kirna", ("kiruna",)),
        ("kiurna", ("kiruna",)),
        ("ikruna", ("kiruna",)),
        ("kirruna", ("kiruna",)),
        ("kiryna", ("kiruna",)),
        ("sersele", ("sorsele",)),
        ("skeleftae", ("skelleftea",)),
        ("storumaa", ("storuman",)),
        ("storamaa", ()),
        ("iruna", ()),
        ("karuna", ()),
        ("nurses", ()),
        ("lue", ()),
        ("", ()),
    ],
)
def test_a_mistyped_word_is_led_back(word: str, known: tuple[str, ...]) -> None:
    assert TYPOS.nearest(word) == known


def test_words_that_are_equally_near_are_all_told() -> None:
    assert Typos.of(["norsele", "norsela"], ()).nearest("norsel") == ("norsela", "norsele")


def test_the_nearer_word_wins() -> None:
    assert Typos.of(["skelleftea", "skelleftes"], ()).nearest("skeleftes") == ("skelleftes",)
