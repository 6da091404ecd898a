"""Where many meet, staff enter everyone's place, and points for places and kills say who is where."""

from typing import Any

import pytest

from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import Withdraw
from application.match.commands import (
    AwardWalkover,
    CorrectResult,
    ForfeitMatch,
    ReportResult,
    RuleResult,
    StartMatch,
)
from domain.formats.stages import Intake, Stage
from domain.match.score import GameScore
from tests.support.given import Told, did, drawn, fact, given, live

SIX = ("A", "B", "C", "D", "E", "F")
LOBBIES = Stage(format="free-for-all", lobby=3, rounds=2, place_points=[10, 6, 3], kill_points=1)


def royale(*stages: Stage) -> Told:
    chosen: dict[str, Any] = {"format": "stages", "stages": list(stages), "capacity": 16}
    return given(live(*SIX, **chosen))


def came(*places: int, kills: tuple[int, ...] = (0, 0, 0)) -> list[GameScore]:
    return [GameScore(list(kills), places=list(places))]


def enter(told: Told, match: int, games: list[GameScore]) -> Told:
    return told.when(StartMatch, match=match).when(RuleResult, match=match, games=games)


def test_every_lobby_plays_so_many_matches_and_all_sit_in_theirs() -> None:
    told = royale(LOBBIES)
    names = [
        [told.evening.now(one).name for one in told.evening.match(number).sides] for number in (1, 2, 3, 4)
    ]
    assert names == [["A", "D", "E"], ["B", "C", "F"], ["A", "D", "E"], ["B", "C", "F"]]


def test_places_and_kills_are_worth_points_and_the_last_match_ends_it() -> None:
    told = royale(LOBBIES)
    enter(told, 1, came(1, 2, 3, kills=(2, 0, 9)))
    enter(told, 2, came(1, 1, 3))
    enter(told, 3, came(0, 2, 1))
    enter(told, 4, came(2, 3, 1)).then(
        fact("Match.ResultConfirmed", winner=2),
        fact("Bracket.Counted", outcomes=["loss", "loss", "win"]),
        "Bracket.Completed",
        "Tournament.Completed",
    )
    groups = [[told.evening.now(one).name for one in group] for group in told.evening.bracket.order]
    assert groups == [["E", "A", "D"], ["B", "F", "C"]]


def test_the_best_of_each_lobby_go_to_the_final() -> None:
    final = Stage(format="free-for-all", sources=[Intake(stage=1, ranks=[1, 2])])
    told = royale(Stage(format="free-for-all", lobby=3), final)
    enter(told, 1, came(1, 2, 3))
    enter(told, 2, came(3, 1, 2))
    told.when(FinalizeBracket, stage=2)
    names = [told.evening.now(one).name for one in told.evening.match(3).sides]
    assert names == ["A", "C", "D", "F"]


@pytest.mark.parametrize(
    "games",
    [
        came(1, 2),
        came(1, 2, 4),
        came(0, 0, 0),
        came(0, 0, 2),
        came(1, 2, 3, kills=(0, 0)),
        [GameScore([1, 0, 0])],
        [*came(1, 2, 3), *came(1, 2, 3)],
    ],
)
def test_places_that_cannot_be_are_refused(games: list[GameScore]) -> None:
    told = royale(LOBBIES)
    told.when(StartMatch, match=1)
    told.when(RuleResult, match=1, games=games)
    assert told._refusal is not None
    assert told._refusal.code in ("result_invalid", "result_incomplete")


def test_who_alone_is_left_of_a_lobby_is_first() -> None:
    told = royale(LOBBIES).when(Withdraw, registration="A").when(Withdraw, registration="D")
    enter(told, 1, came(0, 0, 1)).then(
        fact("Match.ResultConfirmed", winner=2), fact("Bracket.Counted", outcomes=["loss", "loss", "win"])
    )


def test_a_match_of_two_has_no_places() -> None:
    told = given(live("A", "B"), did(StartMatch, match=1))
    told.when(RuleResult, match=1, games=[GameScore([1, 0], places=[1, 2])]).refused("result_invalid")


def test_nobody_reports_or_wins_by_absence_where_many_meet() -> None:
    chosen: dict[str, Any] = {"format": "stages", "stages": [Stage(format="free-for-all")]}
    told = given(live("ann", "ben", "cat", **chosen), did(StartMatch, match=1))
    told.when(ReportResult, match=1, games=came(1, 2, 3), by="ann").refused("many_sides")
    told.when(ForfeitMatch, match=1, side=0).refused("many_sides")
    told.when(AwardWalkover, match=1, side=0, reason="x").refused("many_sides")
    told.when(Withdraw, registration="ann").then("Registration.Withdrawn", "Bracket.AttendanceChanged")
    told.when(RuleResult, match=1, games=came(0, 1, 2))
    told.when(CorrectResult, match=1, forfeit=0, reason="x").refused("many_sides")


def test_a_corrected_match_of_many_counts_as_if_it_had_been_so() -> None:
    told = royale(LOBBIES)
    enter(told, 1, came(1, 2, 3))
    told.when(CorrectResult, match=1, games=came(3, 2, 1), reason="the list was upside down").then(
        fact("Match.ResultCorrected", winner=2, previous_winner=0), "Bracket.Rewound", "Bracket.Counted"
    )


def test_a_lobby_of_two_is_none() -> None:
    chosen: dict[str, Any] = {"format": "stages", "stages": [Stage(format="free-for-all", lobby=4)]}
    given(drawn("A", "B", "C", "D", "E", **chosen)[:-1]).when(GenerateBracket).refused("undrawable")
