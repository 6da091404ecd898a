"""Valve's Swiss: the printed rows, the seeds between rounds, and stages that always end."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.formats.swiss.valve import NEEDED, PRIORITIES, Match, Standing, pair, standings
from domain.standings.results import Kind, Result, RoundIncomplete
from tests.swiss.swiss_rounds import BOTH_LOST, LOST, WON, alone, forfeited, played

TEAMS = range(1, 17)


def sides(matches: list[Match]) -> list[tuple[int, int]]:
    return [match.sides for match in matches]


def higher_seeds_win(rounds: int) -> list[Result]:
    """A stage in which the better initial seed wins every match."""
    results: list[Result] = []
    for number in range(1, rounds + 1):
        matches, _ = pair(TEAMS, results, number)
        results += [
            played(number, *match.sides, WON if match.sides[0] < match.sides[1] else LOST)
            for match in matches
        ]
    return results


def test_the_first_round_is_the_printed_one() -> None:
    matches, bye = pair(TEAMS, [], 1)
    assert sides(matches) == [(seed, seed + 8) for seed in range(1, 9)]
    assert ({match.best_of for match in matches}, bye) == ({1}, None)


def test_the_second_round_pairs_highest_and_lowest_of_each_record() -> None:
    matches, _ = pair(TEAMS, higher_seeds_win(1), 2)
    assert sides(matches) == [(1, 8), (2, 7), (3, 6), (4, 5), (9, 16), (10, 15), (11, 14), (12, 13)]


def test_the_third_round_decides_for_some_and_those_play_best_of_three() -> None:
    matches, _ = pair(TEAMS, higher_seeds_win(2), 3)
    assert sides(matches)[:2] == [(1, 4), (2, 3)]
    assert [match.best_of for match in matches] == [3, 3, 1, 1, 1, 1, 3, 3]


def test_the_difficulty_score_is_the_rule_books_example() -> None:
    # Section "Difficulty Score (Buchholz)": A met a 2-0 and a 1-1, which makes 2; B met two at 1-1: 0.
    b, a, beat_a, lost_to_a, beat_b, lost_to_b, seventh, eighth = range(1, 9)
    results = [
        *(played(1, beat_a, a), played(1, lost_to_a, seventh)),
        *(played(1, beat_b, b), played(1, lost_to_b, eighth)),
        *(played(2, beat_a, beat_b), played(2, a, lost_to_a), played(2, b, lost_to_b)),
    ]
    found = standings(range(1, 9), results)
    assert {Standing(a, 1, 1, 2), Standing(b, 1, 1, 0)} <= set(found)
    ranked = [one.team for one in found]
    assert ranked.index(a) < ranked.index(b)


def test_of_equal_records_the_harder_way_is_the_higher_seed() -> None:
    ranked = standings(TEAMS, higher_seeds_win(3))
    keys = [(one.wins, -one.losses, one.difficulty, -one.team) for one in ranked]
    assert keys == sorted(keys, reverse=True)


def test_the_table_has_every_way_to_pair_six() -> None:
    assert len(PRIORITIES) == len(set(PRIORITIES)) == 15
    assert all(sorted(team for both in row for team in both) == [1, 2, 3, 4, 5, 6] for row in PRIORITIES)


def test_the_last_two_matches_swap_where_the_last_would_be_a_rematch() -> None:
    first = [played(1, seed, seed + 8) for seed in range(1, 9)]
    again = [played(1, 4, 5) if result.sides == (4, 12) else result for result in first]
    again = [result for result in again if result.sides != (5, 13)] + [played(1, 12, 13)]
    won = [one.team for one in standings(TEAMS, again) if one.wins]
    assert won == [1, 2, 3, 4, 6, 7, 8, 12]
    won_first = [played(1, 1, 9), played(1, 2, 10), played(1, 3, 11), *again[3:]]
    assert sides(pair(TEAMS, won_first, 2)[0])[:4] == [(1, 12), (2, 8), (3, 7), (4, 6)]


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_a_stage_ends_after_five_rounds_with_eight_through_and_no_rematch(chance: random.Random) -> None:
    results: list[Result] = []
    met: set[frozenset[int]] = set()
    for number in range(1, 6):
        matches, bye = pair(TEAMS, results, number)
        records = {one.team: one for one in standings(TEAMS, results)}
        assert bye is None
        for match in matches:
            one, other = (records[team] for team in match.sides)
            assert (one.wins, one.losses) == (other.wins, other.losses)
            assert (match.best_of == 3) == (2 in (one.wins, one.losses))
            assert frozenset(match.sides) not in met
            met.add(frozenset(match.sides))
        results += [played(number, *match.sides, chance.choice([WON, LOST])) for match in matches]
    ended = standings(TEAMS, results)
    assert [one.wins == NEEDED for one in ended] == [True] * 8 + [False] * 8
    assert all(one.losses == NEEDED for one in ended[8:])
    assert len(results) == 33


@given(st.randoms(use_true_random=False), st.sets(st.integers(1, 16), max_size=5))
def test_a_stage_goes_on_where_teams_leave_and_where_both_lose(chance: random.Random, gone: set[int]) -> None:
    results: list[Result] = []
    for number in range(1, 6):
        left = gone if number > 2 else set()
        matches, bye = pair(TEAMS, results, number, withdrawn=left)
        playing = {one.team for one in standings(TEAMS, results) if one.playing} - left
        paired = [team for match in matches for team in match.sides] + ([] if bye is None else [bye])
        assert sorted(paired) == sorted(playing)
        results += [
            forfeited(number, *match.sides, BOTH_LOST)
            if chance.random() < 0.1
            else played(number, *match.sides, chance.choice([WON, LOST]))
            for match in matches
        ]
        if bye is not None:
            results.append(alone(number, bye, Kind.BYE))


def test_a_round_is_paired_only_when_the_last_is_complete() -> None:
    with pytest.raises(RoundIncomplete, match="round 1 is not complete: no result for 8, 16"):
        pair(TEAMS, higher_seeds_win(1)[:-1], 2)


@pytest.mark.parametrize(("teams", "number"), [(range(1, 16), 1), (TEAMS, 0), (TEAMS, 6), ([1] * 16, 1)])
def test_other_fields_and_rounds_are_refused(teams: list[int], number: int) -> None:
    with pytest.raises(ValueError, match="sixteen teams play rounds 1 to 5"):
        pair(teams, [], number)
