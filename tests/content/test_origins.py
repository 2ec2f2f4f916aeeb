"""Where people say that they come from."""

from __future__ import annotations

import pytest

from bot.content.model import ORIGINS
from bot.content.origins import Named, origin_named
from bot.content.rows import rows
from tests.conftest import ROOT
from tests.content.saying import REAL


@pytest.mark.parametrize(
    ("language", "text", "origin"),
    [
        ("en", "I am moving from Latvia with two kids", "LV"),
        ("en", "we're from South Africa, do we need a permit", "outside"),
        ("en", "I'm an Estonian citizen, can I start at once", "EE"),
        ("en", "we come from Sri Lanka", "outside"),
        ("et", "mul on eesti pass, kas saan tööle tulla", "EE"),
        ("et", "Kolin Leedust ja vajan korterit", "LT"),
        ("et", "tulen Riiast, kas auto saab kaasa", "LV"),
        ("et", "olen lätlane ja otsin tööd", "LV"),
        ("et", "tulen Ukrainast", "outside"),
        ("et", "mul on hall pass, kas voin tulla", "noncitizen"),
        ("et", "mul pole ühegi riigi kodakondsust", "noncitizen"),
        ("lv", "esmu no Igaunijas, ko darīt", "EE"),
        ("lv", "pārceļos no Lietuvas uz Luleo", "LT"),
        ("lv", "man ir nepilsoņa pase, esmu no Rīgas", "noncitizen"),
        ("lt", "atvykstu is Latvijos, kur registruotis", "LV"),
        ("lt", "esu lietuvis, ieškau darbo", "LT"),
        ("sv", "jag kommer från Lettland", "LV"),
        ("sv", "vi flyttar från Göteborg till Luleå", "SE"),
    ],
)
def test_an_origin_is_heard_in_each_language(language: str, text: str, origin: str) -> None:
    named = origin_named(REAL.origins, text, language)
    assert named is not None
    assert named.origin == origin


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "how do I find a flat in Luleå"),
        ("en", "can I keep my house in Latvia"),
        ("en", "my wife is from Lithuania, can she come too"),
        ("en", "I am not from Latvia"),
        ("en", "is Germany in the EU or not"),
        ("en", "no Romanian papers"),
        ("en", "does anyone speak Lithuanian"),
        ("en", "is there a ferry from Tallinn"),
        ("en", "How do I become a Swedish citizen?"),
        ("et", "Kas saan riigilt lapsetoetust?"),
        ("et", "lapsele eesti keele tunnid"),
        ("lv", "kur mācās latviešu valodu"),
        ("lt", "ar yra lietuviška mokykla"),
        ("sv", "jag är från norra Sverige"),
        ("sv", "hur får jag personnummer i Sverige"),
        ("sv", "sonen flyttar hemifrån"),
        ("sv", "bil från Tyskland, hur registrerar man den"),
        ("en", ""),
    ],
)
def test_a_country_that_is_only_mentioned_is_no_origin(language: str, text: str) -> None:
    assert origin_named(REAL.origins, text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "alone"),
    [
        ("lv", "no Latvijas", True),
        ("et", "Eesti", True),
        ("et", "olen Lätist", True),
        ("en", "Hi, I'm from India", True),
        ("lt", "Lietuvos pilietis", True),
        ("en", "I'm from Latvia, dog", False),
    ],
)
def test_it_is_alone_when_nothing_else_is_said(language: str, text: str, alone: bool) -> None:
    named = origin_named(REAL.origins, text, language)
    assert named is not None
    assert named.alone is alone


def test_every_origin_can_be_named() -> None:
    assert sorted(REAL.origins) == sorted(ORIGINS)
    for name, origin in REAL.origins.items():
        for country in origin.countries:
            assert origin_named(REAL.origins, country, "en") == Named(name, alone=True), country


def test_few_rows_name_an_origin() -> None:
    """Most people do not say where they come from: a name that is an ordinary word would show."""
    found = [row for row in rows(ROOT / "data" / "nlu") if row.topic.startswith("living.")]
    named = [row for row in found if origin_named(REAL.origins, row.text, row.language)]
    assert 0 < len(named) < len(found) / 50
