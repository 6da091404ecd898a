"""Swiss pairing: what every round keeps, whatever was played before."""

import random
from collections import Counter
from math import ceil, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.formats.swiss.field import POINTS, NoPairing, taking_part
from domain.formats.swiss.general import Paired, pair
from domain.standings.results import Kind, Outcome, RoundIncomplete
from tests.swiss.swiss_rounds import BOTH_LOST, DREW, LOST, alone, forfeited, played, tournament

SIZES = st.integers(2, 300)
CHANCE = st.randoms(use_true_random=False)
FOUR = range(1, 5)
FIVE = range(1, 6)


def rounds_for(entrants: int) -> int:
    return min(ceil(log2(entrants)), 5)


def everyone(paired: Paired) -> list[int]:
    alone = [] if paired.bye is None else [paired.bye]
    return sorted([entrant for sides in paired.pairs for entrant in sides] + alone)


@settings(max_examples=25)
@given(SIZES, CHANCE)
def test_everyone_is_paired_once_nobody_meets_again_and_nobody_rests_twice(
    entrants: int, chance: random.Random
) -> None:
    met: set[frozenset[int]] = set()
    rested: set[int] = set()
    for _, paired, results in tournament(chance, entrants, rounds_for(entrants)):
        assert everyone(paired) == list(range(1, entrants + 1))
        rested |= {
            entrant
            for result in results
            if result.kind is Kind.FORFEIT
            for _, entrant, outcome in taking_part(result)
            if outcome is Outcome.WIN
        }
        assert (paired.bye is None) == (entrants % 2 == 0)
        assert paired.bye is None or paired.bye not in rested
        now = {frozenset(sides) for sides in paired.pairs}
        assert not met & now
        met |= now
        rested |= set() if paired.bye is None else {paired.bye}


@settings(max_examples=25)
@given(st.integers(16, 300), CHANCE)
def test_no_more_matches_cross_a_score_than_odd_groups_ask_for(entrants: int, chance: random.Random) -> None:
    for number, paired, results in tournament(chance, entrants, 3):
        scores = Counter(dict.fromkeys(everyone(paired), 0))
        for result in results:
            scores.update({entrant: POINTS[outcome] for _, entrant, outcome in taking_part(result)})
        there = [score for entrant, score in scores.items() if entrant != paired.bye]
        odd = sum(sum(score >= limit for score in there) % 2 for limit in set(there))
        crossing = [sides for sides in paired.pairs if scores[sides[0]] != scores[sides[1]]]
        # Of twice as many as there were rounds everyone has half left to meet, so they can be paired (Dirac).
        sizes = Counter(there)
        small = sum(size for size in sizes.values() if size <= 2 * number)
        assert len(crossing) <= odd + small


@settings(max_examples=10)
@given(st.integers(2, 120), st.integers(0, 2**32))
def test_the_same_results_in_any_order_give_the_same_round(entrants: int, seed: int) -> None:
    for number, paired, results in tournament(random.Random(seed), entrants, 3 if entrants > 7 else 1):
        mixed = random.Random(seed + 1).sample(results, len(results))
        assert pair(range(1, entrants + 1), mixed, number) == paired


@settings(max_examples=15)
@given(st.integers(8, 200), CHANCE)
def test_sides_stay_even(entrants: int, chance: random.Random) -> None:
    firsts: Counter[int] = Counter()
    for number, paired, _ in tournament(chance, entrants, 3):
        for first, second in paired.pairs:
            firsts[first] += 1
            firsts[second] -= 1
        assert number > 1 or all(abs(count) == 1 for count in firsts.values() if count)
    assert sum(abs(count) <= 1 for count in firsts.values()) >= 0.7 * entrants


def test_the_top_half_meets_the_bottom_half() -> None:
    assert pair(range(1, 9), [], 1) == Paired([(1, 5), (6, 2), (3, 7), (8, 4)], None)


def test_the_lowest_rests_in_an_odd_field() -> None:
    assert pair(FIVE, [], 1) == Paired([(1, 3), (4, 2)], 5)


def test_the_lowest_of_an_odd_group_meets_the_highest_of_the_next() -> None:
    first = [played(1, 1, 4), played(1, 2, 5), played(1, 3, 6)]
    met = {frozenset(sides) for sides in pair(range(1, 7), first, 2).pairs}
    assert met == {frozenset({1, 2}), frozenset({3, 4}), frozenset({5, 6})}


def test_who_was_first_is_second_next() -> None:
    first = [played(1, 1, 3), played(1, 4, 2, LOST)]
    assert pair(FOUR, first, 2).pairs == [(2, 1), (3, 4)]


def test_a_bye_and_a_win_by_forfeit_are_had_once() -> None:
    first = [forfeited(1, 3, 1), played(1, 2, 4), alone(1, 5, Kind.BYE)]
    second = pair(FIVE, first, 2)
    assert second.bye == 4
    assert pair(
        FIVE, [*first, *(played(2, *sides) for sides in second.pairs), alone(2, 4, Kind.BYE)], 3
    ).bye in {
        1,
        2,
    }


def test_a_half_point_bye_does_not_stand_for_the_bye() -> None:
    first = [played(1, 1, 3), played(1, 2, 4), alone(1, 5, Kind.HALF_BYE)]
    lost = [played(2, 5, 1, LOST), played(2, 2, 3, DREW), alone(2, 4, Kind.BYE)]
    assert pair(FIVE, [*first, *lost], 3).bye == 5


def test_who_comes_late_is_paired_from_then_on() -> None:
    results = [played(1, 1, 3), played(1, 2, 4), alone(1, 5, Kind.ABSENT), alone(1, 6, Kind.HALF_BYE)]
    assert everyone(pair(range(1, 7), results, 2)) == [1, 2, 3, 4, 5, 6]


def test_who_left_is_never_paired_again_and_who_rests_comes_back() -> None:
    first = [played(1, 1, 3), played(1, 2, 4)]
    assert everyone(pair(FOUR, first, 2, withdrawn={3}, resting={4})) == [1, 2]
    second = [played(2, 1, 2), alone(2, 4, Kind.HALF_BYE)]
    third = pair(FOUR, [*first, *second], 3, withdrawn={3})
    assert everyone(third) == [1, 2, 4]
    assert 3 not in everyone(third)


def test_nobody_is_paired_with_himself_when_only_one_is_left() -> None:
    assert pair(FOUR, [], 1, withdrawn={2, 3, 4}) == Paired([], 1)
    assert pair(FOUR, [], 1, withdrawn=FOUR) == Paired([], None)


def test_forbidden_pairs_do_not_meet() -> None:
    met = {frozenset(sides) for sides in pair(FOUR, [], 1, forbidden=[(1, 3), (4, 1)]).pairs}
    assert met == {frozenset({1, 2}), frozenset({3, 4})}


def test_both_may_lose_and_a_forfeited_match_is_not_made_up_for() -> None:
    first = [forfeited(1, 1, 3, BOTH_LOST), played(1, 2, 4)]
    assert frozenset({1, 3}) not in {frozenset(sides) for sides in pair(FOUR, first, 2).pairs}


def test_a_round_is_paired_only_when_the_last_is_complete() -> None:
    with pytest.raises(RoundIncomplete, match="round 1 is not complete: no result for 2, 4") as refusal:
        pair(FOUR, [played(1, 1, 3)], 2)
    assert (refusal.value.round, refusal.value.missing) == (1, [2, 4])


def test_what_was_played_later_does_not_count() -> None:
    first = [played(1, 1, 3), played(1, 2, 4)]
    assert pair(FOUR, [*first, played(2, 1, 2)], 2) == pair(FOUR, first, 2)


@pytest.mark.parametrize("entrants", [[1, 1, 2, 3], [1, 2, 3, 2]])
def test_an_entrant_is_named_once(entrants: list[int]) -> None:
    with pytest.raises(ValueError, match="once"):
        pair(entrants, [], 1)


def test_two_results_of_one_entrant_in_a_round_are_refused() -> None:
    with pytest.raises(ValueError, match="one result"):
        pair(FOUR, [played(1, 1, 3), played(1, 2, 4), played(1, 1, 2)], 2)


def test_where_all_have_met_there_is_no_pairing() -> None:
    with pytest.raises(NoPairing):
        pair([1, 2], [played(1, 1, 2)], 2)
    with pytest.raises(NoPairing):
        pair([1], [alone(1, 1, Kind.BYE)], 2)


def test_a_large_field_is_paired_although_most_are_kept_apart() -> None:
    club = range(151, 301)
    apart = [(one, other) for one in club for other in club if one < other]
    paired = pair(range(1, 301), [], 1, forbidden=apart)
    assert everyone(paired) == list(range(1, 301))
    assert not any(one > 150 and other > 150 for one, other in paired.pairs)
