"""Round robin: everyone meets everyone, in Berger's order, alone or in groups."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.table.round_robin import Grouping, draw, groups, name_of, rounds

SIZES = st.integers(2, 60)


def written(table: list[list[tuple[int, int]]]) -> str:
    return " | ".join(" ".join(f"{first}-{second}" for first, second in pairs) for pairs in table)


def test_the_table_of_six_is_bergers() -> None:
    """FIDE C.05 Annex 1, table B."""
    assert written(rounds(6)) == ("1-6 2-5 3-4 | 6-4 5-3 1-2 | 2-6 3-1 4-5 | 6-5 1-4 2-3 | 3-6 4-2 5-1")


def test_the_table_of_four_is_bergers() -> None:
    """FIDE C.05 Annex 1, table A."""
    assert written(rounds(4)) == "1-4 2-3 | 4-3 1-2 | 2-4 3-1"


@given(SIZES, st.integers(1, 4))
def test_every_pair_meets_as_often_as_there_are_cycles(entrants: int, cycles: int) -> None:
    met = Counter(frozenset(pair) for pairs in rounds(entrants, cycles) for pair in pairs)
    assert met == {frozenset(pair): cycles for pair in combinations(range(1, entrants + 1), 2)}


@pytest.mark.parametrize("entrants", [*range(60, 256, 15), 256])
def test_so_it_is_in_the_largest(entrants: int) -> None:
    table = rounds(entrants)
    met = {frozenset(pair) for pairs in table for pair in pairs}
    assert sum(map(len, table)) == len(met) == entrants * (entrants - 1) // 2
    for pairs in table:
        assert len({each for pair in pairs for each in pair}) == 2 * len(pairs)


@given(SIZES)
def test_nobody_plays_twice_in_a_round_and_one_rests_where_they_are_odd(entrants: int) -> None:
    table = rounds(entrants)
    assert len(table) == entrants - 1 + entrants % 2
    for pairs in table:
        playing = [entrant for pair in pairs for entrant in pair]
        assert len(playing) == len(set(playing)) == entrants - entrants % 2


@given(SIZES)
def test_a_second_cycle_has_the_sides_the_other_way_round(entrants: int) -> None:
    table = rounds(entrants, 2)
    half = len(table) // 2
    assert table[half:] == [[(second, first) for first, second in pairs] for pairs in table[:half]]


@given(SIZES)
def test_sides_are_even_within_one(entrants: int) -> None:
    firsts = Counter(pair[0] for pairs in rounds(entrants) for pair in pairs)
    seconds = Counter(pair[1] for pairs in rounds(entrants) for pair in pairs)
    assert all(abs(firsts[each] - seconds[each]) <= 1 for each in range(1, entrants + 1))


def test_seeds_are_dealt_by_effort_or_in_a_snake() -> None:
    assert groups(8, 2, Grouping.EFFORT) == [[1, 3, 5, 7], [2, 4, 6, 8]]
    assert groups(8, 2, Grouping.SNAKE) == [[1, 4, 5, 8], [2, 3, 6, 7]]


@given(st.integers(2, 16), st.integers(0, 60), st.sampled_from(Grouping))
def test_groups_are_even_and_keep_the_best_apart(count: int, more: int, how: Grouping) -> None:
    dealt = groups(2 * count + more, count, how)
    assert sorted(seed for group in dealt for seed in group) == list(range(1, 2 * count + more + 1))
    assert max(map(len, dealt)) - min(map(len, dealt)) <= 1
    assert {group[0] for group in dealt} == set(range(1, count + 1))


def test_groups_play_side_by_side_each_under_its_name() -> None:
    drawn = draw(8, count=2)
    assert len(drawn.matches) == 12
    assert [match.bracket for match in drawn.matches[:4]] == ["group A"] * 2 + ["group B"] * 2
    assert drawn.matches[0].name == "Group A, round 1, match 1"
    assert [name_of(number) for number in (0, 25, 26)] == ["group A", "group Z", "group AA"]


@pytest.mark.parametrize(("entrants", "count"), [(3, 2), (4, 0), (1, 1)])
def test_a_group_of_one_is_none(entrants: int, count: int) -> None:
    with pytest.raises(ValueError, match="group"):
        groups(entrants, count)


@pytest.mark.parametrize(("entrants", "cycles"), [(1, 1), (257, 1), (4, 0)])
def test_a_table_nobody_can_play_is_refused(entrants: int, cycles: int) -> None:
    with pytest.raises(ValueError, match="2 to 256"):
        rounds(entrants, cycles)
