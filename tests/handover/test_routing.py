"""Every case is somebody's to take, and one's own come first."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.handover.routing import Routed, Whose, routed

SLUGS = ("lulea", "sorsele", "boden", "")
TAGS = ("sv", "en", "et", "lv", "lt")


@dataclass(frozen=True)
class Lots:
    municipalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


places = st.lists(st.sampled_from(SLUGS[:3]), unique=True, max_size=3).map(tuple)
tongues = st.lists(st.sampled_from(TAGS), unique=True, max_size=3).map(tuple)
somebody = st.builds(Lots, places, tongues)
team = st.lists(somebody, min_size=1, max_size=5)


@given(st.sampled_from(SLUGS), st.sampled_from(TAGS), team)
def test_no_case_is_ever_nobodys(municipality: str, language: str, colleagues: list[Lots]) -> None:
    seen = [routed(municipality, language, one, colleagues).whose for one in colleagues]
    assert any(whose is not Whose.OTHER for whose in seen)


@given(st.sampled_from(SLUGS), st.sampled_from(TAGS), team, tongues)
def test_languages_put_in_order_and_never_hide(
    municipality: str, language: str, colleagues: list[Lots], spoken: tuple[str, ...]
) -> None:
    one = colleagues[0]
    other = Lots(one.municipalities, spoken)
    found = [routed(municipality, language, who, colleagues).whose for who in (one, other)]
    assert found[0] is found[1]


@given(st.sampled_from(SLUGS), team, somebody)
def test_a_new_colleague_never_takes_a_case_from_its_own_people(
    municipality: str, colleagues: list[Lots], new: Lots
) -> None:
    for one in colleagues:
        before = routed(municipality, "sv", one, colleagues).whose
        after = routed(municipality, "sv", one, [*colleagues, new]).whose
        assert (before is Whose.MINE) == (after is Whose.MINE)


def test_what_nobody_has_is_the_pools_and_what_a_colleague_has_is_hers() -> None:
    anna, bo = Lots(("lulea",)), Lots(("sorsele",))
    team = [anna, bo]
    assert routed("lulea", "sv", anna, team).whose is Whose.MINE
    assert routed("sorsele", "sv", anna, team).whose is Whose.OTHER
    assert routed("boden", "sv", anna, team).whose is Whose.POOL
    assert routed("", "sv", anna, team).whose is Whose.POOL
    assert routed("sorsele", "sv", anna, [anna]).whose is Whose.POOL
    assert routed("sorsele", "sv", Lots(), team).whose is Whose.MINE


def test_ones_own_to_take_come_first_then_languages_one_speaks_then_ones_own_places() -> None:
    ordered = [
        Routed(Whose.MINE, speaks=True),
        Routed(Whose.POOL, speaks=True),
        Routed(Whose.MINE, speaks=False),
        Routed(Whose.POOL, speaks=False),
        Routed(Whose.OTHER, speaks=True),
        Routed(Whose.OTHER, speaks=False),
    ]
    assert sorted(reversed(ordered), key=lambda one: one.rank) == ordered


def test_somebody_who_told_no_languages_speaks_them_all() -> None:
    assert routed("lulea", "lv", Lots(), []).speaks
    assert not routed("lulea", "lv", Lots((), ("sv", "en")), []).speaks
