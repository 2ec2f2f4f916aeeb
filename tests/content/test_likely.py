"""Word matching finds the topic of more than four questions in ten; a thank-you finds none."""

from __future__ import annotations

import csv

import pytest

from bot.content import Content
from bot.content.likely import Likely
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def likely(content: Content) -> Likely:
    return Likely(content)


def test_a_question_in_the_words_of_an_answer_finds_it(likely: Likely) -> None:
    assert likely.topics("Hur ställer jag mig i bostadskö?", "sv")[0] == "housing.queue"
    assert "housing.queue" in likely.topics("Kā tikt dzīvokļu rindā?", "lv")[:3]
    assert "housing.queue" in likely.topics("korterijarjekord", "et")[:3]


@pytest.mark.parametrize(("text", "tag"), [("Hej!", "sv"), ("Paldies!", "lv"), ("", "en")])
def test_a_word_that_asks_nothing_finds_nothing(likely: Likely, text: str, tag: str) -> None:
    assert likely.topics(text, tag) == ()


def test_a_language_that_is_not_ours_finds_nothing(likely: Likely) -> None:
    assert likely.topics("bostadskö", "fi") == ()


@pytest.mark.parametrize("tag", ["sv", "en", "et", "lv", "lt"])
def test_it_is_as_good_as_its_docstring_says(likely: Likely, tag: str) -> None:
    with (ROOT / "tests" / "nlu" / f"dev.{tag}.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    asked = [row for row in rows if not row["topic"].startswith("conversation.")]
    found = sum(row["topic"] in likely.topics(row["text"], tag)[:3] for row in asked)
    assert found / len(asked) >= 0.4
