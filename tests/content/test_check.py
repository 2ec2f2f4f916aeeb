"""`farled check` finds each kind of mistake and says where it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.content.check import check, main
from tests.conftest import ROOT
from tests.content.project import DAY, PHRASES, SmallProject, answer, each, place

TODAY = date(2026, 11, 21)
QUEUE = "content/answers/housing/queue.yml"
SCAMS = "content/answers/housing/scams.yml"


def errors(project: SmallProject) -> list[str]:
    return [_said(error, project) for error in check(project.root, TODAY).errors]


def warnings(project: SmallProject) -> list[str]:
    return [_said(error, project) for error in check(project.root, TODAY).warnings]


def _said(error: Any, project: SmallProject) -> str:
    return f"{error.file.relative_to(project.root)}:{error.line}: {error.message}"


def test_a_project_without_mistakes_passes(project: SmallProject) -> None:
    assert errors(project) == []
    assert warnings(project) == []


def test_this_repository_passes() -> None:
    assert [str(error) for error in check(ROOT).errors] == []


def test_a_missing_language_is_found_with_its_line(project: SmallProject) -> None:
    text = each("Do this first.")
    del text["lv"]
    project.write(SCAMS, answer("housing.scams", text=text))
    assert errors(project) == [f"{SCAMS}:14: has no text in lv"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("See https://boverket.se now.", "an address on the web"),
        ("See boverket.se now.", "an address on the web"),
        ("Write to kontakt@lulea.se.", "an e-mail address"),
        ("Call 0771-524 524.", "a phone number"),
        ("It costs 1 250 kr a month.", "a price"),
        ("Makset 125 eurot.", "a price"),
        ("Since 2024-01-01.", "a date in digits"),
        ("Do <b>this</b>.", "HTML"),
    ],
)
def test_words_hold_no_facts(project: SmallProject, words: str, what: str) -> None:
    project.write(SCAMS, answer("housing.scams", text={**each("Do this."), "en": words}))
    assert [message for message in errors(project) if f"has {what}" in message]


def test_ages_years_and_percentages_may_stand_in_words(project: SmallProject) -> None:
    words = "From age 15, in 2025, 80 percent, 480 days, 112 and 114 14."
    project.write(SCAMS, answer("housing.scams", text=each(words)))
    assert errors(project) == []


def test_an_unknown_placeholder_is_found(project: SmallProject) -> None:
    project.write(SCAMS, answer("housing.scams", text=each("Call {phone}.")))
    assert len(errors(project)) == 5
    assert "{phone} is no figure of this answer" in errors(project)[0]


def test_a_placeholder_that_one_language_lacks_is_found(project: SmallProject) -> None:
    text = {**each("Call {phone}."), "et": "Helista."}
    figures = {"phone": {"value": "0771", "source": "https://x.se", "checked": DAY}}
    project.write(SCAMS, answer("housing.scams", figures=figures, text=text))
    assert [m.partition(": ")[2] for m in errors(project)] == [
        "lacks {phone}, which another language has"
    ]


def test_each_language_may_choose_its_form_of_the_place(project: SmallProject) -> None:
    local = {**each("{place_in} it is so."), "et": "{place_of} teab."}
    project.write(QUEUE, answer("housing.queue", local=local))
    assert errors(project) == []


def test_a_fact_that_a_place_lacks_is_a_warning(project: SmallProject) -> None:
    project.write("content/municipalities/sorsele.yml", place(
        slug="sorsele", name="Sorsele", aliases=["sorsel"], inflections={},
        facts={"site": {"value": "sorsele.se", "source": "sorsele.se", "checked": DAY}},
    ))  # fmt: skip
    assert errors(project) == []
    assert "{housing_company} is not known for Sorsele" in warnings(project)[0]


def test_a_long_answer_is_found(project: SmallProject) -> None:
    project.write(SCAMS, answer("housing.scams", text={**each("Short."), "sv": "ord " * 160}))
    assert any("characters, at most 600" in message for message in errors(project))


def test_a_long_label_is_found(project: SmallProject) -> None:
    label = {**each("Label"), "lt": "A label that no button can hold"}
    project.write(SCAMS, answer("housing.scams", label=label))
    assert errors(project) == [f"{SCAMS}:7: 31 characters, at most 26"]


def test_an_answer_with_its_local_part_has_a_limit_too(project: SmallProject) -> None:
    long = ("ord " * 145).strip()
    local = ("ord " * 95).strip()
    project.write(QUEUE, answer("housing.queue", text=each(long), local=each(local)))
    assert any("with its local part" in message for message in errors(project))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sources": []}, "needs 1 to 3 sources"),
        ({"sources": [{"title": "B", "url": "http://b.se", "checked": DAY}]}, "https://"),
        ({"sources": [{"title": "B", "url": "https://b.se"}]}, "has no day"),
        ({"follow_ups": ["housing.buy"]}, "'housing.buy' has no answer"),
        ({"follow_ups": ["housing.scams"]}, "follows up on itself"),
        ({"sources": ["Boverket"]}, "must be {title, url, checked}"),
        ({"local": each("Here.")}, "the topic is not local"),
        ({"texts": each("Here.")}, "'texts' is no key of an answer"),
    ],
)
def test_an_answer_is_built_as_agreed(
    project: SmallProject, change: dict[str, Any], message: str
) -> None:
    project.write(SCAMS, answer("housing.scams", **change))
    assert any(message in found for found in errors(project))


def test_old_and_expired_facts_are_warnings(project: SmallProject) -> None:
    facts = {
        "housing_company": {"value": "L", "source": "l.se", "checked": date(2026, 1, 1)},
        "gone": {
            "value": "x", "source": "l.se", "checked": DAY, "expires": date(2026, 11, 20),
        },
    }  # fmt: skip
    project.write("content/municipalities/lulea.yml", place(facts=facts))
    assert errors(project) == []
    found = " ".join(warnings(project))
    assert "was checked on 2026-01-01" in found
    assert "expired on 2026-11-20" in found


def test_two_places_may_not_share_a_name(project: SmallProject) -> None:
    project.write("content/places.yml", [{"name": "Boden", "forms": ["LULEÅ"]}])
    assert errors(project) == ["content/places.yml:3: 'LULEÅ' is also a name of Luleå"]


def test_a_phrase_that_a_language_lacks_is_found(project: SmallProject) -> None:
    assistant = {"greet": "Tere."}
    project.write("content/phrases/et.yml", {**PHRASES, "assistant": assistant})
    assert errors(project) == ["content/phrases/et.yml:1: has no assistant.place_set"]


def test_a_phrase_with_another_placeholder_is_found(project: SmallProject) -> None:
    assistant = {"greet": "Tere.", "place_set": "Selge: {koht}."}
    project.write("content/phrases/et.yml", {**PHRASES, "assistant": assistant})
    assert "must use {place}, not {koht}" in errors(project)[0]


def test_a_row_that_stands_twice_is_found_whatever_its_case_and_accents(
    project: SmallProject,
) -> None:
    project.rows(
        "et", "conversation", "conversation.greet", extra="3 Conversation, grëet QUESTION et!"
    )
    assert errors(project) == [
        "data/nlu/et/conversation.yml:107: '3 Conversation, grëet QUESTION et!'"
        " stands in data/nlu/et/conversation.yml:10"
    ]


def test_a_row_under_two_topics_is_found(project: SmallProject) -> None:
    project.rows(
        "et", "housing", "housing.queue", "housing.scams", extra="4 housing.scams question et"
    )
    assert errors(project) == [
        "data/nlu/et/housing.yml:116: '4 housing.scams question et'"
        " stands in data/nlu/et/housing.yml:107 as housing.queue"
    ]


def test_a_row_that_is_another_with_its_words_in_another_order_is_found(
    project: SmallProject,
) -> None:
    project.rows(
        "et", "conversation", "conversation.greet", extra="greet 3 conversation question et"
    )
    assert errors(project) == [
        "data/nlu/et/conversation.yml:107: 'greet 3 conversation question et'"
        " has 100% of its words in common with data/nlu/et/conversation.yml:10"
    ]


def test_rows_that_all_begin_alike_are_found(project: SmallProject) -> None:
    rows = [f"    - how do you {number} w{number}" for number in range(80)]
    project.write(
        "data/nlu/et/conversation.yml",
        'version: "3.1"\nnlu:\n- intent: conversation.greet\n  metadata:\n    language: et\n'
        "  examples: |\n" + "\n".join(rows) + "\n",
    )
    assert errors(project) == [
        "data/nlu/et/conversation.yml:7: conversation.greet in et: only 1% of the openings differ"
    ]


def test_an_answer_to_no_topic_is_found(project: SmallProject) -> None:
    project.write("content/answers/housing/nope.yml", answer("housing.nope"))
    assert any("'housing.nope' is no topic of topics.yml" in found for found in errors(project))


def test_a_held_out_question_that_is_trained_is_found(project: SmallProject) -> None:
    project.write(
        "tests/nlu/dev.et.tsv",
        "topic\talso\tstyle\ttext\nhousing.queue\t\tplain\t3 housing.queue question et\n",
    )
    assert errors(project)[0].startswith("tests/nlu/dev.et.tsv:2: ")
    assert "is trained in data/nlu/et/housing.yml:10" in errors(project)[0]


def test_two_words_may_be_the_same_by_chance(project: SmallProject) -> None:
    project.rows("et", "conversation", "conversation.greet", extra="tere")
    project.write(
        "tests/nlu/dev.et.tsv", "topic\talso\tstyle\ttext\nconversation.greet\t\tshort\tTere!\n"
    )
    assert errors(project) == []
    assert len(warnings(project)) == 1


def test_too_few_rows_are_found(project: SmallProject) -> None:
    project.rows("lt", "conversation")
    assert errors(project) == [
        "content/topics.yml:1: conversation.greet has 0 rows in lt, needs 80"
    ]


def test_rows_without_an_answer_are_found(project: SmallProject) -> None:
    (project.root / SCAMS).unlink()
    assert any("housing.scams has rows and no answer" in message for message in errors(project))


def test_rows_in_the_wrong_folder_are_found(project: SmallProject) -> None:
    file = project.root / "data/nlu/sv/conversation.yml"
    file.write_text(file.read_text().replace("language: sv", "language: en"))
    assert "metadata says language en, the folder sv" in errors(project)[0]


@pytest.mark.parametrize("row", ["/restart", "I live in [Luleå](municipality)"])
def test_a_row_is_plain_text(project: SmallProject, row: str) -> None:
    project.rows("sv", "conversation", "conversation.greet", extra=row)
    assert len(errors(project)) == 1


def test_a_file_that_is_no_yaml_is_found_with_its_line(project: SmallProject) -> None:
    project.write("content/glossary.yml", "- term: a\n  gloss: {sv: [}\n")
    assert errors(project)[0].startswith("content/glossary.yml:2: no YAML")


def test_a_key_that_stands_twice_is_found(project: SmallProject) -> None:
    project.write("content/phrases/et.yml", "assistant:\n  greet: a\n  greet: b\n")
    assert "content/phrases/et.yml:3: the key 'greet' stands twice" in errors(project)


def test_an_empty_file_does_not_pass(project: SmallProject) -> None:
    project.write("content/phrases/et.yml", "")
    assert errors(project)


def test_it_prints_every_problem_and_the_coverage(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write(SCAMS, answer("housing.scams", follow_ups=[], sources=[]))
    assert main(project.root) == 1
    printed = capsys.readouterr().out
    assert f"{SCAMS}:8: needs 1 to 3 follow-ups" in printed
    assert "2 errors, " in printed
    assert "2 of 2 topics are answered" in printed
