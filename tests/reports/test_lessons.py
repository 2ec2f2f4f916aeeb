"""What was not answered well becomes a masked, grouped draft; what was erased never."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import yaml

from bot.conversations import erasure
from bot.conversations.events import (
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
)
from bot.conversations.store import Store
from bot.reports import gather
from bot.reports.lessons import Lesson, as_yaml, grouped, lessons_of
from tests.conftest import HandClock
from tests.reports.talks import ASKED, log, lost, sure, visitor


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
    text = as_yaml(grouped([lesson]), "lv", date(2026, 11, 3))
    (row,) = yaml.safe_load(text)["groups"]
    assert (row["topic"], row["draft"], row["asked"]) == ("?", "cik maksā bērnudārzs", 1)
    assert row["guessed"] == ["a.b"]
    assert "read every line" in text


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
    (lesson,) = gather.lessons(any_store, since, read.append)
    assert (lesson.text, lesson.guessed) == ("ring [number]", ("housing.queue",))
    assert {one.text for one in gather.lessons(any_store)} == {"an old one", "ring [number]"}
    assert read == [2]
