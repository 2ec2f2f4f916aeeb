"""Any family card, for tests by hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bot.content.model import ARRANGED, ORIGINS
from bot.plan.card import MOST_CHILDREN, OLDEST_CHILD, Adult, Card

OCCUPATIONS = ("", "doctor", "teacher", "electrician", "cook", "no_such")

adults = st.builds(
    Adult, occupation=st.sampled_from(OCCUPATIONS), origin=st.sampled_from(("", *ORIGINS))
)
cards = st.builds(
    Card,
    me=adults,
    partner=adults,
    adults=st.integers(0, 2),
    children=st.none() | st.lists(st.integers(0, OLDEST_CHILD), max_size=MOST_CHILDREN).map(tuple),
    day=st.none() | st.dates(date(2026, 1, 1), date(2040, 12, 31)),
    month_only=st.booleans(),
    arranged=st.none() | st.frozensets(st.sampled_from(ARRANGED)),
    skipped=st.frozensets(st.sampled_from(("plan.date", "plan.children"))),
)
