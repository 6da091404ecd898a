"""FIDE Tie-Break Regulations (C.07): the exercises of the Technical Commission, with the values it gives.

"Exercises in Tie-Breaking", tec.fide.com, 18 March 2024: a Swiss of five rounds with everything in it that
can go unplayed (page 5), nine rounds of the same but for one result (page 43), and a round robin (page 6).
"""

import pytest

from domain.standings.results import Result
from domain.standings.settings import Settings, Unplayed
from domain.standings.table import Standing, standings
from domain.standings.value import Shown
from tests.standings.cross_tables import results

NINE_ROUNDS = {
    1: "+9 =13 =2 +15 =4 =6 =3 =16 +8",
    2: "+10 +7 =1 +16 +3 =4 -6 =15 =5",
    3: "=11 +6 +8 =4 -2 +16 =1 +14 +10",
    4: "+12 half +13 =3 =1 =2 =16 =6 +15",
    5: "-13 -15 +11 =7 +10 -14 +9 -8 =2",
    6: "-14 -3 bye +10 +8 =1 +2 =4 +16",
    7: "+15 -2 -16 =5 -11 -10 +13 +9 +14",
    8: "=16 +14 -3 +13 -6 =11 =15 +5 -1",
    9: "-1 -10 half -f11 bye +13 -5 -7 =12",
    10: "-2 +9 -15 -6 -5 +7 +12 +11 -3",
    11: "=3 -16 -5 +f9 +7 =8 -14 -10 =13",
    12: "-4 bye +f14 away away -15 -10 =13 =9",
    13: "+5 =1 -4 -8 -14 -9 -7 =12 =11",
    14: "+6 -8 -f12 away +13 +5 +11 -3 -7",
    15: "-7 +5 +10 -1 -16 +12 =8 =2 -4",
    16: "=8 +11 +7 -2 +15 -3 =4 =1 -6",
}
FIVE_ROUNDS = {number: " ".join(row.split()[:5]) for number, row in NINE_ROUNDS.items()} | {
    2: "+10 +7 =1 +16 =3",
    3: "=11 +6 +8 =4 =2",
}
ROUND_ROBIN = {
    1: "=5 +2 +3 -4 +6",
    2: "+6 -1 +5 =3 +4",
    3: "+4 +6 -1 =2 +5",
    4: "-3 -5 =6 +1 -2",
    5: "=1 +4 -2 -f6 -3",
    6: "-2 -3 =4 +f5 -1",
}
THEN, NOW = Settings(unplayed=Unplayed.FIDE_2024), Settings(unplayed=Unplayed.FIDE_2026)


def placed(
    rows: dict[int, str], *tie_breaks: str, settings: Settings = THEN, played: list[Result] | None = None
) -> list[Standing]:
    return standings(rows, results(rows) if played is None else played, tie_breaks, settings)


def values(rows: dict[int, str], tie_break: str, settings: Settings = THEN) -> list[Shown]:
    """Everybody's, by number."""
    found = {one.number: one.values[tie_break] for one in placed(rows, tie_break, settings=settings)}
    return [value.shown for number in sorted(found) if (value := found[number]) is not None]


@pytest.mark.parametrize(
    ("tie_break", "given"),
    [
        ("points", [3.5, 4, 3.5, 3.5, 2.5, 3, 1.5, 2.5, 1.5, 1, 2.5, 2, 1.5, 2, 2, 3.5]),
        ("wins", [2, 3, 2, 2, 2, 3, 1, 2, 1, 1, 2, 2, 1, 2, 2, 3]),
        ("wins_by_play", [2, 3, 2, 2, 2, 2, 1, 2, 0, 1, 1, 0, 1, 2, 2, 3]),
        ("cumulative", [11, 13, 11, 11.5, 5, 6, 6, 8.5, 2.5, 4, 5.5, 7, 7, 6, 7, 10.5]),
        (
            "buchholz",
            [12.5, 13, 15.5, 15, 8.5, 12, 14.5, 13.5, 9, 13, 13.5, 11.5, 14, 11, 12, 12.5],
        ),
        (
            "sonneborn_berger",
            [8, 9.5, 10.5, 9.75, 4.25, 6.5, 3.25, 5.25, 2.25, 1.5, 5.75, 4, 4.25, 4.5, 3.5, 7.25],
        ),
    ],
)
def test_the_values_of_the_exercise_after_five_rounds(tie_break: str, given: list[float]) -> None:
    assert values(FIVE_ROUNDS, tie_break) == given


def test_a_round_in_ones_own_hands_is_cut_before_the_lowest() -> None:
    cut = values(FIVE_ROUNDS, "buchholz_cut_1")
    given = {
        1: 11,
        3: 13,
        4: 11.5,
        5: 7.5,
        7: 12.5,
        8: 12,
        9: 7.5,
        11: 12,
        12: 9.5,
        13: 12,
        14: 9,
        15: 11,
        16: 11,
    }
    assert {number: cut[number - 1] for number in given} == given


@pytest.mark.parametrize(
    ("tie_break", "limited"),
    [
        ("buchholz", {4: 14, 6: 11.5, 11: 12.5}),
        ("sonneborn_berger", {4: 9.25, 6: 6, 11: 4.75}),
    ],
)
def test_since_2026_a_dummy_has_no_more_than_the_scheduled_opponent_or_draws_would_give(
    tie_break: str, limited: dict[int, float]
) -> None:
    before, after = values(FIVE_ROUNDS, tie_break), values(FIVE_ROUNDS, tie_break, NOW)
    differing = {at: now for at, (then, now) in enumerate(zip(before, after, strict=True), 1) if then != now}
    assert differing == limited


def test_every_value_says_which_rounds_it_is_made_of() -> None:
    (twelfth,) = [one for one in placed(FIVE_ROUNDS, "buchholz_cut_1") if one.number == 12]
    value = twelfth.values["buchholz_cut_1"]
    assert value is not None
    told = [(part.round, part.opponent, part.amount, part.counted) for part in value.parts]
    assert told == [
        (1, 4, 7, True),
        (2, None, 4, True),
        (3, 14, 4, True),
        (4, None, 4, False),
        (5, None, 4, True),
    ]
    assert [part.why for part in value.parts] == ["", *["a dummy, C.07 16.4"] * 4]


def test_absences_of_who_left_count_as_draws_for_who_met_them() -> None:
    (fourth,) = [one for one in placed(FIVE_ROUNDS, "buchholz") if one.number == 4]
    value = fourth.values["buchholz"]
    assert value is not None
    assert (value.parts[0].opponent, value.parts[0].amount) == (12, 6)
    assert value.parts[0].why == "absences count as draws, C.07 16.3.2"


def test_rounds_that_are_not_in_the_results_were_absences_where_their_number_is_given() -> None:
    told = [one for one in results(FIVE_ROUNDS) if one.kind != "absent"]
    given = Settings(unplayed=Unplayed.FIDE_2024, rounds=5)
    names = ("points", "buchholz_cut_1", "sonneborn_berger", "cumulative")
    assert placed(FIVE_ROUNDS, *names, settings=given, played=told) == placed(FIVE_ROUNDS, *names)


def test_four_who_all_met_are_divided_by_their_own_matches() -> None:
    order = [(one.number, one.low, one.high) for one in placed(NINE_ROUNDS, "points", "head_to_head")]
    assert order[:5] == [(3, 1, 1), (6, 2, 2), (1, 3, 4), (4, 3, 4), (2, 5, 5)]


def test_those_who_did_not_all_meet_stay_tied_unless_one_is_first_whatever_is_missing() -> None:
    level = [one for one in placed(NINE_ROUNDS, "points", "head_to_head") if one.points == 4.5]
    assert sorted(one.number for one in level) == [7, 8, 16]
    assert len({(one.low, one.high) for one in level}) == 1


@pytest.mark.parametrize(
    ("tie_break", "given"),
    [
        ("points", [3.5, 3.5, 3.5, 1.5, 1.5, 1.5]),
        ("sonneborn_berger", [9.25, 6.25, 6.25, 4.25, 3.25, 2.25]),
        ("koya", [2, 0.5, 0.5, 1, 0.5, 0]),
    ],
)
def test_the_values_of_the_round_robin(tie_break: str, given: list[float]) -> None:
    assert values(ROUND_ROBIN, tie_break, Settings()) == given


def test_in_a_round_robin_a_forfeit_counts_between_those_tied() -> None:
    found = placed(ROUND_ROBIN, "points", "head_to_head", settings=Settings())
    assert [(one.number, one.low, one.high) for one in found] == [
        (1, 1, 1),
        (2, 2, 3),
        (3, 2, 3),
        (6, 4, 4),
        (5, 5, 5),
        (4, 6, 6),
    ]
