"""What is counted when understanding is measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.understanding import LOST, SURE, UNSURE, Button, Reply
from bot.errors import ContentError
from bot.nlu.evaluate import Case, Outcome, measures, read_cases, report, table


def outcome(
    topic: str, taken: str, band: str = SURE, offered: tuple[str, ...] = (), language: str = "et",
    also: str = "", text: str = "kuidas saab korteri",
) -> Outcome:  # fmt: skip
    also_right = frozenset(filter(None, [also]))
    return Outcome(
        Case(text, topic, also_right, "plain", "et"),
        Reply(
            "…", language, taken, 0.9, band,
            buttons=(*(Button(t, f"/{t}") for t in offered), Button("lots", "hub:handover")),
        ),
    )  # fmt: skip


FOUND = [
    outcome("housing.queue", "housing.queue"),
    outcome("housing.queue", "housing.scams", also="housing.scams"),
    outcome("housing.queue", "housing.scams"),
    outcome("housing.queue", "housing.scams", UNSURE, ("housing.scams", "housing.queue")),
    outcome("housing.queue", "housing.scams", LOST),
    outcome("conversation.out_of_scope", "housing.scams"),
    outcome("conversation.out_of_scope", "housing.scams", LOST),
    outcome("conversation.greet", "conversation.greet", language="lv", text="tere"),
]


def test_the_figures_are_what_they_are_called() -> None:
    figures = measures(FOUND)
    assert figures == {
        "questions": 8,
        "right": 3 / 8,
        "reached": 4 / 6,
        "sure": 4 / 6,
        "sure_but_wrong": 1 / 6,
        "got_buttons": 1 / 6,
        "right_among_buttons": 1.0,
        "refused": 1 / 6,
        "outside_answered": 1 / 2,
        "wrong_language": 0.0,
    }


def test_a_wrong_language_counts_from_three_words() -> None:
    assert measures([outcome("a.b", "a.b", language="lv")])["wrong_language"] == 1.0
    assert measures([outcome("a.b", "a.b", language="lv", text="jah")])["wrong_language"] is None


def test_nothing_to_count_is_not_zero() -> None:
    assert measures([outcome("a.b", "a.b")])["outside_answered"] is None


def test_the_report_has_languages_styles_and_confusions() -> None:
    found = report(FOUND)
    assert list(found["languages"]) == ["et"]
    assert list(found["styles"]) == ["et plain"]
    worst = found["confusions"][0]
    assert worst == {"topic": "housing.queue", "taken_for": "housing.scams", "times": 3}
    printed = table(found)
    assert "et plain" in printed
    assert "3  housing.queue -> housing.scams" in printed


def test_the_name_of_a_file_tells_its_language(tmp_path: Path) -> None:
    file = tmp_path / "dev.lv.tsv"
    file.write_text('topic\talso\tstyle\ttext\na.b\tc.d, e.f\tneed\tkā "te" dzīvo\n')
    [case] = read_cases(file, None)
    assert case == Case('kā "te" dzīvo', "a.b", frozenset({"c.d", "e.f"}), "need", "lv")
    assert read_cases(file, "lt")[0].language == "lt"


def test_a_line_without_all_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "dev.lv.tsv"
    file.write_text("topic\ttext\na.b\thow\n")
    with pytest.raises(ContentError, match=r"dev\.lv\.tsv:2: needs the columns"):
        read_cases(file, None)
