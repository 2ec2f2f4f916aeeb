"""Rows that resemble each other are found, whatever their case, accents and order of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.checks.likeness import frames, likenesses
from bot.content.rows import Row


def row(text: str) -> Row:
    return Row(text, "housing.queue", "en", Path("rows.yml"), 1)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("How long is the queue in Luleå?", "how long is the QUEUE in lulea", 1.0),
        ("how long is the queue in Kiruna", "how long is the queue in Boden", 6 / 8),
        ("is the queue for a flat long", "how many children may share one room", 0.0),
    ],
)
def test_likeness_is_the_share_of_common_words(one: str, other: str, share: float) -> None:
    found = [likeness for likeness, _, _ in likenesses([row(one), row(other)])]
    assert found == [pytest.approx(share)]


def test_short_rows_are_alike_by_chance() -> None:
    assert list(likenesses([row("flat Luleå"), row("flat Lulea")])) == []


def test_frames_are_the_different_openings() -> None:
    rows = [row("how do I start"), row("How do i stop"), row("where is it"), row("why")]
    assert frames(rows) == 0.75
