"""Canned replies are filled from a case, in every language, or say what they lack."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content import Content
from bot.content.canned import FIELDS, LONGEST, TITLED, fill
from bot.content.model import Canned
from bot.locales import LOCALES

REPLY = Canned("x", {"sv": "X"}, {"sv": "Hej från {name} {place_in}: {site}"})


def test_fields_are_filled() -> None:
    made = fill(REPLY, "sv", {"name": "Anna", "place_in": "i Luleå", "site": "lulea.se"})
    assert (made.text, made.missing) == ("Hej från Anna i Luleå: lulea.se", ())


def test_what_is_unknown_or_empty_is_named() -> None:
    assert fill(REPLY, "sv", {"name": "Anna", "site": ""}).missing == ("place_in", "site")


def test_a_language_without_words_is_named() -> None:
    assert fill(REPLY, "lv", {}).missing == ("language",)


@pytest.mark.parametrize("tag", LOCALES)
def test_every_reply_can_be_filled_where_all_is_known(content: Content, tag: str) -> None:
    place = content.municipalities["lulea"]
    facts = content.facts("lulea", date(2026, 11, 22))
    values = {**facts, **place.called(tag), "name": "Anna", "day": "måndag"}
    made = [fill(reply, tag, values) for reply in content.canned]
    assert len(made) >= 14
    assert not [one for one in made if one.missing or "{" in one.text]
    assert all(len(reply.text[tag]) <= LONGEST for reply in content.canned)


def test_every_reply_has_a_title_at_the_desk(content: Content) -> None:
    assert all(reply.title.get(tag) for reply in content.canned for tag in TITLED)
    for tag in TITLED:
        titles = [reply.title[tag] for reply in content.canned]
        assert len(set(titles)) == len(titles)
    assert "name" in FIELDS
