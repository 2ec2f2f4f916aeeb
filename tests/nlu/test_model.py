"""The trained model: floors for its understanding, and the command line that asks it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bot.locales import LOCALES
from bot.nlu.ask import Asker, Question, _ask_lines, as_json, open_model
from bot.nlu.evaluate import Outcome, measures, read_cases
from bot.nlu.train import current
from bot.settings import Settings
from tests.conftest import ROOT
from tests.support.servers import skip_or_fail

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(900)]

# Some points below what docs/understanding.md reports: a fall by chance is no failure.
FLOORS = {"right": 0.85, "reached": 0.88}
CEILINGS = {"sure_but_wrong": 0.05, "refused": 0.04}
# The development questions mix languages on purpose.
WRONG_LANGUAGE = {"blind": 0.02, "dev": 0.03}
HONEST = 0.05
FOLLOWED, BOTH_FOUND, MADE_TWO = 0.6, 0.5, 0.1


@pytest.fixture(scope="module")
def asker() -> Asker:
    settings = Settings(root=ROOT, models=ROOT / "models")
    if current(settings) is None:
        skip_or_fail("no model for these inputs: run `farled train`")
    return open_model(settings)


@pytest.mark.parametrize("questions", ["blind", "dev"])
@pytest.mark.parametrize("tag", LOCALES)
def test_understanding_keeps_its_floor(asker: Asker, tag: str, questions: str) -> None:
    cases = read_cases(ROOT / "tests" / "nlu" / f"{questions}.{tag}.tsv", tag)
    replies = asker.answer_all(Question(case.text) for case in cases)
    figures = measures([Outcome(c, reply) for c, (_, reply) in zip(cases, replies, strict=True)])
    for name, floor in FLOORS.items():
        assert (figures[name] or 0) >= floor, name
    ceilings = {**CEILINGS, "wrong_language": WRONG_LANGUAGE[questions]}
    for name, ceiling in ceilings.items():
        assert (figures[name] or 0) <= ceiling, name


def test_confidence_is_about_as_high_as_it_is_right(asker: Asker) -> None:
    files = sorted((ROOT / "tests" / "nlu").glob("blind.*.tsv"))
    cases = [case for file in files for case in read_cases(file, None)]
    said = asker.understand_all([Question(case.text) for case in cases])
    best = [one.ranking[0] for one in said]
    right = [topic in case.right for (topic, _), case in zip(best, cases, strict=True)]
    confidence = sum(confidence for _, confidence in best) / len(best)
    assert confidence == pytest.approx(sum(right) / len(right), abs=HONEST)


@pytest.mark.parametrize(
    ("text", "topic", "language"),
    [
        ("Hur ställer jag mig i bostadskön?", "housing.queue", "sv"),
        ("When is it too cold to go out in winter?", "living.winter", "en"),
        ("Kuidas saada lapsele lasteaiakoht?", "school.preschool_apply", "et"),
        ("Kā dabūt personas kodu?", "registration.personal_number", "lv"),
        ("Kaip atsidaryti banko sąskaitą?", "registration.bank", "lt"),
    ],
)
def test_a_plain_question_is_answered(asker: Asker, text: str, topic: str, language: str) -> None:
    reply = asker.answer(text)
    assert (reply.topic, reply.band, reply.language) == (topic, "sure", language)


def test_a_wish_for_a_person_is_answered_with_what_happens_next(asker: Asker) -> None:
    reply = asker.answer("tahan inimesega rääkida palun")
    assert (reply.handover, reply.language) == ("asked", "et")
    assert reply.text


def test_a_slash_is_text(asker: Asker) -> None:
    assert asker.answer("/restart").topic != "restart"
    assert asker.answer("/").text


def test_the_place_in_a_question_is_used(asker: Asker) -> None:
    assert asker.answer("Kuidas saada Luleås lasteaiakoht?").municipality == "lulea"


def test_lines_in_are_lines_out(asker: Asker) -> None:
    lines = io.StringIO('{"text": "tere"}\n\n{"text": "hej", "municipality": "lulea"}\n')
    out = io.StringIO()
    assert _ask_lines(asker, lines, out, None, None) == 0
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["text"] for line in found] == ["tere", "hej"]
    assert list(found[0]) == [
        "text", "language", "topic", "confidence", "band", "buttons", "answer",
    ]  # fmt: skip


def test_buttons_are_topics(asker: Asker) -> None:
    assert as_json(asker.answer("Hur ställer jag mig i bostadskön?"))["buttons"] == [
        "housing.find_rental", "housing.temporary", "service.contact_lots",
    ]  # fmt: skip


def _lines(folder: str, tag: str) -> list[dict[str, str]]:
    file = ROOT / "tests" / "nlu" / folder / f"{tag}.tsv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("tag", LOCALES)
def test_a_short_follow_up_is_read_in_the_light_of_the_topic_before(asker: Asker, tag: str) -> None:
    lines = _lines("follow", tag)

    def right(with_topic: bool) -> float:
        questions = [
            Question(line["text"], tag, before=line["previous"] if with_topic else None)
            for line in lines
        ]
        said = asker.understand_all(questions)
        topics = [{line["topic"], *line["also"].replace(" ", "").split(",")} for line in lines]
        return sum(one.topic in t for one, t in zip(said, topics, strict=True)) / len(lines)

    assert right(with_topic=True) >= FOLLOWED
    assert right(with_topic=True) > right(with_topic=False)


@pytest.mark.parametrize("tag", LOCALES)
def test_two_questions_in_a_message_are_both_found_and_one_is_not_made_two(
    asker: Asker, tag: str
) -> None:
    lines = _lines("double", tag)
    said = asker.understand_all([Question(line["text"], tag) for line in lines])
    pairs = list(zip(lines, said, strict=True))
    both = [{one.topic, one.second and one.second[0]} == {line["first"], line["second"]}
            for line, one in pairs if line["second"]]  # fmt: skip
    split = [one.second is not None for line, one in pairs if not line["second"]]
    assert sum(both) / len(both) >= BOTH_FOUND
    assert sum(split) / len(split) <= MADE_TWO
