"""Stages lead to stages: groups to playoffs drawn from their tables, until everyone has a place."""

from application.bracket.commands import (
    FinalizeBracket,
    GenerateBracket,
    RegenerateBracket,
    UnfinalizeBracket,
)
from application.match.commands import RuleResult, StartMatch
from application.tournament.commands import StartTournament
from domain.formats.draw import Source
from domain.formats.elimination.custom import Wish
from domain.formats.stages import Intake, Stage
from domain.seeding.lots import drawn_by_lot
from tests.support.evening import run
from tests.support.given import did, drawn, fact, given, live
from tests.support.staging import (
    EIGHT,
    GROUPS,
    PLAYOFFS,
    better_seeds_win,
    groups_played,
    in_names,
    staged,
    won,
)


def test_the_last_result_of_the_groups_draws_the_playoffs_crossed() -> None:
    told = groups_played()
    assert told.evening.stage(1).status == "completed"
    assert in_names(told, told.evening.stage(1).order[0]) == ["A", "D", "E", "H"]
    assert in_names(told, told.evening.stage(1).order[1]) == ["B", "C", "F", "G"]
    playoffs = told.evening.stage(2)
    assert playoffs.status == "drawn"
    told.when(FinalizeBracket, stage=2)
    first = [in_names(told, told.evening.match(number).sides) for number in (13, 14)]
    assert first == [["A", "C"], ["B", "D"]]


def test_match_numbers_go_on_from_stage_to_stage() -> None:
    told = groups_played()
    assert list(told.evening.stage(1).matches) == list(range(1, 13))
    assert list(told.evening.stage(2).matches) == [13, 14, 15]
    assert told.evening.stage(2).matches[13].winner_to == [15, 0]


def test_places_go_from_the_final_to_the_last_of_the_groups() -> None:
    told = groups_played()
    told.when(FinalizeBracket, stage=2)
    for number in (13, 14, 15):
        run(told.evening.play(number))
    assert told.evening.status == "completed"
    (completed,) = [one for one in told.evening.facts.all if type(one).TOPIC == "Tournament.Completed"]
    places = [(in_names(told, [one.entrant])[0], one.low, one.high) for one in completed.places]
    assert places[:4] == [("A", 1, 1), ("B", 2, 2), ("C", 3, 4), ("D", 3, 4)]
    assert sorted(places[4:]) == [("E", 5, 6), ("F", 5, 6), ("G", 7, 8), ("H", 7, 8)]


def test_a_stage_is_not_drawn_before_those_it_takes_from_are_complete() -> None:
    told = given(live(*EIGHT, **staged(GROUPS, PLAYOFFS)))
    told.when(GenerateBracket, stage=2).refused("sources_open", stage=1)
    told.when(GenerateBracket, stage=3).refused("not_found", what="stage")
    told.when(GenerateBracket).refused("bracket_status")


def test_an_open_draw_of_the_playoffs_can_be_changed_and_then_opened_again() -> None:
    told = groups_played()
    told.when(RegenerateBracket, stage=2).then()
    told.when(FinalizeBracket, stage=2)
    told.when(UnfinalizeBracket, stage=2)
    assert told.evening.stage(2).status == "drawn"
    told.when(UnfinalizeBracket).refused("bracket_status")


def test_a_match_may_end_level_where_the_stage_has_draws() -> None:
    league = Stage(format="league", cycles=1)
    told = given(live("A", "B", "C", **staged(league)))
    told.when(StartMatch, match=1)
    told.when(RuleResult, match=1, games="2-2").then(
        fact("Match.ResultConfirmed", winner=None), fact("Bracket.Counted", outcomes=["draw", "draw"])
    )
    strict = given(live("A", "B", "C", **staged(Stage(format="round-robin"))), did(StartMatch, match=1))
    strict.when(RuleResult, match=1, games="2-2").refused("result_invalid")


def test_a_match_of_two_games_may_be_shared() -> None:
    told = given(live("A", "B", **staged(Stage(format="league", cycles=1, best_of=2))))
    told.when(StartMatch, match=1)
    told.when(RuleResult, match=1, games="1-0").refused("result_incomplete")
    told.when(RuleResult, match=1, games="1-0 0-1 1-0").refused("result_invalid")
    told.when(RuleResult, match=1, games="1-0 0-1").then(
        fact("Match.ResultConfirmed", winner=None),
        "Bracket.Counted",
        "Bracket.Completed",
        "Tournament.Completed",
    )


def test_the_tournament_starts_once_every_first_stage_is_final() -> None:
    halves = [
        Stage(name="Gold", format="round-robin", sources=[Intake(stage=0, ranks=[1, 3])]),
        Stage(name="Silver", format="round-robin", sources=[Intake(stage=0, ranks=[4, 6])]),
    ]
    told = given(drawn("A", "B", "C", "D", "E", "F", **staged(*halves)), did(FinalizeBracket))
    missing = "finalized in stage 2 (Silver)"
    told.when(StartTournament).refused("bracket_status", status="not drawn", needed=missing)
    told.when(GenerateBracket, stage=2)
    told.when(FinalizeBracket, stage=2)
    told.when(StartTournament).then("Tournament.Started")
    assert in_names(told, told.evening.stage(2).seeds) == ["D", "E", "F"]


def test_two_stages_from_one_are_drawn_and_made_final_in_any_order() -> None:
    gold = Stage(name="Gold", sources=[Intake(stage=1, ranks=[1, 2])])
    silver = Stage(name="Silver", sources=[Intake(stage=1, ranks=[3, 4])])
    told = better_seeds_win(given(live(*EIGHT, **staged(GROUPS, gold, silver))))
    assert [list(told.evening.stage(number).matches) for number in (2, 3)] == [[13, 14, 15], [16, 17, 18]]
    told.when(FinalizeBracket, stage=2)
    told.when(FinalizeBracket, stage=3)
    for number in range(13, 19):
        run(told.evening.play(number))
    assert told.evening.status == "completed"
    (completed,) = [one for one in told.evening.facts.all if type(one).TOPIC == "Tournament.Completed"]
    assert [(one.low, one.high) for one in completed.places] == [
        *((1, 1), (2, 2), (3, 4), (3, 4)),
        *((5, 5), (6, 6), (7, 8), (7, 8)),
    ]


def test_lots_are_drawn_by_what_finalizing_records() -> None:
    tied = Stage(format="round-robin", draws=True, tie_breaks=["points", "lots"])
    told = given(drawn("A", "B", "C", "D", **staged(tied)))
    told.when(FinalizeBracket, made="5f1d")
    assert told.evening.bracket.ties == "5f1d"
    told.when(StartTournament)
    for number in range(1, 7):
        run(told.evening.play(number, None))
    bracket = told.evening.bracket
    assert bracket.order == [drawn_by_lot(bracket.seeds, "5f1d")]
    assert [place.low for place in bracket.places.values()] == [1, 2, 3, 4]


def test_a_bracket_that_somebody_drew_is_played_as_it_was_drawn() -> None:
    seed = [Source("seed", number) for number in range(4)]
    wishes = [
        Wish([seed[2], seed[3]], name="Play-in"),
        Wish([seed[1], Source("winner", 1)], name="Final", round=2),
    ]
    told = given(live("A", "B", "C", **staged(Stage(format="custom", matches=wishes))), won(1), won(2, "0-1"))
    assert told.evening.status == "completed"
    places = {told.evening.now(one).name: place.low for one, place in told.evening.bracket.places.items()}
    assert places == {"B": 1, "A": 2, "C": 3}
    five = drawn("A", "B", "C", "D", **staged(Stage(format="custom", matches=wishes)))[:-1]
    given(five).when(GenerateBracket).refused("undrawable")
