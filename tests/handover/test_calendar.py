"""A promised day reads right in every language."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.content import Content
from bot.handover.calendar import day_text, known_zone, moment_text
from bot.locales import LOCALES


@pytest.mark.parametrize("language", LOCALES)
def test_every_day_of_a_year_has_words_in_every_language(content: Content, language: str) -> None:
    assert len(content.phrase("calendar.weekdays", language).split()) == 7
    assert len(content.phrase("calendar.months", language).split()) == 12
    texts = {day_text(content, date(2026, 1, 1) + timedelta(days=n), language) for n in range(365)}
    assert len(texts) == 365
    assert not any("{" in text for text in texts)


def test_a_day_in_english_has_its_weekday_number_and_month(content: Content) -> None:
    assert day_text(content, date(2026, 11, 23), "en") == "Monday 23 November"


PROMISE = "2026-11-23T16:00:00+01:00"


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("sv", "", "måndag den 23 november klockan 16.00 (svensk tid)"),
        ("sv", "Europe/Stockholm", "måndag den 23 november klockan 16.00"),
        ("en", "", "Monday 23 November, 16:00 (Swedish time)"),
        ("en", "Pacific/Auckland", "Tuesday 24 November, 04:00 (your time)"),
        ("et", "Europe/Tallinn", "esmaspäeval, 23. novembril kell 17.00 sinu aja järgi"),
        ("lv", "Europe/Riga", "pirmdien, 23. novembrī, plkst. 17.00 pēc jūsu laika"),
        ("lt", "", "pirmadienio, lapkričio 23 d. 16.00 val. Švedijos laiku"),
        ("lt", "Europe/Vilnius", "pirmadienio, lapkričio 23 d. 17.00 val. Jūsų laiku"),
    ],
)
def test_a_promise_reads_in_the_visitors_own_time_and_says_when_it_is_swedish(
    content: Content, language: str, zone: str, text: str
) -> None:
    assert moment_text(content, PROMISE, language, zone) == text


def test_a_promise_of_an_older_log_has_a_day_only(content: Content) -> None:
    assert moment_text(content, "2026-11-23", "en", "Asia/Tokyo") == "Monday 23 November"


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "x" * 4000, "\0"]
)
def test_what_is_no_time_zone_is_left_out(zone: str) -> None:
    assert known_zone(zone) == ""


def test_a_time_zone_is_known_by_its_name() -> None:
    assert known_zone("Europe/Tallinn") == "Europe/Tallinn"
