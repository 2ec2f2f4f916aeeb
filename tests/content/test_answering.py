"""What is said about one place, and until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.content import Content
from bot.content.answering import local_part

LAST_DAY = date(2026, 12, 31)


@pytest.mark.parametrize("language", ["sv", "et"])
def test_a_note_about_a_project_is_not_said_after_its_last_day(
    content: Content, language: str
) -> None:
    answer = content.answers["service.what_is_lots"]
    places = [
        place
        for place in content.municipalities.values()
        if (note := place.notes.get(answer.topic)) and "Move up North" in note.text[language]
    ]
    assert len(places) == 8
    for place in places:
        before = local_part(content, answer, place, language, LAST_DAY)
        assert before is not None
        assert "Move up North" in before.text
        after = local_part(content, answer, place, language, LAST_DAY + timedelta(days=1))
        assert after is None or "Move up North" not in after.text


def test_a_note_without_a_last_day_stays(content: Content) -> None:
    answer, place = content.answers["housing.find_rental"], content.municipalities["norsjo"]
    part = local_part(content, answer, place, "sv", date(2030, 1, 1))
    assert part is not None
    assert "Norsjölägenheter" in part.text
