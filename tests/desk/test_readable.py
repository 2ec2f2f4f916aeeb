"""Days, weeks and languages read as people at the desk say them."""

from __future__ import annotations

from datetime import date

from bot.desk.readable import days, language_name, short_day, week_number
from tests.desk.conftest import Lots

MONDAY = date(2026, 11, 16)


def test_what_two_days_share_is_said_once() -> None:
    assert days(MONDAY, date(2026, 11, 22), "sv") == "16–22 november 2026"
    assert days(MONDAY, date(2026, 11, 22), "en") == "16–22 November 2026"
    plain = days(date(2026, 11, 30), date(2026, 12, 6), "en").replace("\u2009", " ")
    assert plain == "30 November – 6 December 2026"
    assert days(date(2026, 12, 28), date(2027, 1, 3), "sv") == "28 december 2026–3 januari 2027"


def test_a_short_day_stands_in_the_order_of_its_language() -> None:
    assert (short_day(MONDAY, "sv"), short_day(MONDAY, "en")) == ("16/11", "16/11")


def test_a_week_has_the_number_that_people_in_sweden_give_it() -> None:
    assert [week_number(one) for one in (MONDAY, date(2026, 12, 28), date(2027, 1, 4))] == [
        "47",
        "53",
        "1",
    ]


def test_our_languages_have_names_in_the_desks_language_and_others_their_tag() -> None:
    assert language_name("lv", "sv") == "lettiska"
    assert language_name("lv", "en") == "Latvian"
    assert language_name("xx", "sv") == "xx"
    assert language_name("", "sv") == ""


def test_the_desks_script_is_told_the_names_in_the_desks_language(anna: Lots) -> None:
    assert anna.page_data()["words"]["language_lv"] == "lettiska"
    anna.client.cookies.set("farled-language", "en")
    words = anna.page_data()["words"]
    assert words["language_lv"] == "Latvian"
    assert words["translate_draft"] == "Translate into {name}"
