"""Places are found with their endings and misspellings; ordinary words are not places."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.content.model import Municipality
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
        ("Kiruna", "kiruna"),
        ("keliamės į Kiruną", "kiruna"),
        ("Lycksele", "lycksele"),
        ("Åsele", "asele"),
        ("från Umeå till Luleå", "lulea"),
        ("i Boden", "boden"),
        ("vi bor nära Boden och undrar", "boden"),
        ("cykeln står i boden bakom huset", None),
        ("mala", "mala"),
        ("pie jūras malā ir auksti ziemā", None),
        ("bor du i Malå nu för tiden", "mala"),
        ("Jokkmokk", "other"),
        ("mala kaffe på morgonen i köket", None),
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


def test_every_form_of_every_place_is_heard(content: Content) -> None:
    names = PlaceNames.of(content)
    for place in content.municipalities.values():
        for form in (place.name, *place.aliases, *place.alone, *_forms(place)):
            found = names.find(form)
            assert found is not None, form
            assert found.slug == place.slug, form


@pytest.mark.parametrize("tag", ["et", "lv", "lt"])
def test_every_place_has_its_cases(content: Content, tag: str) -> None:
    for place in content.municipalities.values():
        assert len(place.inflections[tag]) >= 8, place.slug


def _forms(place: Municipality) -> list[str]:
    return [form for forms in place.inflections.values() for form in forms]
