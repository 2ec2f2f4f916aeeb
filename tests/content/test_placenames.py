"""Places and areas are found with their endings and typos; ordinary words are not places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Content, load
from bot.content.fold import fold, key
from bot.content.placenames import Named, PlaceNames
from bot.content.typos import Typos
from bot.locales import LOCALES
from tests.conftest import ROOT
from tests.support.typos import typos

CONTENT = load(ROOT / "content")
NAMES = PlaceNames.of(CONTENT)
SLUGS = sorted(CONTENT.municipalities)
ORDINARY = {key(word) for word in CONTENT.place_words.ordinary}


def forms(slug: str, tag: str) -> list[str]:
    place = CONTENT.municipalities[slug]
    return [place.name, *place.inflections.get(tag, ())]


LONG_FORMS = sorted(
    {
        (slug, form)
        for slug in SLUGS
        for tag in LOCALES
        for form in forms(slug, tag)
        if len(form) >= 6 and form.isalpha()
    }
)


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
        ("jobb i Jokmmokk", "other"),
        ("Solefteå", "other"),
        ("mala kaffe på morgonen i köket", None),
        ("hur söker jag förskola", None),
        ("hyra rum i Skelelfteå i vinter", "skelleftea"),
        ("nurses in Norrbotten", None),
        ("", None),
    ],
)
def test_a_place_is_found(text: str, slug: str | None) -> None:
    found = NAMES.find(text)
    assert (found and found.slug) == slug


def test_it_says_where_in_the_text() -> None:
    text = "korter Luleås palun"
    found = NAMES.find(text)
    assert found is not None
    assert text[found.start : found.end] == "Luleås"


def test_a_lone_place_is_told_from_a_sentence() -> None:
    assert NAMES.is_only_a_place("Luleå!")
    assert not NAMES.is_only_a_place("korter Luleås")
    assert not NAMES.is_only_a_place("northern Sweden")


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_form_is_heard_without_its_marks_and_in_capitals(slug: str, tag: str) -> None:
    for form in forms(slug, tag):
        for written in (form, fold(form), form.upper()):
            assert NAMES.named(written).slugs == (slug,), written
            found = NAMES.find(written)
            assert found is not None, written
            assert found.slug == slug, written


@pytest.mark.parametrize("slug", SLUGS)
def test_every_other_name_is_heard(slug: str) -> None:
    place = CONTENT.municipalities[slug]
    for name in (*place.aliases, *place.alone):
        assert NAMES.named(name).slugs == (slug,), name


@pytest.mark.parametrize("tag", ["et", "lv", "lt"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_place_has_its_cases(slug: str, tag: str) -> None:
    assert len(CONTENT.municipalities[slug].inflections[tag]) >= 8


@settings(max_examples=400, deadline=None)
@given(chosen=st.sampled_from(LONG_FORMS), data=st.data())
def test_a_form_with_one_typo_is_heard_or_asked_about(
    chosen: tuple[str, str], data: st.DataObject
) -> None:
    slug, form = chosen
    heard = [t for kind, at, t in typos(form) if heard_by_rule(kind, at) and is_a_typo(t, slug)]
    typo = data.draw(st.sampled_from(heard))
    named = NAMES.named(typo)
    assert named.slugs == (slug,) or slug in named.doubtful, typo


def heard_by_rule(kind: str, at: int) -> bool:
    """The first letter must stand, or have changed places with the second."""
    return at > 0 or kind in ("swap", "double")


def is_a_typo(typo: str, slug: str) -> bool:
    """Whether what was typed is no ordinary word and no name of another place."""
    return key(typo) not in ORDINARY and NAMES.names.get(key(typo), slug) == slug


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("från Umeå till Luleå, inte Umeå", Named(("umea", "lulea"))),
        ("Kiruna, Jokkmokk või Piteås", Named(("kiruna", "pitea"), other=True)),
        ("darbs Sorselē vai Lyckseleje", Named(("sorsele", "lycksele"))),
        (
            "jobs in Gällivare kommun or anywhere in Lapland",
            Named(("gallivare",), areas=("lappland",)),
        ),
        ("Haparanda", Named(other=True)),
        ("what is a personnummer", Named()),
    ],
)
def test_several_places_come_in_the_order_of_the_text(text: str, named: Named) -> None:
    assert NAMES.named(text) == named


@pytest.mark.parametrize("area", sorted(CONTENT.areas))
def test_every_name_of_an_area_is_heard(area: str) -> None:
    for name in CONTENT.areas[area].names:
        for written in (name, fold(name), name.upper()):
            assert NAMES.named(written) == Named(areas=(area,)), written
            assert NAMES.find(written) is None, written


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("jobb i Norrbottn eller Västerboten", ("norrbotten", "vasterbotten")),
        ("tööd Põhja-Rootsis", ("norrland",)),
        ("darbs Ziemeļzviedrijā", ("norrland",)),
        ("darbas šiaurės Švedijoje", ("norrland",)),
        ("Region 10", ("region10",)),
        ("10 regions", ()),
    ],
)
def test_areas_are_heard_in_sentences(text: str, areas: tuple[str, ...]) -> None:
    assert NAMES.named(text) == Named(areas=areas)


def test_areas_hold_their_municipalities(content: Content) -> None:
    assert len(content.areas["region10"].places) == 10
    assert set(content.areas["norrland"].places) == set(content.municipalities)
    assert content.areas["norrbotten"].region == "9hXe_F4g_eTG"
    assert not content.areas["lappland"].region


def test_a_word_that_is_equally_near_to_two_places_is_asked_about() -> None:
    two = _of({"xorsele": "sorsele", "xorsela": "lycksele"})
    assert two.named("flat in xorsel") == Named(doubtful=("lycksele", "sorsele"))
    assert two.find("flat in xorsel") is None
    assert two.named("flat in xorsel or xorsela") == Named(("lycksele",))


def test_a_word_that_is_near_to_four_places_says_nothing() -> None:
    four = {"xorsele": "sorsele", "xorsela": "lycksele", "xorseli": "umea", "xorselo": "kiruna"}
    assert _of(four).named("flat in xorsel") == Named()


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("var hyr man rum i boden nu igen", ("boden",)),
        ("is there bowling and a pool in vilhelmina", ("vilhelmina",)),
        ("när går bussen till pite på söndag", ("pitea",)),
        ("vi bor i boden men jobbar i Luleå", ()),
        ("what does the shed cost, i call it boden", ()),
        ("pie jūras malā ir auksti ziemā", ()),
        ("mala kaffe på morgonen i köket", ()),
    ],
)
def test_an_ordinary_word_that_stands_like_a_place_is_asked_about(
    text: str, doubtful: tuple[str, ...]
) -> None:
    assert NAMES.named(text).doubtful == doubtful


@pytest.mark.parametrize(
    "text",
    [
        "vinden är hård och marken är övertalig på pajamas",
        "vi målade hela sommaren och bodelningen är klar hos Lulebo",
        "nurses manage to eat sorrel at a horse show in Malaga",
        "lapsele koht lasteaias maal, maalt linna ja maale tagasi asemele",
        "vanas majas, lugeja parklas ja metsas, suhtes abikaasaga",
        "bērnudārzs, skola un slimnīca vanna nav vajadzīga, ar bērnu pakaļ",
        "kiek kainuoja butas, kokios pajamos ir koks karūnos kursas",
        "norėjome žinoti, kokia prašymo būsena ir pasų eilė",
    ],
)
def test_ordinary_words_are_no_place(text: str) -> None:
    assert NAMES.named(text) == Named()


def _of(names: dict[str, str]) -> PlaceNames:
    return PlaceNames(names, typos=Typos.of(names, ()))
