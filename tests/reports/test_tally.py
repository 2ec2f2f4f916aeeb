"""Visits are counted whole, on the day in Sweden on which they began."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.events import Author, Blank, Button, FeedbackGiven, Message
from bot.reports.tally import Tally, Visit, by_week, percentile, visits
from tests.reports.talks import (
    ASKED,
    CANCELLED,
    CLAIMED,
    CLOSED,
    LATVIAN,
    LEFT,
    LULEA,
    log,
    lost,
    lots,
    sure,
    visitor,
)

DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))
VISITS = st.builds(
    Visit,
    DAYS,
    st.sampled_from(["sv", "lv"]),
    st.sampled_from(["", "lulea"]),
    st.sampled_from(["assistant", "person", "unanswered"]),
    st.integers(0, 9),
    helped=st.integers(0, 2),
)


def test_a_visit_that_the_assistant_answered() -> None:
    (visit,) = visits(log((0, LULEA), (0, LATVIAN), (1, visitor()), (1, sure()), (2, visitor())))
    assert (visit.by, visit.messages, visit.language, visit.place) == (
        "assistant",
        2,
        "lv",
        "lulea",
    )
    assert visit.topics == {"housing.queue"}
    assert visit.day == date(2026, 11, 23)


def test_a_visit_without_a_sure_answer_is_unanswered() -> None:
    (visit,) = visits(log((1, visitor()), (1, lost())))
    assert visit.by == "unanswered"
    assert not visit.topics


def test_a_person_who_answered_is_counted_with_the_wait() -> None:
    steps = log((0, visitor()), (1, ASKED), (3, CLAIMED), (11, lots()), (12, lots()), (20, CLOSED))
    (visit,) = visits(steps)
    assert (visit.by, visit.waits_s) == ("person", (600.0,))
    assert (visit.handovers, visit.outcomes) == (("asked",), ("answered",))


def test_whoever_asked_and_got_no_person_is_unanswered_and_whoever_cancelled_is_not() -> None:
    assert visits(log((0, visitor()), (0, sure()), (1, LEFT)))[0].by == "unanswered"
    steps = log((0, visitor()), (0, sure()), (1, ASKED), (2, CANCELLED))
    assert visits(steps)[0].by == "assistant"


def test_silence_begins_a_new_visit_but_not_while_a_person_is_asked_for() -> None:
    assert len(visits(log((0, visitor()), (361, visitor())))) == 2
    assert len(visits(log((0, visitor()), (359, visitor())))) == 1
    days_later = visits(log((0, visitor()), (1, LEFT), (900, visitor()), (3000, CLAIMED)))
    assert len(days_later) == 1


def test_the_day_is_the_day_in_sweden() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=timezone.utc)
    assert visits(log((0, visitor()), start=late))[0].day == date(2026, 7, 2)


def test_the_last_word_on_an_answer_counts_and_erased_logs_do_not() -> None:
    (visit,) = visits(
        log((0, visitor()), (0, sure()), (1, FeedbackGiven(2, False)), (2, FeedbackGiven(2, True)))
    )
    assert (visit.helped, visit.not_helped) == (1, 0)
    assert visits(log((0, Blank()), (1, Blank()))) == []


def test_a_verdict_on_a_person_is_counted_apart_and_her_press_is_no_visit_of_its_own() -> None:
    question = Message(Author.NOTICE, "?", "sv", buttons=(Button("Ja", "hub:helped:yes:6"),))
    press = Message(Author.VISITOR, "Ja", "sv", payload="hub:helped:yes:6")
    steps = [(0, visitor()), (0, ASKED), (1, CLAIMED), (2, lots()), (3, CLOSED), (3, question)]
    days_later = [(3000, press), (3000, FeedbackGiven(6, True))]
    (visit,) = visits(log(*steps, *days_later))
    assert (visit.person_helped, visit.person_not_helped, visit.messages) == (1, 0, 1)
    assert (visit.helped, visit.not_helped) == (0, 0)
    (changed,) = visits(log(*steps, *days_later, (3001, FeedbackGiven(6, False))))
    assert (changed.person_helped, changed.person_not_helped) == (0, 1)
    (of_a_lots,) = visits(log(*steps, (4, FeedbackGiven(4, True))))
    assert (of_a_lots.helped, of_a_lots.person_helped) == (0, 1)


@given(st.lists(VISITS, max_size=30))
def test_weeks_are_the_sums_of_their_days(some: list[Visit]) -> None:
    days: dict[date, Tally] = {}
    for visit in some:
        days.setdefault(visit.day, Tally()).add(visit)
    weeks = by_week(days)
    for monday, week in weeks.items():
        mine = [v for v in some if monday <= v.day < monday + timedelta(days=7)]
        assert monday.weekday() == 0
        assert week.visits == len(mine) == sum(week.by.values()) == sum(week.languages.values())
        assert week.messages == sum(v.messages for v in mine)
        assert week.places == Counter(v.place for v in mine)
        assert week.feedback["helped"] == sum(v.helped for v in mine)
    assert sum(week.visits for week in weeks.values()) == len(some)


def test_percentiles() -> None:
    values = [float(n) for n in range(1, 102)]
    assert (percentile(values, 0.5), percentile(values, 0.9)) == (51.0, 91.0)
    assert percentile([], 0.5) is None
    assert percentile([7.0], 0.9) == 7.0
