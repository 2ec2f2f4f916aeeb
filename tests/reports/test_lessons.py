"""What was not answered well becomes a masked, grouped draft; what was erased never."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import yaml

from bot.content.marked import mapping
from bot.content.rows import rows_of
from bot.conversations import erasure
from bot.conversations.events import (
    AnswerProposed,
    Author,
    Blank,
    Body,
    Erased,
    FeedbackGiven,
    Guess,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    Reason,
    TopicSaid,
)
from bot.conversations.store import Store
from bot.reports import gather
from bot.reports.drafts import as_rows, as_yaml
from bot.reports.lessons import Lesson, grouped, lessons_of
from bot.reports.proposals import proposals_of
from tests.conftest import HandClock
from tests.reports.talks import ASKED, LATVIAN, log, lost, lots, sure, visitor


def why(*steps: tuple[float, Body]) -> list[tuple[str, set[str]]]:
    return [(lesson.text, set(lesson.why)) for lesson in lessons_of(log(*steps))]


def test_unsure_lost_disliked_and_handed_over_are_lessons_and_good_answers_are_not() -> None:
    assert why((0, visitor("bra fråga")), (0, sure(answers=1))) == []
    assert why((0, visitor("vad?")), (0, lost(answers=1))) == [("vad?", {"lost"})]
    assert why((0, visitor("vad?")), (0, lost(1, "unsure"))) == [("vad?", {"unsure"})]
    disliked = (0, visitor("kö?")), (0, sure(answers=1)), (1, FeedbackGiven(2, False))
    assert why(*disliked) == [("kö?", {"not_helped"})]
    assert why(*disliked, (2, FeedbackGiven(2, True))) == []
    assert why((0, visitor("hjälp")), (0, ASKED)) == [("hjälp", {"person_asked"})]


def test_first_words_are_a_lesson_of_the_language_in_which_they_were_read() -> None:
    steps = (0, visitor("kā tikt rindā?", "sv")), (0, LATVIAN), (0, lost(answers=1))
    assert [lesson.language for lesson in lessons_of(log(*steps))] == ["lv"]
    reply, proposed = (1, lots("Hej")), (2, AnswerProposed(4, 1, "housing.queue", "Anna"))
    [proposal] = proposals_of(log(*steps, reply, proposed))
    assert proposal.question_language == "lv"


def test_words_in_danger_buttons_and_erased_logs_are_nobodys_lesson() -> None:
    crisis = OwnerChanged(Owner.WAITING, Reason.CRISIS, answers=1)
    assert why((0, visitor("fara")), (0, lost(answers=1)), (0, crisis)) == []
    button = Message(visitor().author, "Kö", "sv", payload="/topic")
    assert why((0, button), (0, lost(answers=1))) == []
    assert why((0, Blank()), (0, Blank()), (0, Erased("A", "erased"))) == []
    assert why((0, visitor("vad?")), (0, lost(answers=1)), (0, Erased("A", "queued"))) == []


def test_alike_questions_are_one_group_with_the_newest_first() -> None:
    def one(text: str, day: int) -> Lesson:
        return Lesson(text, "sv", date(2026, 11, day), frozenset({"lost"}), ("housing.queue",))

    groups = grouped(
        [
            one("hur lång är bostadskön i Luleå", 1),
            one("bostadskön i Luleå, hur lång är den?", 9),
            one("finns det bio", 20),
        ]
    )
    assert [[lesson.day.day for lesson in group.lessons] for group in groups] == [[20], [9, 1]]
    assert len(grouped([one("kö", 1), one("hur lång är kön till bostad i Luleå", 2)])) == 2


def test_the_file_has_a_topic_to_fill_in_and_a_draft() -> None:
    lesson = Lesson("cik maksā bērnudārzs", "lv", date(2026, 11, 2), frozenset({"lost"}), ("a.b",))
    text = as_yaml(grouped([lesson]), [], "lv", date(2026, 11, 3))
    (row,) = yaml.safe_load(text)["groups"]
    assert (row["topic"], row["draft"], row["asked"]) == ("?", "cik maksā bērnudārzs", 1)
    assert row["guessed"] == ["a.b"]
    assert "read every line" in text


def test_what_a_lots_said_is_the_topic_until_she_takes_it_back() -> None:
    steps = (0, visitor("kö?")), (0, sure(answers=1))
    said = (1, TopicSaid(1, "housing.queue", "Anna")), (2, TopicSaid(1, "none", "Bo"))
    (lesson,) = lessons_of(log(*steps, *said))
    assert (lesson.said, lesson.by, set(lesson.why)) == ("none", "Bo", {"topic_said"})
    assert (lesson.conversation, lesson.seq) == ("c1", 1)
    assert why(*steps, *said, (3, TopicSaid(1, "", "Anna"))) == []
    assert why(*steps, (1, TopicSaid(2, "housing.queue", "Anna"))) == [], "no question of hers"
    danger = OwnerChanged(Owner.WAITING, Reason.CRISIS, answers=1)
    assert why((0, visitor("fara")), (0, danger), said[0]) == []


def said_to_be(text: str, topic: str, language: str = "sv") -> Lesson:
    return Lesson(text, language, date(2026, 11, 2), frozenset({"lost"}), said=topic)


def test_the_file_has_the_topic_that_was_said_and_new_topics_apart() -> None:
    lessons = [said_to_be("hur köar jag", "housing.queue"), said_to_be("finns det padel", "none")]
    text = as_yaml(grouped([*lessons, said_to_be("vad gäller", "")]), [], "sv", date(2026, 11, 3))
    made = yaml.safe_load(text)
    topics = {row["draft"]: row["topic"] for row in made["groups"]}
    assert topics == {"hur köar jag": "housing.queue", "vad gäller": "?"}
    assert [row["draft"] for row in made["new_topics"]] == ["finns det padel"]


def test_rows_have_the_form_of_data_nlu_and_nothing_masked_or_unsaid(tmp_path: Path) -> None:
    lessons = [
        said_to_be("hur köar jag: fort?", "housing.queue"),
        said_to_be("ring [number] om kön", "housing.queue"),
        said_to_be("finns det padel", "none"),
        said_to_be("vad gäller", ""),
        said_to_be("skola åt barn", "school.start"),
    ]
    file = tmp_path / "sv" / "lessons.yml"
    file.parent.mkdir()
    file.write_text(as_rows(grouped(lessons), "sv", date(2026, 11, 3)), "utf-8")
    found = {(row.text, row.topic, row.language) for row in rows_of(mapping(file))}
    assert found == {
        ("hur köar jag: fort?", "housing.queue", "sv"),
        ("skola åt barn", "school.start", "sv"),
    }
    assert as_rows(grouped([said_to_be("vad gäller", "")]), "sv", date(2026, 11, 3)) == ""


def test_a_proposed_reply_is_a_masked_draft_in_the_language_the_lots_wrote() -> None:
    reply = lots("Hej! Jag heter Anna.\n\nRing 070-123 45 67, hälsar Anna")
    steps = (0, visitor("mani sauc Ilze, cik maksā?", "lv")), (1, reply)
    (one,) = proposals_of(log(*steps, (2, AnswerProposed(2, 1, "housing.queue", "Anna"))))
    assert one.answer == "Hej! Jag heter [name].\n\nRing [number], hälsar [name]"
    assert (one.language, one.question_language, one.topic) == ("sv", "lv", "housing.queue")
    assert "Ilze" not in one.question
    made = yaml.safe_load(as_yaml([], [one], "sv", date(2026, 11, 3)))["answers"]
    assert made[0]["text"] == {"sv": one.answer}
    sent = dataclasses.replace(
        reply, text="Sveiki", language="lv", original="Hejsan", original_language="sv"
    )
    (one,) = proposals_of(log(steps[0], (1, sent), (2, AnswerProposed(2, 0, "", "Anna"))))
    assert (one.answer, one.language, one.question) == ("Hejsan", "sv", "")


def test_the_newest_proposal_counts_and_those_of_the_erased_or_of_others_do_not() -> None:
    proposed = AnswerProposed(1, 0, "a.b", "Anna"), AnswerProposed(1, 0, "", "Bo")
    (one,) = proposals_of(log((0, lots()), (1, proposed[0]), (2, proposed[1])))
    assert (one.topic, one.by) == ("", "Bo")
    assert proposals_of(log((0, lots()), (1, proposed[0]), (2, Erased("A", "queued")))) == []
    assert proposals_of(log((0, sure()), (1, proposed[0]))) == []
    assert proposals_of(log((0, Message(Author.NOTICE, "x", "sv")), (1, proposed[0]))) == []


def test_the_store_gives_what_is_new_and_nothing_of_the_erased(
    any_store: Store, clock: HandClock
) -> None:
    def asked(text: str) -> str:
        with any_store.transaction() as tx:
            wrong = Message(
                lost().author,
                "va?",
                "en",
                band="lost",
                answers=2,
                understood=(Guess("housing.queue", 0.4),),
            )
            bodies = LanguageChanged("en"), visitor(text, "en"), wrong
            return tx.open("web", None, *bodies)[0]

    asked("an old one")
    clock.pass_s(40 * 24 * 3600)
    asked("ring 070-123 45 67")
    erased = asked("my secret")
    with any_store.transaction() as tx:
        erasure.erase(tx, tx.lock(erased))
    read: list[int] = []
    since = (datetime(2026, 11, 25, tzinfo=timezone.utc) + timedelta(days=30)).date()
    (lesson,) = gather.learnt(any_store, since, progress=read.append).lessons
    assert (lesson.text, lesson.guessed) == ("ring [number]", ("housing.queue",))
    assert {one.text for one in gather.learnt(any_store).lessons} == {"an old one", "ring [number]"}
    assert read == [2]
