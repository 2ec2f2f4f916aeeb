"""A small number is never shown, and there is always another number that it could be."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.withhold import SMALL, Shown, withheld

Numbers = dict[str, int]
Sums = list[tuple[str, list[str]]]


def tree(weeks: list[list[int]], languages: int) -> tuple[Numbers, Sums]:
    """A total of weeks, each a sum of its parts; the total is also a sum of languages."""
    numbers: Numbers = {}
    sums: Sums = [("all", [])]
    for w, parts in enumerate(weeks):
        sums[0][1].append(f"w{w}")
        sums.append((f"w{w}", [f"w{w}.{p}" for p in range(len(parts))]))
        numbers |= {f"w{w}.{p}": value for p, value in enumerate(parts)}
        numbers[f"w{w}"] = sum(parts)
    numbers["all"] = sum(map(sum, weeks))
    first = min(languages, numbers["all"])
    numbers |= {"sv": first, "lv": numbers["all"] - first}
    return numbers, [*sums, ("all", ["sv", "lv"])]


def possible(value: int, shown: Shown) -> range:
    """Numbers near `value` that would be shown in the same way."""
    if shown.value is not None:
        return range(value, value + 1)
    if shown.small:
        return range(1, SMALL)
    return range(max(0, value - 3), value + 4)


def could_be_another(name: str, numbers: Numbers, sums: Sums, shown: dict[str, Shown]) -> bool:
    """Whether other numbers, which would look the same, have another value at `name`."""
    leaves = [one for one in numbers if one not in {total for total, _ in sums}]
    ranges = [possible(numbers[one], shown[one]) for one in leaves]
    for values in itertools.product(*ranges):
        world = dict(zip(leaves, values, strict=True))
        for total, parts in reversed(sums[:-1]):
            world[total] = sum(world[part] for part in parts)
        if world["all"] != world["sv"] + world["lv"] or world[name] == numbers[name]:
            continue
        if all(looks_the_same(world[one], shown[one]) for one in numbers):
            return True
    return False


def looks_the_same(value: int, shown: Shown) -> bool:
    if shown.value is not None:
        return value == shown.value
    return not shown.small or 0 < value < SMALL


COUNTS = st.one_of(st.integers(0, 3), st.integers(0, 12))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(COUNTS, min_size=2, max_size=2), min_size=1, max_size=2), st.integers(0, 12)
)
def test_no_small_number_can_be_computed(weeks: list[list[int]], languages: int) -> None:
    numbers, sums = tree(weeks, languages)
    shown = withheld(numbers, sums)
    for name, value in numbers.items():
        if 0 < value < SMALL:
            assert shown[name].value is None
            assert could_be_another(name, numbers, sums, shown), (name, numbers, shown)
        elif shown[name].value is not None:
            assert shown[name].value == value


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=1, max_size=9), st.integers(0, 40)
)
def test_it_ends_and_never_shows_a_small_number(weeks: list[list[int]], languages: int) -> None:
    numbers, sums = tree(weeks, languages)
    shown = withheld(numbers, sums)
    assert not any(one.value is not None and 0 < one.value < SMALL for one in shown.values())


def test_a_second_number_is_hidden_beside_the_only_small_one() -> None:
    shown = withheld({"all": 60, "sv": 50, "lv": 3, "et": 7}, [("all", ["sv", "lv", "et"])])
    assert [str(one) for one in shown.values()] == ["60", "50", "<5", "–"]


def test_of_a_small_total_nothing_is_told() -> None:
    shown = withheld({"all": 2, "sv": 1, "lv": 1, "et": 0}, [("all", ["sv", "lv", "et"])])
    assert [str(one) for one in shown.values()] == ["<5", "–", "–", "–"]


def test_large_numbers_stay_as_they_are() -> None:
    shown = withheld({"all": 60, "sv": 50, "lv": 10}, [("all", ["sv", "lv"])])
    assert [one.value for one in shown.values()] == [60, 50, 10]
