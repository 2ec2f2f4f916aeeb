"""A promised day reads right in every language."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.content import Content
from bot.handover.calendar import day_text
from bot.locales import LOCALES


@pytest.mark.parametrize("language", LOCALES)
def test_every_day_of_a_year_has_words_in_every_language(content: Content, language: str) -> None:
    assert len(content.phrase("calendar.weekdays", language).split()) == 7
    assert len(content.phrase("calendar.months", language).split()) == 12
    texts = {
        day_text(content, (date(2026, 1, 1) + timedelta(days=n)).isoformat(), language)
        for n in range(365)
    }
    assert len(texts) == 365
    assert not any("{" in text for text in texts)


def test_a_day_in_english_has_its_weekday_number_and_month(content: Content) -> None:
    assert day_text(content, "2026-11-23", "en") == "Monday 23 November"
