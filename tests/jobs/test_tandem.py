"""Places with work for two, ranked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.adverts import Advert
from bot.jobs.tandem import COMMUTE_KM, by_place, crow_km, ranked

ADVERT = Advert("1", "Kock", "Testkommunen", "Luleå", "id", None, None, "", (), None, "")
SLUGS = ("boden", "lulea", "pitea", "umea", "kiruna")
COUNTS = st.dictionaries(st.sampled_from(SLUGS), st.integers(1, 9))
ROADS = {("lulea", "boden"): 40, ("lulea", "pitea"): 60, ("lulea", "umea"): 270}


def adverts(counts: dict[str, int]) -> dict[str, list[Advert]]:
    return {slug: [ADVERT] * count for slug, count in counts.items()}


def test_the_place_where_the_rarer_has_most_comes_first() -> None:
    found = ranked(adverts({"lulea": 9, "umea": 3}), adverts({"lulea": 1, "umea": 2}), {})
    assert [chance.place for chance in found] == ["umea", "lulea"]


def test_the_place_that_was_named_comes_before_better_ones() -> None:
    found = ranked(
        adverts({"lulea": 9, "umea": 3}), adverts({"lulea": 1, "umea": 2}), {}, ("lulea",)
    )
    assert found[0].place == "lulea"


def test_two_places_within_reach_count_when_neither_has_work_for_both() -> None:
    found = ranked(adverts({"boden": 1}), adverts({"lulea": 2, "umea": 5}), ROADS)
    assert [(one.place, one.partner_place, one.km) for one in found] == [("boden", "lulea", 40)]
    assert found[0].is_pair


@given(COUNTS, COUNTS)
def test_every_chance_has_work_for_both_and_none_is_too_far(
    mine: dict[str, int], partners: dict[str, int]
) -> None:
    found = ranked(adverts(mine), adverts(partners), ROADS)
    for chance in found:
        assert chance.place in mine
        assert chance.partner_place in partners
        assert chance.km <= COMMUTE_KM
        assert chance.is_pair == (chance.km > 0)
    assert {one.place for one in found if not one.is_pair} == set(mine) & set(partners)


@given(COUNTS, COUNTS)
def test_who_asks_first_does_not_change_the_places(
    mine: dict[str, int], partners: dict[str, int]
) -> None:
    one = ranked(adverts(mine), adverts(partners), ROADS)
    other = ranked(adverts(partners), adverts(mine), ROADS)
    assert {frozenset((c.place, c.partner_place)) for c in one} == {
        frozenset((c.place, c.partner_place)) for c in other
    }


def test_adverts_of_places_that_do_not_count_are_left_out() -> None:
    abroad = replace(ADVERT, place_id="malmo")
    here = replace(ADVERT, place_id="l")
    assert by_place([abroad, here, here], {"l": "lulea"}) == {"lulea": [here, here]}


def test_distance_is_known_when_both_workplaces_are() -> None:
    lulea = replace(ADVERT, coordinates=(65.58, 22.15))
    boden = replace(ADVERT, coordinates=(65.83, 21.69))
    km = crow_km(lulea, boden)
    assert km is not None
    assert 30 <= km <= 40
    assert crow_km(lulea, lulea) == 0
    assert crow_km(lulea, ADVERT) is None
