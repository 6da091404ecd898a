"""Shares of wins: Magic Tournament Rules, appendix C (27 February 2026)."""

from fractions import Fraction

import pytest

from domain.standings.cross_table import cross_table
from domain.standings.results import Kind, Outcome, Result
from domain.standings.scoring import THREE_POINTS
from domain.standings.settings import Settings
from domain.standings.table import standings
from domain.standings.tie_breaks import MAGIC, TIE_BREAKS
from tests.standings.cross_tables import decided

MAGICIANS = Settings(scoring=THREE_POINTS)
TWO_NIL, TWO_ONE, ONE_ALL = [(1, 0), (1, 0)], [(1, 0), (0, 1), (1, 0)], [(1, 0), (0, 1)]
BYE = {"outcomes": (Outcome.WIN, None), "kind": Kind.BYE}


def record(number: int, wins: int, losses: int, draws: int, byes: int = 0, first: int = 1) -> list[Result]:
    """That many matches from round `first` on, each against somebody with no other match."""
    games = [TWO_NIL] * wins + [[(0, 1), (0, 1)]] * losses + [ONE_ALL] * draws
    played = [decided(number, one, 1000 * number + at, round=at) for at, one in enumerate(games, first)]
    rests = range(first + len(games), first + len(games) + byes)
    return played + [Result(round=at, sides=(number, None), **BYE) for at in rests]


def share(name: str, number: int, results: list[Result], settings: Settings = MAGICIANS) -> Fraction:
    of = TIE_BREAKS[name].of
    assert of is not None
    entrants = {number} | {side for one in results for side in one.sides if side is not None}
    value = of(cross_table(entrants, results, settings))[number]
    return Fraction(value.amounts[0], value.unit)


@pytest.mark.parametrize(
    ("played", "expected"),
    [
        (record(1, 5, 2, 1), Fraction(16, 24)),
        (record(1, 1, 3, 0), Fraction(33, 100)),
        (record(1, 2, 2, 0, byes=1), Fraction(9, 15)),
    ],
    ids=["5-2-1", "1-3-0, then left: the floor", "3-2-0 with a bye, then left"],
)
def test_the_match_win_percentages_of_the_appendix(played: list[Result], expected: Fraction) -> None:
    assert share("match_win_percentage", 1, played) == expected


def test_absences_of_who_left_are_in_nobodys_share() -> None:
    left = [
        Result(round=at, sides=(1, None), outcomes=(Outcome.LOSS, None), kind=Kind.ABSENT)
        for at in range(6, 9)
    ]
    stayed = record(1, 3, 2, 0)
    assert share("match_win_percentage", 1, stayed + left) == share("match_win_percentage", 1, stayed)


def test_the_opponents_are_averaged_and_a_bye_is_none() -> None:
    records = {2: (4, 3, 0), 3: (7, 0, 0), 4: (1, 2, 1), 5: (3, 2, 1)}
    results = record(1, 0, 0, 0, byes=1, first=8)
    for at, (number, (wins, losses, draws)) in enumerate(records.items(), 1):
        results += [decided(1, TWO_NIL, number, round=at), *record(number, wins, losses, draws, first=9)]
    expected = [Fraction(12, 24), Fraction(21, 24), Fraction(33, 100), Fraction(10, 21)]
    assert share("opponents_match_win_percentage", 1, results) == sum(expected) / 4


def test_games_are_three_points_for_a_win_and_one_for_a_draw() -> None:
    played = [
        decided(1, TWO_NIL, 2, round=1),
        decided(1, TWO_ONE, 3, round=2),
        decided(1, [(1, 0), (1, 0), (0, 0)], 4, round=3),
    ]
    assert share("game_win_percentage", 1, played) == Fraction(6 + 6 + 7, 3 * (2 + 3 + 3))
    assert share("game_win_percentage", 4, played) == Fraction(33, 100)
    assert share("opponents_game_win_percentage", 1, played) == Fraction(33 + 33, 300) + Fraction(1, 9)


def test_a_bye_is_two_games_won_unless_byes_do_not_count() -> None:
    played = record(1, 1, 1, 0, byes=1)
    without = Settings(scoring=THREE_POINTS, byes_count=False)
    assert share("game_win_percentage", 1, played) == Fraction(12, 18)
    assert share("match_win_percentage", 1, played) == Fraction(6, 9)
    assert share("game_win_percentage", 1, played, without) == Fraction(6, 12)
    assert share("match_win_percentage", 1, played, without) == Fraction(3, 6)


def test_a_forfeit_is_two_games_lost_where_none_is_recorded() -> None:
    pair = (Outcome.LOSS, Outcome.WIN)
    forfeit = Result(round=1, sides=(1, 2), outcomes=pair, kind=Kind.FORFEIT)
    played = [forfeit, decided(1, TWO_NIL, 3, round=2)]
    assert share("game_win_percentage", 1, played) == Fraction(6, 12)
    assert share("game_win_percentage", 2, played) == 1


def test_who_met_nobody_has_the_floor() -> None:
    alone = record(1, 0, 0, 0, byes=3)
    assert share("opponents_match_win_percentage", 1, alone) == Fraction(33, 100)


def test_the_order_of_the_rules_divides_those_with_as_many_points() -> None:
    played = [
        decided(1, TWO_NIL, 4, round=1),
        decided(2, TWO_ONE, 3, round=1),
        decided(1, TWO_NIL, 2, round=2),
        decided(3, TWO_NIL, 4, round=2),
    ]
    found = standings(range(1, 5), played, MAGIC, MAGICIANS)
    assert [(one.number, one.low, one.high, one.points) for one in found] == [
        (1, 1, 1, 6),
        (2, 2, 2, 3),
        (3, 3, 3, 3),
        (4, 4, 4, 0),
    ]
    shown = [one.values["opponents_match_win_percentage"].shown for one in found]
    assert shown == [pytest.approx(value) for value in (0.415, 0.75, 0.415, 0.75)]
