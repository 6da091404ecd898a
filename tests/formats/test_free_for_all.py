"""Many meet in one match: lobbies, points for places and kills, and ties that stay ties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.table.free_for_all import Finish, Points, Unplayable, lobbies, table

POINTS = Points(places=(12, 9, 7, 5), kill=1)


def shown(entrants: int, *matches: dict[int, Finish]) -> list[tuple[int, str, int]]:
    found = table(entrants, matches, POINTS)
    return [(total.entrant, f"{total.low}-{total.high}", total.points) for total in found]


def test_places_and_kills_are_points() -> None:
    first = {1: Finish(2, 5), 2: Finish(1, 0), 3: Finish(3, 2), 4: Finish(4, 0), 5: Finish(5, 1)}
    assert shown(5, first) == [(1, "1-1", 14), (2, "2-2", 12), (3, "3-3", 9), (4, "4-4", 5), (5, "5-5", 1)]


def test_the_same_points_go_by_wins_then_kills_then_places() -> None:
    one = {1: Finish(1), 2: Finish(2, 3), 3: Finish(3)}
    two = {1: Finish(3), 2: Finish(2, 0), 3: Finish(1)}
    assert shown(3, one, two) == [(2, "1-1", 21), (3, "2-2", 19), (1, "3-3", 19)]  # by the latest place


def test_who_is_level_in_everything_shares_the_rank() -> None:
    level = {1: Finish(1), 2: Finish(1), 3: Finish(3)}
    assert shown(4, level) == [(1, "1-2", 12), (2, "1-2", 12), (3, "3-3", 7), (4, "4-4", 0)]


@pytest.mark.parametrize(
    "match",
    [
        {},
        {1: Finish(2)},
        {1: Finish(1), 9: Finish(2)},
        {1: Finish(1), 2: Finish(3)},
        {1: Finish(1), 2: Finish(1), 3: Finish(2)},
        {1: Finish(1, -1), 2: Finish(2)},
    ],
)
def test_places_that_cannot_be_are_refused(match: dict[int, Finish]) -> None:
    with pytest.raises(Unplayable, match="match 1: "):
        table(3, [match], POINTS)


@given(st.integers(2, 300), st.integers(2, 60))
def test_lobbies_are_as_few_and_as_even_as_can_be(entrants: int, size: int) -> None:
    if entrants // -(-entrants // size) < 2:
        with pytest.raises(ValueError, match="two entrants"):
            lobbies(entrants, size)
        return
    dealt = lobbies(entrants, size)
    assert sorted(seed for lobby in dealt for seed in lobby) == list(range(1, entrants + 1))
    assert max(map(len, dealt)) <= size
    assert max(map(len, dealt)) - min(map(len, dealt)) <= 1
    assert len(dealt) == -(-entrants // size)


@given(st.lists(st.permutations(range(1, 9)), min_size=1, max_size=6))
def test_ranks_are_complete_whatever_happens(orders: list[list[int]]) -> None:
    matches = [{entrant: Finish(place) for place, entrant in enumerate(order, 1)} for order in orders]
    found = table(8, matches, POINTS)
    assert sorted(total.entrant for total in found) == list(range(1, 9))
    for index, total in enumerate(found, 1):
        assert total.low <= index <= total.high
        assert sum(other.low == total.low for other in found) == total.high - total.low + 1
    assert sum(total.points for total in found) == len(orders) * sum(POINTS.places)
