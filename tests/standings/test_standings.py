"""Standings: shared ranks, mini-tables, lots, and what is refused."""

import pytest

from domain.standings.results import Kind, Outcome, Result
from domain.standings.scoring import THREE_POINTS, Scoring
from domain.standings.settings import Settings, Unplayed
from domain.standings.table import Standing, standings
from tests.standings.cross_tables import match, results

LEAGUE = Settings(scoring=THREE_POINTS)


def order(found: list[Standing]) -> list[tuple[int, ...]]:
    """Who shares a rank stands together."""
    ranks: dict[int, list[int]] = {}
    for one in found:
        ranks.setdefault(one.low, []).append(one.number)
    return [tuple(group) for group in ranks.values()]


def shown(found: list[Standing], name: str) -> dict[int, object]:
    return {one.number: value.shown for one in found if (value := one.values[name]) is not None}


def test_nobody_has_standings_of_nobody() -> None:
    assert standings([], [], ("points", "head_to_head", "lots")) == []


def test_unbroken_ties_are_shown_as_ties() -> None:
    found = standings(range(1, 5), results({1: "+2", 2: "-1", 3: "=4", 4: "=3"}), ("points",))
    assert [(one.position, one.low, one.high, one.number) for one in found] == [
        (1, 1, 1, 1),
        (2, 2, 3, 3),
        (3, 2, 3, 4),
        (4, 4, 4, 2),
    ]


def test_the_organiser_says_what_a_round_is_worth() -> None:
    rows = {1: "+2 bye", 2: "-1 half", 3: "=4 away", 4: "=3 -f5", 5: "away +f4"}
    scoring = Scoring(win=6, draw=3, loss=1, bye=5, half_bye=2, absent=-2, forfeit_win=4, forfeit_loss=-1)
    found = standings(rows, results(rows), ("points",), Settings(scoring=scoring))
    assert {one.number: one.points for one in found} == {1: 5.5, 2: 1.5, 3: 0.5, 4: 1, 5: 1}


def test_both_sides_of_a_match_may_have_lost_it() -> None:
    lost = (Outcome.LOSS, Outcome.LOSS)
    found = standings([1, 2], [Result(round=1, sides=(1, 2), outcomes=lost, kind=Kind.FORFEIT)], ("points",))
    assert order(found) == [(1, 2)]


def test_points_are_shown_whatever_the_order_is_made_of() -> None:
    found = standings(range(1, 3), results({1: "-2", 2: "+1"}), ("seed",))
    assert [(one.number, one.points) for one in found] == [(1, 0), (2, 1)]


def test_two_tied_are_divided_by_their_own_match() -> None:
    rows = {1: "+3 -2", 2: "-4 +1", 3: "-1 +4", 4: "+2 -3"}
    found = standings(rows, results(rows), ("points", "head_to_head"), LEAGUE)
    assert order(found) == [(1, 2, 3, 4)]  # each beat one and lost to one: those who did not meet stay tied
    rows = {1: "-2 +3 +4", 2: "+1 -4 +3", 3: "-4 -1 -2", 4: "+3 +2 -1"}
    found = standings(rows, results(rows), ("points", "head_to_head"), LEAGUE)
    assert order(found) == [(1, 2, 4), (3,)]


FOUR_LEVEL = {
    1: "+2 +3 -4 away",
    2: "-1 +4 +3 away",
    3: "+4 -1 -2 +5",
    4: "-3 -2 +1 +6",
    5: "away away away -3",
    6: "away away away -4",
}
"""1 and 2 have six points against the three others, 3 and 4 have three; all have six in all."""


def test_those_a_mini_table_leaves_level_have_a_mini_table_of_their_own() -> None:
    found = standings(FOUR_LEVEL, results(FOUR_LEVEL), ("points", "head_to_head"), LEAGUE)
    assert order(found) == [(1,), (2,), (3,), (4,), (5, 6)]
    assert shown(found, "head_to_head") == {1: [6, 3], 2: [6, 0], 3: [3, 3], 4: [3, 0], 5: 0, 6: 0}


def test_without_a_second_mini_table_those_level_after_the_first_stay_tied() -> None:
    once = Settings(scoring=THREE_POINTS, again=False)
    found = standings(FOUR_LEVEL, results(FOUR_LEVEL), ("points", "head_to_head"), once)
    assert order(found) == [(1, 2), (3, 4), (5, 6)]


def test_goals_of_a_mini_table_divide_those_its_points_do_not() -> None:
    played = [match(1, "1-0", 2), match(2, "3-0", 3, round=2), match(3, "2-0", 1, round=3)]
    names = ("points", "head_to_head", "head_to_head_difference", "head_to_head_scored")
    found = standings(range(1, 4), played, names, LEAGUE)
    assert order(found) == [(2,), (3,), (1,)]
    assert shown(found, "head_to_head") == {1: 3, 2: 3, 3: 3}
    assert shown(found, "head_to_head_difference") == {1: -1, 2: 2, 3: -1}
    assert shown(found, "head_to_head_scored") == {1: 1, 2: 3, 3: 2}


def test_fewer_losses_against_those_tied_are_better() -> None:
    rows = {1: "+2 =3 +4", 2: "-1 +4 =3", 3: "=4 =1 =2", 4: "=3 -2 -1"}
    found = standings(rows, results(rows), ("losses_against_tied",))
    assert order(found) == [(1, 3), (2,), (4,)]
    assert shown(found, "losses_against_tied") == {1: 0, 3: 0, 2: 1, 4: 2}


def test_koya_counts_points_against_those_with_half_of_them_exactly_too() -> None:
    rows = {1: "+2 +3", 2: "-1 +4", 3: "+4 -1", 4: "-3 -2"}
    assert shown(standings(rows, results(rows), ("koya",)), "koya") == {1: 2, 2: 0, 3: 0, 4: 0}


def test_lots_are_the_order_that_was_drawn() -> None:
    found = standings(range(1, 5), [], ("points", "lots"), Settings(lots=(3, 1)))
    assert order(found) == [(3,), (1,), (2, 4)]
    assert shown(found, "lots") == {3: 1, 1: 2}


def test_who_drops_out_keeps_what_they_had_and_takes_nothing_from_the_others() -> None:
    rows = {1: "+2 =3 +4", 2: "-1 +4 =3", 3: "=4 =1 =2", 4: "=3 -2 -1"}
    names = ("points", "match_win_percentage", "wins")
    stay = {number: row + (" half" if number == 3 else " bye") for number, row in rows.items()}
    leave = {number: row + (" away" if number == 3 else " bye") for number, row in rows.items()}
    before, stayed, left = (standings(each, results(each), names) for each in (rows, stay, leave))
    for name in names:
        assert shown(left, name)[3] == shown(before, name)[3]
        assert [shown(left, name)[n] for n in (1, 2, 4)] == [shown(stayed, name)[n] for n in (1, 2, 4)]


def test_by_the_rules_of_fide_a_forfeit_is_no_match_between_those_tied() -> None:
    rows = {1: "+f2 -3", 2: "-f1 +4", 3: "-4 +1", 4: "+3 -2"}
    for unplayed, met in ((Unplayed.AS_SCHEDULED, 1), (Unplayed.FIDE_2024, 0)):
        found = standings(rows, results(rows), ("points", "head_to_head"), Settings(unplayed=unplayed))
        assert shown(found, "head_to_head")[1] == met


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("points", "luck"), "there is no tie-break luck; there are points, head_to_head"),
        (("points", "points"), "listed twice"),
    ],
)
def test_an_order_that_is_none_is_refused(names: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        standings([1, 2], [], names)


@pytest.mark.parametrize(
    ("entrants", "sides", "sentence"),
    [
        ([1, 2], (1, 3), "names an entrant who is not listed"),
        ([1, 2], (3, None), "names an entrant who is not listed"),
        ([1, 2], (1, 1), "plays themself"),
        ([1, 1], (1, None), "listed twice"),
    ],
)
def test_results_of_nobody_who_entered_are_refused(
    entrants: list[int], sides: tuple[int, int | None], sentence: str
) -> None:
    pair = (Outcome.WIN, Outcome.LOSS if sides[1] else None)
    with pytest.raises(ValueError, match=sentence):
        standings(entrants, [Result(round=1, sides=sides, outcomes=pair)], ("points",))
