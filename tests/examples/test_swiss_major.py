"""The Swiss stage of examples/swiss-major.toml: sixteen teams, paired as Valve's rule book does."""

from itertools import pairwise

import pytest

from domain.formats.swiss import valve
from domain.standings.results import Result
from domain.standings.scoring import CHESS
from domain.standings.settings import Settings
from domain.standings.table import standings
from tests.examples.reading import load, result, seeds

FILE = load("swiss-major")
(STAGE,) = FILE["tournament"]["stages"]
SEEDS = seeds(FILE)
TEAMS = list(SEEDS.values())
STARTS = [0, 8, 16, 24, 30, 33]
ROUNDS = [FILE["matches"][start:end] for start, end in pairwise(STARTS)]


def results(rounds: int) -> list[Result]:
    return [result(one, SEEDS, number) for number, here in enumerate(ROUNDS[:rounds], 1) for one in here]


@pytest.mark.parametrize("number", range(1, 6))
def test_a_round_is_paired_from_the_results_before_it(number: int) -> None:
    paired, bye = valve.pair(TEAMS, results(number - 1), number)
    assert bye is None
    assert [match.sides for match in paired] == [one.sides for one in results(number)[STARTS[number - 1] :]]
    best_of = [3 if "games" in match else 1 for match in ROUNDS[number - 1]]
    assert [match.best_of for match in paired] == best_of


def test_no_match_is_left_and_none_is_too_long() -> None:
    assert (len(FILE["matches"]), STAGE["rounds"]) == (STARTS[-1], len(ROUNDS))
    for match in FILE["matches"]:
        won = [0, 0]
        for game in match.get("games", [match]):
            assert max(won) < 2
            first, second = game["score"]
            assert first != second
            won[first < second] += 1
            assert game.get("overtime", False) == (min(first, second) > 11)
        assert max(won) == (2 if "games" in match else 1)


def test_three_wins_go_through_and_three_losses_go_out() -> None:
    ended = valve.standings(TEAMS, results(5))
    records = [(one.wins, one.losses) for one in ended]
    assert records == [(3, 0)] * 2 + [(3, 1)] * 3 + [(3, 2)] * 3 + [(2, 3)] * 3 + [(1, 3)] * 3 + [(0, 3)] * 2


def test_the_tie_breaks_of_the_file_put_the_teams_in_the_order_of_the_stage() -> None:
    ended = standings(TEAMS, results(5), STAGE["tie_breaks"], Settings(scoring=CHESS))
    assert [one.number for one in ended] == [one.team for one in valve.standings(TEAMS, results(5))]


def test_round_four_needs_more_than_the_first_row_of_the_table() -> None:
    met = {frozenset(one.sides) for one in results(3)}
    pools: dict[tuple[int, int], list[int]] = {}
    for one in valve.standings(TEAMS, results(3)):
        pools.setdefault((one.wins, one.losses), []).append(one.team)
    six = [pools[2, 1], pools[1, 2]]
    first = [[frozenset((pool[a - 1], pool[b - 1])) for a, b in valve.PRIORITIES[0]] for pool in six]
    assert all(any(pair in met for pair in row) for row in first)
