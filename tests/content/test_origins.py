"""Where people say that they come from."""

from __future__ import annotations

import pytest

from bot.content.model import ORIGINS
from bot.content.origins import is_alone, origin_named
from tests.content.saying import REAL


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("I am moving from Latvia with two kids", "LV"),
        ("mul on eesti pass, kas saan tööle tulla", "EE"),
        ("Kolin Leedust ja vajan korterit", "LT"),
        ("no Igaunijas uz Luleo", "EE"),
        ("braucu no Lietuvas", "LT"),
        ("atvykstu is Latvijos, kur registruotis", "LV"),
        ("jag kommer från Lettland", "LV"),
        ("flyttar fran Göteborg till Luleå", "SE"),
        ("svensk medborgare, bor i Stockholm", "SE"),
        ("olen lätlane", "LV"),
        ("esu lietuvis", "LT"),
        ("elan Soomes, kolin Soomest", "EU"),
        ("tulen Ukrainast", "outside"),
        ("my husband and I are outside the EU citizens", "outside"),
        ("man ir nepilsoņa pase, esmu no Rīgas", "noncitizen"),
        ("mul on hall pass", "noncitizen"),
        ("Estonian alien's passport holder", "noncitizen"),
        ("Eesti", "EE"),
        ("Latvija", "LV"),
        ("India", "outside"),
    ],
)
def test_an_origin_is_heard_in_each_language(text: str, origin: str) -> None:
    assert origin_named(REAL.origins, text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "how do I find a flat in Luleå",
        "can I keep my house in Latvia",
        "lapsele eesti keele tunnid",
        "kur mācās latviešu valodu",
        "is there a bus from Luleå to Kiruna",
        "ar yra lietuviška mokykla",
        "no, I meant the school",
        "hur får jag personnummer i Sverige",
        "",
    ],
)
def test_a_country_that_is_only_mentioned_is_no_origin(text: str) -> None:
    assert origin_named(REAL.origins, text) is None


def test_every_origin_can_be_named() -> None:
    assert sorted(REAL.origins) == sorted(ORIGINS)


def test_a_short_message_asks_for_nothing_else() -> None:
    assert is_alone("I come from Latvia")
    assert not is_alone("I come from Latvia, what about my driving licence")
