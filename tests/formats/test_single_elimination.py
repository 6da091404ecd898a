"""Single elimination: the draw itself."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.draw import Draw, DrawnMatch
from domain.formats.elimination.single_elimination import Losers, draw
from domain.seeding.orders import standard_order

LOSERS = {False: Losers.OUT, True: Losers.THIRD_PLACE}
SIZES = st.integers(2, 300)


def first_round(drawn: Draw) -> list[list[int]]:
    return [
        [source.number for source in match.sides]
        for match in drawn.matches
        if all(source.kind == "seed" for source in match.sides)
    ]


def test_the_standard_order_is_the_published_one() -> None:
    assert standard_order(8) == [1, 8, 4, 5, 2, 7, 3, 6]
    assert standard_order(16) == [1, 16, 8, 9, 4, 13, 5, 12, 2, 15, 7, 10, 3, 14, 6, 11]


@pytest.mark.parametrize("size", [0, 1, 3, 12])
def test_an_order_needs_a_power_of_two(size: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        standard_order(size)


@pytest.mark.parametrize("entrants", [-1, 0, 1, 4097])
def test_a_draw_outside_2_to_4096_is_refused(entrants: int) -> None:
    with pytest.raises(ValueError, match="2 to 4,096"):
        draw(entrants)


@given(SIZES, st.booleans())
def test_there_is_one_match_for_each_who_is_knocked_out(entrants: int, third: bool) -> None:
    extra = 1 if third and entrants >= 4 else 0
    assert len(draw(entrants, LOSERS[third]).matches) == entrants - 1 + extra


@given(SIZES)
def test_the_top_seeds_have_the_byes(entrants: int) -> None:
    size = 1 << (entrants - 1).bit_length()
    playing = {
        source.number for match in draw(entrants).matches if match.round == 1 for source in match.sides
    }
    assert playing == set(range(size - entrants + 1, entrants + 1))


@given(SIZES, st.booleans())
def test_matches_are_listed_in_an_order_they_can_be_played_in(entrants: int, third: bool) -> None:
    for match in draw(entrants, LOSERS[third]).matches:
        assert all(source.number < match.number for source in match.sides if source.kind != "seed")


@given(SIZES, st.booleans(), st.randoms(use_true_random=False))
def test_every_entrant_ends_with_exactly_one_place(entrants: int, third: bool, chance: random.Random) -> None:
    places: list[int] = []
    ranges: dict[int, list[int]] = {}
    came: dict[tuple[str, int], int] = {}

    def who(match: DrawnMatch) -> list[int]:
        return [s.number if s.kind == "seed" else came[s.kind, s.number] for s in match.sides]

    for match in draw(entrants, LOSERS[third]).matches:
        winner, loser = chance.sample(who(match), 2)
        came["winner", match.number], came["loser", match.number] = winner, loser
        for entrant, place, target in (
            (winner, match.winner_place, match.winner_to),
            (loser, match.loser_place, match.loser_to),
        ):
            assert (place is None) != (target is None)
            if place is not None:
                assert entrant not in ranges
                ranges[entrant] = place
    for low, high in {tuple(place) for place in ranges.values()}:
        shared = [entrant for entrant, place in ranges.items() if tuple(place) == (low, high)]
        assert len(shared) == high - low + 1
        places += range(low, high + 1)
    assert sorted(places) == list(range(1, entrants + 1))


@pytest.mark.parametrize("entrants", [2, 3])
def test_with_two_or_three_entrants_there_is_no_third_place_match(entrants: int) -> None:
    assert draw(entrants, Losers.THIRD_PLACE) == draw(entrants)


def test_eight_play_the_standard_first_round() -> None:
    assert first_round(draw(8)) == [[1, 8], [4, 5], [2, 7], [3, 6]]


def test_the_last_rounds_have_their_names() -> None:
    names = [match.name for match in draw(8, Losers.THIRD_PLACE).matches]
    assert names[0] == "Quarter-final 1"
    assert names[-4:] == ["Semi-final 1", "Semi-final 2", "Third-place match", "Final"]
