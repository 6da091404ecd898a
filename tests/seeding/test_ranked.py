"""The best come first, the unknown last, and equals stay in the order they came in."""

from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.seeding.ranked import by_places, by_rating
from domain.standings.placing import Placing

ANN, BEN, CAT, DAN, ZOE = (UUID(int=number) for number in (1, 2, 3, 4, 26))
ALL = [ANN, BEN, CAT, DAN]
RATINGS = st.dictionaries(st.sampled_from(ALL), st.integers(-5, 5))


def test_the_best_rating_is_first_and_the_unrated_are_last() -> None:
    assert by_rating([ANN, BEN, CAT, DAN], {CAT: 1500, DAN: 2100, ZOE: 2800}) == [DAN, CAT, ANN, BEN]


def test_a_rating_below_nothing_is_still_a_rating() -> None:
    assert by_rating([ANN, BEN, CAT], {CAT: -10, BEN: 0}) == [BEN, CAT, ANN]


@given(st.permutations(ALL), RATINGS)
def test_equal_ratings_keep_the_order_given(entrants: list[UUID], ratings: dict[UUID, int]) -> None:
    ranked = by_rating(entrants, ratings)
    assert sorted(ranked) == ALL
    for one, other in pairwise(ranked):
        if ratings.get(one) == ratings.get(other):
            assert entrants.index(one) < entrants.index(other)
        else:
            assert other not in ratings or (one in ratings and ratings[one] > ratings[other])


def test_an_earlier_tournament_seeds_by_its_places() -> None:
    places = [Placing(ZOE, 1, 1), Placing(CAT, 2, 2), Placing(ANN, 3, 4), Placing(DAN, 3, 4)]
    assert by_places([DAN, BEN, ANN, CAT], places) == [CAT, DAN, ANN, BEN]


def test_of_two_places_the_better_counts() -> None:
    assert by_places([ANN, BEN], [Placing(BEN, 1, 1), Placing(ANN, 2, 2), Placing(BEN, 5, 8)]) == [BEN, ANN]


def test_without_places_the_order_stays() -> None:
    assert by_places([CAT, ANN, BEN], []) == [CAT, ANN, BEN]
