"""What visitors answer about children, the day, what is arranged and who moves."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load
from bot.content.model import ARRANGED
from bot.locales import LOCALES
from bot.plan import reading
from bot.plan.card import MOST_CHILDREN, OLDEST_CHILD
from tests.conftest import ROOT

WORDING = load(ROOT / "content").wording
TODAY = date(2026, 11, 22)
CHILDREN = [
    ("sv", "2 och 7", (2, 7)),
    ("sv", "8 mån och 5 år", (0, 5)),
    ("sv", "två barn, 3 och 6", (3, 6)),
    ("sv", "inga barn", ()),
    ("sv", "nej", ()),
    ("sv", "en bebis och en femåring", (0, 5)),
    ("sv", "tvååring", (2,)),
    ("sv", "tvillingar 4 år", (4, 4)),
    ("sv", "Barnen är 3 och 6 år", (3, 6)),
    ("sv", "18 månader", (1,)),
    ("sv", "vi har inga barn", ()),
    ("sv", "7-åring och 3-åring", (7, 3)),
    ("sv", "ett barn på 4 år", (4,)),
    ("sv", "1 barn", None),
    ("sv", "2 barn", None),
    ("sv", "14 månader och tre år", (1, 3)),
    ("sv", "tre barn: 2, 5 och 9", (2, 5, 9)),
    ("sv", "hon är 4", (4,)),
    ("sv", "1,5 år", (1,)),
    ("sv", "ett och ett halvt år", (1,)),
    ("en", "2 and 7", (2, 7)),
    ("en", "no kids", ()),
    ("en", "a 3 year old and a baby", (3, 0)),
    ("en", "two kids aged 4 and 9", (4, 9)),
    ("en", "18 months", (1,)),
    ("en", "8 months and 5 years", (0, 5)),
    ("en", "twins, 4", (4, 4)),
    ("en", "one child, 6", (6,)),
    ("en", "six and eight", (6, 8)),
    ("en", "none", ()),
    ("en", "my daughter is 5", (5,)),
    ("en", "two", (2,)),
    ("en", "we have 3 kids", None),
    ("en", "1.5 years", (1,)),
    ("en", "3-year-old and 10-month-old", (3, 0)),
    ("en", "a 6 month old baby", (0,)),
    ("en", "twins", None),
    ("et", "7-aastane ja 3-aastane", (7, 3)),
    ("et", "lapsi ei ole", ()),
    ("et", "2 ja 7", (2, 7)),
    ("et", "kaks last, 4 ja 6", (4, 6)),
    ("et", "beebi ja viieaastane", (0, 5)),
    ("et", "8 kuud ja 5 aastat", (0, 5)),
    ("et", "kolmene ja kuuene", (3, 6)),
    ("et", "8-kuune ja 5-aastane", (0, 5)),
    ("et", "kaksikud 4 aastased", (4, 4)),
    ("et", "ei", ()),
    ("et", "18 kuud", (1,)),
    ("et", "üks laps, 7-aastane", (7,)),
    ("et", "3a ja 6a", (3, 6)),
    ("et", "2aastane ja 7aastane", (2, 7)),
    ("et", "kolm last", None),
    ("lv", "dvīņi 4 gadi", (4, 4)),
    ("lv", "2 un 7", (2, 7)),
    ("lv", "nav bērnu", ()),
    ("lv", "8 mēneši un 5 gadi", (0, 5)),
    ("lv", "divi bērni, 3 un 6 gadi", (3, 6)),
    ("lv", "zīdainis un piecgadnieks", (0, 5)),
    ("lv", "trīsgadīgs dēls", (3,)),
    ("lv", "viens bērns, 7 gadi", (7,)),
    ("lv", "dvīņi, 4 gadi, un 7", (4, 4, 7)),
    ("lv", "pusotrs gads", (1,)),
    ("lv", "1,5 gadi", (1,)),
    ("lv", "4 g. un 6 g.", (4, 6)),
    ("lv", "divi bērni", None),
    ("lv", "18 mēneši", (1,)),
    ("lt", "2 ir 7", (2, 7)),
    ("lt", "vaikų neturime", ()),
    ("lt", "treji ir šešeri", (3, 6)),
    ("lt", "8 mėnesiai ir 5 metai", (0, 5)),
    ("lt", "dvynukai, 4 metų", (4, 4)),
    ("lt", "du vaikai: 3 ir 6 metų", (3, 6)),
    ("lt", "kūdikis ir penkerių metų", (0, 5)),
    ("lt", "3 m. ir 6 m.", (3, 6)),
    ("lt", "dvejų ir septynerių", (2, 7)),
    ("lt", "8 mėn. ir 5 m.", (0, 5)),
    ("lt", "vienas vaikas, 7 metai", (7,)),
    ("lt", "du vaikai", None),
    ("lt", "18 mėn.", (1,)),
    ("lt", "1,5 metų", (1,)),
    ("lt", "nėra", ()),
]
DAYS = [
    ("sv", "i mars", (date(2027, 3, 1), True)),
    ("sv", "15 mars 2027", (date(2027, 3, 15), False)),
    ("sv", "den 1 mars", (date(2027, 3, 1), False)),
    ("sv", "15/3 2027", (date(2027, 3, 15), False)),
    ("sv", "15/3", (date(2027, 3, 15), False)),
    ("sv", "mars 2028", (date(2028, 3, 1), True)),
    ("sv", "nästa månad", (date(2026, 12, 1), True)),
    ("sv", "2027-05", (date(2027, 5, 1), True)),
    ("sv", "15.3.2027", (date(2027, 3, 15), False)),
    ("sv", "2027-03-15", (date(2027, 3, 15), False)),
    ("sv", "november", (date(2026, 11, 1), True)),
    ("sv", "1:a mars", (date(2027, 3, 1), False)),
    ("sv", "i januari 2027", (date(2027, 1, 1), True)),
    ("sv", "sommaren", None),
    ("sv", "så snart som möjligt", (date(2026, 12, 6), True)),
    ("en", "March", (date(2027, 3, 1), True)),
    ("en", "15 March 2027", (date(2027, 3, 15), False)),
    ("en", "March 15th, 2027", (date(2027, 3, 15), False)),
    ("en", "1st of May", (date(2027, 5, 1), False)),
    ("en", "may", (date(2027, 5, 1), True)),
    ("en", "next month", (date(2026, 12, 1), True)),
    ("en", "3 or 4 March", (date(2027, 3, 4), False)),
    ("en", "in the middle of May", (date(2027, 5, 1), True)),
    ("en", "March 2027", (date(2027, 3, 1), True)),
    ("en", "15.03.2027", (date(2027, 3, 15), False)),
    ("en", "2027-05", (date(2027, 5, 1), True)),
    ("en", "the 15th of March", (date(2027, 3, 15), False)),
    ("en", "2027-5-3", (date(2027, 5, 3), False)),
    ("en", "5/2027", (date(2027, 5, 1), True)),
    ("en", "05.2027", (date(2027, 5, 1), True)),
    ("en", "31 February", None),
    ("et", "1. märtsil", (date(2027, 3, 1), False)),
    ("et", "märtsis", (date(2027, 3, 1), True)),
    ("et", "15. märts 2027", (date(2027, 3, 15), False)),
    ("et", "15.3.2027", (date(2027, 3, 15), False)),
    ("et", "järgmisel kuul", (date(2026, 12, 1), True)),
    ("et", "mais", (date(2027, 5, 1), True)),
    ("et", "detsembris", (date(2026, 12, 1), True)),
    ("et", "juunis 2027", (date(2027, 6, 1), True)),
    ("et", "15. märtsil 2027. a", (date(2027, 3, 15), False)),
    ("et", "2027. aasta märtsis", (date(2027, 3, 1), True)),
    ("lv", "martā", (date(2027, 3, 1), True)),
    ("lv", "2027. gada 15. martā", (date(2027, 3, 15), False)),
    ("lv", "15. marts", (date(2027, 3, 15), False)),
    ("lv", "maijā", (date(2027, 5, 1), True)),
    ("lv", "nākamajā mēnesī", (date(2026, 12, 1), True)),
    ("lv", "1. jūnijā", (date(2027, 6, 1), False)),
    ("lv", "2027. gada martā", (date(2027, 3, 1), True)),
    ("lt", "kovo mėnesį", (date(2027, 3, 1), True)),
    ("lt", "kovo 15 d.", (date(2027, 3, 15), False)),
    ("lt", "2027 m. kovo 15 d.", (date(2027, 3, 15), False)),
    ("lt", "2027 m. kovo mėn.", (date(2027, 3, 1), True)),
    ("lt", "gegužę", (date(2027, 5, 1), True)),
    ("lt", "kitą mėnesį", (date(2026, 12, 1), True)),
    ("lt", "kovą", (date(2027, 3, 1), True)),
    ("lt", "sausį", (date(2027, 1, 1), True)),
    ("lt", "2027 kovas", (date(2027, 3, 1), True)),
    ("lt", "birželio 1", (date(2027, 6, 1), False)),
]
ARRANGEMENTS = [
    ("en", "has a flat but no job", ["home"]),
    ("en", "a job but no flat", ["job"]),
    ("en", "both", ["home", "job"]),
    ("en", "nothing yet", []),
    ("en", "I have a job", ["job"]),
    ("en", "job and flat", ["home", "job"]),
    ("en", "we have a preschool place", ["preschool"]),
    ("en", "no job, no home", []),
    ("en", "no", []),
    ("en", "job yes, flat no", ["job"]),
    ("en", "I don't have a job", []),
    ("en", "I have a job but don't have a flat", ["job"]),
    ("en", "neither job nor home", []),
    ("sv", "jobb men ingen bostad", ["job"]),
    ("sv", "lägenhet men inget jobb", ["home"]),
    ("sv", "båda", ["home", "job"]),
    ("sv", "inget", []),
    ("sv", "jag har fått jobb", ["job"]),
    ("sv", "jobb och lägenhet", ["home", "job"]),
    ("sv", "förskoleplats", ["preschool"]),
    ("sv", "inget ännu", []),
    ("sv", "varken jobb eller bostad", []),
    ("sv", "inte jobb men bostad", ["home"]),
    ("sv", "jag har inte jobb", []),
    ("sv", "bostad ja, jobb nej", ["home"]),
    ("et", "töö on olemas", ["job"]),
    ("et", "korter on, tööd ei ole", ["home"]),
    ("et", "mõlemad", ["home", "job"]),
    ("et", "veel mitte midagi", []),
    ("et", "töökoht ja korter", ["home", "job"]),
    ("et", "tööd pole", []),
    ("et", "töö on, aga korterit pole", ["job"]),
    ("et", "ei tööd ega korterit", []),
    ("lv", "darbs ir, dzīvokļa nav", ["job"]),
    ("lv", "abi", ["home", "job"]),
    ("lv", "vēl nekas", []),
    ("lv", "darbs un dzīvoklis", ["home", "job"]),
    ("lv", "ir dzīvoklis, bet nav darba", ["home"]),
    ("lv", "ne darba, ne dzīvokļa", []),
    ("lv", "darba nav", []),
    ("lt", "turiu darbą, bet neturiu buto", ["job"]),
    ("lt", "abu", ["home", "job"]),
    ("lt", "dar nieko", []),
    ("lt", "darbas ir butas", ["home", "job"]),
    ("lt", "butas yra, darbo nėra", ["home"]),
    ("lt", "darbo neturiu", []),
    ("lt", "nei darbo, nei buto", []),
]
ADULTS = [
    ("sv", "ensam", 1),
    ("sv", "själv", 1),
    ("sv", "med min sambo", 2),
    ("sv", "jag och min man", 2),
    ("sv", "utan partner", 1),
    ("sv", "vi två", 2),
    ("sv", "bara jag", 1),
    ("sv", "ensam med två barn", 1),
    ("sv", "nej, ingen partner", 1),
    ("sv", "jag flyttar med min fru och barnen", 2),
    ("en", "alone", 1),
    ("en", "with my husband", 2),
    ("en", "just me", 1),
    ("en", "me and my wife", 2),
    ("en", "both of us", 2),
    ("en", "without a partner", 1),
    ("en", "no partner", 1),
    ("en", "with a partner", 2),
    ("et", "üksi", 1),
    ("et", "abikaasaga", 2),
    ("et", "koos mehega", 2),
    ("et", "kahekesi", 2),
    ("et", "ilma partnerita", 1),
    ("et", "elukaaslasega", 2),
    ("lv", "viens pats", 1),
    ("lv", "ar vīru", 2),
    ("lv", "kopā ar sievu", 2),
    ("lv", "viena", 1),
    ("lv", "mēs abi", 2),
    ("lv", "ar partneri", 2),
    ("lv", "bez partnera", 1),
    ("lt", "viena", 1),
    ("lt", "su vyru", 2),
    ("lt", "su žmona", 2),
    ("lt", "vienas", 1),
    ("lt", "abu", 2),
    ("lt", "be partnerio", 1),
    ("lt", "su partneriu", 2),
    ("lt", "dviese", 2),
]


@pytest.mark.parametrize(("language", "text", "ages"), CHILDREN)
def test_ages_are_read(language: str, text: str, ages: tuple[int, ...] | None) -> None:
    assert reading.children(text, WORDING[language], asked=True) == ages


@pytest.mark.parametrize(("language", "text", "day"), DAYS)
def test_the_day_of_the_move_is_read(
    language: str, text: str, day: tuple[date, bool] | None
) -> None:
    assert reading.move_day(text, WORDING[language], TODAY, asked=True) == day


@pytest.mark.parametrize(("language", "text", "things"), ARRANGEMENTS)
def test_what_is_arranged_is_read(language: str, text: str, things: list[str]) -> None:
    assert reading.arranged(text, WORDING[language], asked=True) == frozenset(things)


@pytest.mark.parametrize(("language", "text", "count"), ADULTS)
def test_who_moves_is_read(language: str, text: str, count: int) -> None:
    assert reading.adults(text, WORDING[language]) == count


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "What are the rules for 3 and 6?"),
        ("sv", "hur är det i mars?"),
        ("lv", "labdien"),
        ("en", "the bus leaves 15/3"),
        ("en", "I may move"),
    ],
)
def test_what_nobody_asked_for_and_nobody_said_is_not_read(language: str, text: str) -> None:
    wording = WORDING[language]
    assert reading.children(text, wording, asked=False) is None
    assert reading.move_day(text, wording, TODAY, asked=False) is None
    assert reading.arranged(text, wording, asked=False) is None


def test_what_is_told_by_the_way_is_read() -> None:
    wording = WORDING["en"]
    told = "We move in March with two children, 3 and 6, and I have a job but need a flat"
    assert reading.children(told, wording, asked=False) == (3, 6)
    assert reading.move_day(told, wording, TODAY, asked=False) == (date(2027, 3, 1), True)
    assert reading.arranged(told, wording, asked=False) == {"job"}


def test_this_month_is_not_next_year_but_a_day_that_is_past_is() -> None:
    wording = WORDING["en"]
    read = [
        reading.move_day(text, wording, TODAY, asked=True) for text in ("November", "1 November")
    ]
    assert read == [(date(2026, 11, 1), True), (date(2027, 11, 1), False)]


TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            "2",
            "7",
            "31",
            "99",
            "2027",
            "2027-13",
            "31.2.2027",
            "29/2",
            "no",
            "twins",
            "baby",
            "may",
            "year",
            "1,5",
            "years",
            "but",
            "job",
            "not",
        ]
    ),
    max_size=8,
).map(" ".join)


@given(text=TEXTS, language=st.sampled_from(tuple(LOCALES)), asked=st.booleans())
def test_no_text_breaks_the_reading(text: str, language: str, asked: bool) -> None:
    wording = WORDING[language]
    ages = reading.children(text, wording, asked=asked) or ()
    assert len(ages) <= MOST_CHILDREN
    assert all(0 <= age <= OLDEST_CHILD for age in ages)
    day = reading.move_day(text, wording, TODAY, asked=asked)
    assert day is None or isinstance(day[0], date)
    assert (reading.arranged(text, wording, asked=asked) or frozenset()) <= set(ARRANGED)
    assert reading.adults(text, wording) in (None, 1, 2)
