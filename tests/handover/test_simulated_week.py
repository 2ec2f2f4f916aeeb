"""A week of arrivals, absences, holidays, a clock change and crashes: nobody is ever dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.content import Content
from bot.conversations.events import Author, Event, Message, Owner, OwnerChanged, Reason, Reminded
from bot.conversations.owner import State, after, fold
from bot.conversations.store import Store
from bot.handover.calendar import moment_text, promise_of
from bot.settings import Settings
from tests.conftest import HandClock
from tests.support.desk_week import Week, waited

WEEKS = [
    datetime(2026, 10, 23, 6, tzinfo=timezone.utc),  # the clocks go back on Sunday the 25th
    datetime(2026, 3, 27, 7, tzinfo=timezone.utc),  # and forward on Sunday the 29th; Easter follows
    datetime(2026, 12, 22, 8, tzinfo=timezone.utc),  # Christmas
    datetime(2026, 6, 17, 8, tzinfo=timezone.utc),  # Midsummer Eve is Friday the 19th
]
ACTIONS = [
    *("arrive", "ask", "ask", "cry", "write", "write", "cancel", "come", "go", "claim", "claim"),
    *("reply", "release", "transfer", "give", "think", "answer", "crash", "restart", "forget"),
]
GAPS_S = [0, 1, 20, 90, 301, 601, 1201, 3600, 4 * 3600, 15 * 3600]
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, 20), st.sampled_from(GAPS_S)),
    min_size=25,
    max_size=60,
)


@given(st.sampled_from(WEEKS), STEPS)
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a whole week takes too long
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.timeout(300)
def test_in_no_week_is_anybody_left_without_a_next_step_or_without_the_truth(
    settings: Settings,
    store: Store,
    content: Content,
    clock: HandClock,
    start: datetime,
    steps: Sequence[tuple[str, int, int]],
) -> None:
    week = Week(settings, store, content, clock, start)
    week.arrive(0)
    for action, which, gap in steps:
        week.do(action, which)
        everybody_knows(week)
        week.pass_s(gap)
        everybody_has_a_next_step(week)
    week.restart(0)
    week.pass_s(settings.patience_s + 1)
    everybody_has_a_next_step(week)
    everybody_knows(week)


def everybody_has_a_next_step(week: Week) -> None:
    """Waits end in time, silent lotsar lose the case, a left message has its day."""
    if week.crashed:
        return
    for conversation, state in week.states().items():
        if state.owner is Owner.WAITING:
            assert waited(state, week.clock.now) <= timedelta(seconds=week.settings.patience_s)
        if state.owner is Owner.MESSAGE_LEFT:
            assert promise_of(state.promised) > week.clock.now
        if state.owner is Owner.LOTS and state.owner_since:
            since = max(state.last_visitor_at or state.owner_since, state.owner_since)
            if week.clock.now - since > timedelta(seconds=week.settings.silence_s):
                with week.store.transaction() as tx:
                    assert not owes_a_word(tx.events(conversation))


def owes_a_word(log: list[Event]) -> bool:
    """True when the last that counts is the visitor's word, or that a lots got the case."""
    for event in reversed(log):
        body = event.body
        given = isinstance(body, OwnerChanged) and body.owner is Owner.LOTS
        if given and body.reason in (Reason.CLAIMED, Reason.TRANSFERRED):
            return True
        if isinstance(body, Message) and not body.payload.startswith("hub:"):
            if body.author is Author.VISITOR:
                return True
            if body.author is not Author.NOTICE and not body.unsent:
                return False
    return False


def everybody_knows(week: Week) -> None:
    """Each log is legal, each promise was in the future when made, each wait was told truly."""
    for conversation, state in week.states().items():
        if week.known.get(conversation) == state.seq:
            continue
        week.known[conversation] = state.seq
        with week.store.transaction() as tx:
            log = tx.events(conversation)
        assert [event.seq for event in log] == list(range(1, len(log) + 1))
        if state.erased:
            continue
        assert fold(log) == state
        only_owners_spoke(log)
        for event in log:
            if isinstance(event.body, (OwnerChanged, Reminded)) and event.body.promised:
                assert promise_of(event.body.promised) > event.at
        if state.owner in (Owner.WAITING, Owner.MESSAGE_LEFT):
            assert truth_of(week.content, state) in told_since_owned(log, state.owner)


def only_owners_spoke(log: Sequence[Event]) -> None:
    """The owner invariant: nobody wrote to the visitor who did not own the conversation then."""
    state = State()
    for event in log:
        body = event.body
        if isinstance(body, Message) and body.author is Author.LOTS:
            assert (state.owner, state.lots_id) == (Owner.LOTS, body.lots_id)
        if isinstance(body, Message) and body.author is Author.ASSISTANT and not body.unsent:
            assert state.assistant_speaks
        state = after(state, event.seq, event.at, body)


def truth_of(content: Content, state: State) -> str:
    """What the visitor must have read: the promise, or where she stands."""
    if state.promised:
        return moment_text(content, state.promised, state.language, state.time_zone)
    return content.phrase("notice.queue_place", state.language, place="\n").split("\n")[0]


def told_since_owned(log: Sequence[Event], owner: Owner) -> str:
    """The notices after the newest change to this owner."""
    turns = [one.seq for one in log if isinstance(one.body, OwnerChanged)]
    notices = [one.body.text for one in log if one.seq > turns[-1] and is_notice(one)]
    return "\n".join(notices)


def is_notice(event: Event) -> bool:
    return isinstance(event.body, Message) and event.body.author is Author.NOTICE
