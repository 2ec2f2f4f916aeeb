"""Places are found with their endings and misspellings; ordinary words are not places."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.nlu.placenames import PlaceNames


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("lägenhet i Luleå", "lulea"),
        ("lulea", "lulea"),
        ("korter Luleås", "lulea"),
        ("kolime luleasse", "lulea"),
        ("Sorselē dzīvoklis", "sorsele"),
        ("butas Lulėjoje", "lulea"),
        ("Luleå kommun", "lulea"),
        ("Kiruna", "other"),
        ("keliamės į Kiruną", "other"),
        ("Lycksele", "other"),
        ("Åsele", "other"),
        ("från Umeå till Luleå", "lulea"),
        ("i Boden", "other"),
        ("vi bor nära Boden och undrar", "other"),
        ("cykeln står i boden bakom huset", None),
        ("mala", "other"),
        ("pie jūras malā ir auksti ziemā", None),
        ("bor du i Malå nu för tiden", "other"),
        ("hur söker jag förskola", None),
        ("", None),
    ],
)
def test_a_place_is_found(content: Content, text: str, slug: str | None) -> None:
    found = PlaceNames.of(content).find(text)
    assert (found and found.slug) == slug


def test_it_says_where_in_the_text(content: Content) -> None:
    text = "korter Luleås palun"
    found = PlaceNames.of(content).find(text)
    assert found is not None
    assert text[found.start : found.end] == "Luleås"


def test_a_lone_place_is_told_from_a_sentence(content: Content) -> None:
    names = PlaceNames.of(content)
    assert names.is_only_a_place("Luleå!")
    assert not names.is_only_a_place("korter Luleås")
