"""Listed words are found with their endings, in compounds, and with a wrong letter."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.lexicon import Hit, Lexicon

JOBS = Lexicon.of(
    {
        "welder": ["svetsar*", "keevitaja*", "suvirintoj*"],
        "engineer": ["ingenjör*", "inžinier*"],
        "civil": ["byggnadsingenjör*", "ehitusinsener*", "statybos inžinier*"],
        "cook": ["kock", "kocken", "virėj*"],
        "it": ["it work*"],
    }
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Svetsare?", "welder"),
        ("jobb som SVETSARNA", "welder"),
        ("keevitajale", "welder"),
        ("kock", "cook"),
        ("virejai", "cook"),  # without diacritics
        ("statybos inžinieriui", "civil"),  # the longest of those that overlap
        ("byggnadsingenjörer", "civil"),
    ],
)
def test_an_entry_is_found_with_its_endings(text: str, value: str) -> None:
    assert [hit.value for hit in JOBS.find(text)] == [value]


@pytest.mark.parametrize("text", ["kockar", "en vetsare", "insvetsad", "", "statybos darbai"])
def test_what_is_not_listed_is_not_found(text: str) -> None:
    assert JOBS.find(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("svetsre", "welder"),
        ("sevtsare", "welder"),
        ("suvirntojas", "welder"),
        ("gruvingenjör", "engineer"),  # the last part of a compound
        ("statybos inzinerius", "civil"),
    ],
)
def test_a_forgiving_search_takes_mistakes_and_compounds(text: str, value: str) -> None:
    assert JOBS.find(text) == []
    assert [hit.value for hit in JOBS.find(text, forgiving=True)] == [value]


@pytest.mark.parametrize("text", ["i work there", "kokc", "svamp", "ingen"])
def test_short_words_and_beginnings_are_not_forgiven(text: str) -> None:
    assert JOBS.find(text, forgiving=True) == []


def test_a_hit_tells_its_words() -> None:
    assert JOBS.find("vi söker en statybos inžinierė nu") == [Hit("civil", 3, 5)]


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    hits = JOBS.find(text, forgiving=True)
    assert all(hit.start < hit.end for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))
