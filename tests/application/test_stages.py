"""Stages: groups lead to playoffs, a Swiss is drawn round by round, and standings decide both."""

from typing import Any

import pytest

from application.commands.brackets import (
    ConcludeStage,
    DrawRound,
    FinalizeBracket,
    GenerateBracket,
    RegenerateBracket,
    TakeBackRound,
    UnfinalizeBracket,
)
from application.commands.matches import CorrectResult, RuleResult, StartMatch
from application.commands.registrations import AddEntrant, Challenge, Disqualify, Reinstate, Withdraw
from application.commands.tournaments import ChangeDefinition, StartTournament
from domain import rounds
from domain.formats.custom import Wish
from domain.formats.draw import Source
from domain.seeding.lots import drawn_by_lot
from domain.stages import Intake, Stage
from tests.support.evening import Evening, run
from tests.support.given import Act, Told, did, drawn, fact, given, live, score

EIGHT = ("A", "B", "C", "D", "E", "F", "G", "H")
GROUPS = Stage(name="Groups", format="round-robin", groups=2)
PLAYOFFS = Stage(name="Playoffs", sources=[Intake(stage=1, ranks=[1, 2], order="crossed")])
SWISS = Stage(format="swiss", rounds=3)


def staged(*stages: Stage) -> dict[str, Any]:
    return {"format": "stages", "stages": list(stages), "capacity": 16}


def won(number: int, result: str = "1-0") -> list[Act]:
    return [*did(StartMatch, match=number), *did(RuleResult, match=number, games=result)]


def better_seeds_win(told: Told, stage: int = 1) -> Told:
    """Everything that is open in a stage is won by the better seed."""
    bracket = told.evening.stage(stage)
    for number, match in bracket.matches.items():
        if number not in bracket.decided:
            first, second = (source.number for source in match.sides)
            run(told.evening.play(number, int(first > second)))
    return told


def in_names(told: Told, ids: list[Any]) -> list[str]:
    return [told.evening.now(id_).name for id_ in ids]


def groups_played() -> Told:
    return better_seeds_win(given(live(*EIGHT, **staged(GROUPS, PLAYOFFS))))


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


def second_beats_first(told: Told) -> dict[str, Any]:
    """The result of seeds 1 and 4, who are first and second of group A, the other way round."""
    return the_other_way_round(told, 1, 4)


def the_other_way_round(told: Told, better: int, worse: int) -> dict[str, Any]:
    """The result of two seeds, as the worse one wins it."""
    matches = told.evening.stage(1).matches
    sides = {number: [source.number for source in match.sides] for number, match in matches.items()}
    (meeting,) = [number for number, both in sides.items() if set(both) == {better, worse}]
    return {"match": meeting, "games": "0-1" if sides[meeting] == [better, worse] else "1-0"}


def test_a_corrected_group_leaves_the_drawn_playoffs_until_they_are_drawn_again() -> None:
    told = groups_played()
    correction = second_beats_first(told)
    before = told.evening.stage(2).seeds
    told.when(CorrectResult, **correction, reason="the wrong way round").then(
        "Match.ResultCorrected",
        fact("Bracket.Rewound", undone=[], cleared=[]),
        "Bracket.Counted",
        "Bracket.Completed",
    )
    assert in_names(told, told.evening.stage(1).order[0])[:2] == ["D", "A"]
    assert told.evening.stage(2).seeds == before
    told.when(FinalizeBracket, stage=2)
    told.when(UnfinalizeBracket, stage=2)
    told.when(RegenerateBracket, stage=2).then("Bracket.Regenerated")
    assert told.evening.stage(2).seeds != before


def test_a_final_draw_that_others_would_be_in_by_now_is_not_made_final_again() -> None:
    told = groups_played().when(FinalizeBracket, stage=2)
    correction = the_other_way_round(told, 4, 5)
    told.when(CorrectResult, **correction, reason="the wrong way round")
    told.when(FinalizeBracket, stage=2).refused("bracket_outdated")
    told.when(UnfinalizeBracket, stage=2).when(RegenerateBracket, stage=2).when(FinalizeBracket, stage=2)
    assert in_names(told, told.evening.stage(2).seeds) == ["A", "B", "E", "C"]
    told.when(Withdraw, registration="C").when(FinalizeBracket, stage=2).then()


def test_what_a_correction_of_a_table_changes_is_told_first() -> None:
    told = groups_played()
    evening = told.evening
    asked = second_beats_first(told)
    swapped = {"match": evening.match_id(asked["match"]), "games": score(asked["games"])}
    correction = CorrectResult(**swapped, reason="the wrong way round")
    found = run(evening.rehearse(correction))
    changes = [(one["change"], one.get("stage")) for one in found["consequences"]]
    assert ("result", None) in changes
    assert ("ranked", 1) in changes
    assert ("outdated", 2) in changes
    moved = {
        evening.now(one["entrant"]).name: (one["previous"], one["low"], one["high"])
        for one in found["consequences"]
        if one["change"] == "ranked"
    }
    assert moved == {"D": ("2", 1, 1), "A": ("1", 2, 2)}
    placed = [evening.now(one["entrant"]).name for one in found["consequences"] if one["change"] == "placed"]
    assert placed == []
    assert not [one for one in found["consequences"] if one["change"] == "unplaced"]


def test_correcting_and_correcting_back_leaves_the_standings_as_they_were() -> None:
    told = groups_played()
    before = told.evening.stage(1)
    told.when(CorrectResult, match=1, games="0-3", reason="wrong")
    assert told.evening.stage(1).counted != before.counted
    told.when(CorrectResult, match=1, games="1-0", reason="right after all")
    after = told.evening.stage(1)
    assert (after.order, after.places, after.counted) == (before.order, before.places, before.counted)
    told.when(CorrectResult, match=1, games="1-0", reason="once more").then()


def test_a_match_of_a_finished_table_can_be_played_again() -> None:
    told = groups_played()
    told.when(CorrectResult, match=1, reason="the wrong board").then("Match.Reopened", "Bracket.Rewound")
    assert told.evening.stage(1).status == "finalized"
    run(told.evening.play(1))
    assert told.evening.stage(1).status == "completed"


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


def test_a_stage_with_more_matches_than_can_be_is_not_drawn() -> None:
    names = [f"N{number}" for number in range(60)]
    chosen = {**staged(Stage(format="round-robin", cycles=10)), "capacity": 60}
    given(drawn(*names, **chosen)[:-1]).when(GenerateBracket).refused("undrawable")


def test_in_play_only_stages_that_are_not_final_may_be_planned_otherwise() -> None:
    told = given(live(*EIGHT, **staged(GROUPS, PLAYOFFS)))
    other = Stage(name="Playoffs", format="gauntlet", sources=[Intake(stage=1, ranks=[1, 2])])
    twice = Stage(name="Groups", format="round-robin", groups=2, cycles=2)
    told.when(ChangeDefinition, definition={"stages": [twice, PLAYOFFS]}).refused(
        "field_frozen", field="stages"
    )
    told.when(ChangeDefinition, definition={"stages": [GROUPS, other]}).then("Tournament.DefinitionChanged")
    better_seeds_win(told)
    assert told.evening.stage(2).played_as == other
    told.when(FinalizeBracket, stage=2)
    told.when(ChangeDefinition, definition={"stages": [GROUPS, PLAYOFFS]}).refused("field_frozen")


def test_a_stage_that_too_few_can_play_is_planned_otherwise_and_drawn_at_once() -> None:
    fours = Stage(name="Fours", format="gsl", sources=[Intake(stage=1, ranks=[1, 1])])
    told = better_seeds_win(given(live(*EIGHT, **staged(GROUPS, fours))))
    assert len(told.evening.brackets) == 1
    final = Stage(name="Final", sources=[Intake(stage=1, ranks=[1, 1])])
    told.when(ChangeDefinition, definition={"stages": [GROUPS, final]}).then(
        "Tournament.DefinitionChanged", "Bracket.Generated"
    )


# Swiss


def test_a_round_is_drawn_once_the_last_is_over_and_no_more_than_there_are() -> None:
    told = given(live("A", "B", "C", "D", "E", **staged(SWISS)))
    assert [idle.kind for idle in told.evening.bracket.idle] == ["bye"]
    told.when(DrawRound).refused("round_not_over", round=1)
    for number in (2, 3):
        better_seeds_win(told).when(DrawRound)
        assert rounds.latest(told.evening.bracket.course) == number
    better_seeds_win(told).when(DrawRound).refused("tournament_status")
    assert told.evening.status == "completed"


def test_a_swiss_that_runs_out_of_pairings_is_ended_by_hand() -> None:
    told = given(live("A", "B", **staged(Stage(format="swiss", rounds=2))))
    told.when(ConcludeStage, reason="too early").refused("stage_not_over", open=1)
    better_seeds_win(told).when(DrawRound).refused("no_pairing")
    told.when(ConcludeStage, reason="no pairing is left").then("Bracket.Completed", "Tournament.Completed")
    told.when(ConcludeStage, reason="again").refused("tournament_status")


def test_only_a_swiss_has_further_rounds() -> None:
    told = given(live("A", "B", "C", **staged(Stage(format="round-robin"))))
    told.when(DrawRound).refused("no_more_rounds")
    told.when(TakeBackRound, reason="x").refused("round_played")


def test_a_round_is_taken_back_before_any_of_it_is_decided() -> None:
    told = better_seeds_win(given(live("A", "B", "C", "D", **staged(SWISS))))
    told.when(DrawRound)
    told.when(TakeBackRound, reason="a wrong result").then(
        fact("Bracket.RoundTakenBack", round=2, matches=[3, 4]), "Match.Voided", "Match.Voided"
    )
    told.when(TakeBackRound, reason="another").refused("round_played", round=1)
    told.when(DrawRound)
    assert list(told.evening.bracket.matches) == [1, 2, 5, 6]
    run(told.evening.play(5))
    told.when(TakeBackRound, reason="late").refused("round_played", round=2)


def test_who_comes_late_is_absent_before_and_paired_from_then_on() -> None:
    told = better_seeds_win(given(live("A", "B", "C", "D", **staged(SWISS))))
    told.when(AddEntrant, name="E").refused("registration_closed")
    told.when(AddEntrant, name="E", override=True).then(
        "Bracket.Joined", "EntryList.PlaceTaken", "Registration.Submitted"
    )
    told.when(DrawRound)
    bracket = told.evening.bracket
    assert [(idle.round, idle.kind) for idle in bracket.idle] == [(1, "absent"), (2, "bye")]
    in_play = given(live(*"ABCD", **staged(Stage(format="gsl"))))
    in_play.when(AddEntrant, name="E", override=True).refused("registration_closed")


def test_who_rests_has_half_a_point_or_none() -> None:
    told = better_seeds_win(given(live("A", "B", "C", "D", "E", "F", **staged(SWISS))))
    told.when(DrawRound, absent=["A"], half_byes=["B"])
    kinds = {told.evening.now(idle.entrant).name: idle.kind for idle in told.evening.bracket.idle}
    assert kinds == {"A": "absent", "B": "half bye"}
    told.when(DrawRound, absent=["Z"]).refused("rest_invalid")
    told.when(DrawRound, absent=["C"], half_byes=["C"]).refused("rest_invalid")


def test_valves_swiss_ends_once_everyone_has_three_wins_or_losses() -> None:
    names = [chr(ord("A") + number) for number in range(16)]
    told = given(live(*names, **staged(Stage(format="swiss", system="valve", best_of=3))))
    assert {told.evening.match(number).best_of for number in range(1, 9)} == {1}
    for _ in range(4):
        _decide_all(told)
        told.when(DrawRound)
    assert {told.evening.match(number).best_of for number in told.evening.bracket.matches} == {1, 3}
    _decide_all(told)
    assert told.evening.status == "completed"
    assert len(told.evening.bracket.matches) == 33


def _decide_all(told: Told) -> None:
    bracket = told.evening.bracket
    for number in [number for number in bracket.matches if number not in bracket.decided]:
        games = score(" ".join(["1-0"] * (told.evening.match(number).best_of // 2 + 1)))
        run(told.evening.send(StartMatch(match=bracket.match_id(number))))
        run(told.evening.send(RuleResult(match=bracket.match_id(number), games=games)))


def test_a_stage_that_so_many_cannot_play_is_not_drawn() -> None:
    six = drawn("A", "B", "C", "D", "E", "F", **staged(Stage(format="gsl")))[:-1]
    given(six).when(GenerateBracket).refused("undrawable")


def test_the_tournament_starts_once_every_first_stage_is_final() -> None:
    halves = [
        Stage(format="round-robin", sources=[Intake(stage=0, ranks=[1, 3])]),
        Stage(format="round-robin", sources=[Intake(stage=0, ranks=[4, 6])]),
    ]
    told = given(drawn("A", "B", "C", "D", "E", "F", **staged(*halves)), did(FinalizeBracket))
    told.when(StartTournament).refused("bracket_status", status="not drawn")
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


# Custom brackets and ladders


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


def test_on_a_ladder_who_wins_a_challenge_moves_up() -> None:
    told = given(live("A", "B", "C", "D", **staged(Stage(format="ladder", reach=2))))
    challenge = {"registration": "D", "challenged": told.evening.registration("B")}
    told.when(Challenge, **challenge).then(
        fact("Bracket.RoundDrawn", round=1), "Match.Created", "Match.SideSettled", "Match.SideSettled"
    )
    told.when(Challenge, **challenge).refused("challenge_refused")
    run(told.evening.play(1))
    told.when(Challenge, registration="C", challenged=told.evening.registration("A")).refused(
        "challenge_refused", problem="3 places further up are more than 2"
    )
    told.when(DrawRound).refused("no_more_rounds")
    told.when(ConcludeStage, reason="the season is over").then("Bracket.Completed", "Tournament.Completed")
    assert in_names(told, told.evening.bracket.order[0]) == ["A", "D", "B", "C"]


def test_a_corrected_challenge_changes_the_ladder_as_if_it_had_been_so() -> None:
    told = given(live("A", "B", "C", **staged(Stage(format="ladder"))))
    told.when(Challenge, registration="C", challenged=told.evening.registration("A"))
    run(told.evening.play(1))
    told.when(CorrectResult, match=1, games="0-1", reason="the wrong way round")
    told.when(ConcludeStage, reason="the season is over")
    assert in_names(told, told.evening.bracket.order[0]) == ["A", "B", "C"]


def test_a_stage_that_was_ended_by_hand_stays_so_when_a_result_is_put_right() -> None:
    told = given(live("A", "B", "C", **staged(Stage(format="ladder"))))
    told.when(Challenge, registration="C", challenged=told.evening.registration("A"))
    run(told.evening.play(1))
    told.when(ConcludeStage, reason="the season is over")
    told.when(CorrectResult, match=1, games="0-1", reason="the wrong way round")
    assert told.evening.status == "completed"
    assert in_names(told, told.evening.bracket.order[0]) == ["A", "B", "C"]


def test_nobody_challenges_outside_a_ladder_or_after_leaving_it() -> None:
    plain = given(live("A", "B", "C"))
    plain.when(Challenge, registration="C", challenged=plain.evening.registration("A")).refused(
        "challenge_refused"
    )
    told = given(live("A", "B", "C", **staged(Stage(format="ladder"))), did(Withdraw, registration="A"))
    told.when(Challenge, registration="C", challenged=told.evening.registration("A")).refused(
        "challenge_refused"
    )


# Leaving


def test_who_withdraws_in_play_loses_what_is_open_and_all_that_is_to_come() -> None:
    told = given(live("A", "B", "C", "D"), won(1))
    told.when(Withdraw, registration="A", reason="ill").then(
        "Registration.Withdrawn", fact("Bracket.AttendanceChanged", kind="withdrawn")
    )
    run(told.evening.play(2))
    final = told.evening.match(3)
    assert (final.status, final.ending, in_names(told, [final.sides[final.winner]])) == (
        "completed",
        "withdrawn",
        ["B"],
    )
    assert told.evening.status == "completed"


def test_a_disqualified_entrant_loses_the_match_that_is_going_on() -> None:
    told = given(live("A", "B", "C", "D"), did(StartMatch, match=1))
    told.when(Disqualify, registration="A", reason="abuse").then(
        "Registration.Disqualified",
        fact("Bracket.AttendanceChanged", kind="disqualified"),
        fact("Match.Forfeited", kind="disqualified", side=0),
        "Bracket.Advanced",
        "Match.SideSettled",
    )
    told.when(Disqualify, registration="A", reason="again").then()
    told.when(Disqualify, registration="B", reason="x", by="ann").refused("forbidden")


def test_two_who_both_left_lose_both() -> None:
    told = given(live("A", "B", "C", "D"), won(1), did(Withdraw, registration="A"))
    told.when(Withdraw, registration="B")
    assert told.evening.match(2).ending == "withdrawn"
    run(told.evening.play(2)) if told.evening.match(2).status == "ready" else None
    assert told.evening.status == "completed"


def test_nobody_who_left_is_paired_again_and_who_is_back_is() -> None:
    told = better_seeds_win(given(live("A", "B", "C", "D", **staged(SWISS))))
    told.when(Withdraw, registration="D")
    told.when(DrawRound)
    assert "D" not in paired(told)
    told.when(TakeBackRound, reason="D is back")
    told.when(Reinstate, registration="D", reason="well again").then(
        "Registration.Reinstated", fact("Bracket.AttendanceChanged", kind=None)
    )
    told.when(DrawRound)
    assert "D" in paired(told)
    told.when(Reinstate, registration="D", reason="again").then()


def paired(told: Told) -> list[str]:
    bracket: Any = told.evening.bracket
    latest = [match for match in bracket.matches.values() if match.round == rounds.latest(bracket.course)]
    return in_names(told, [bracket.seeds[source.number - 1] for match in latest for source in match.sides])


def test_who_qualified_and_left_is_replaced_by_the_next_in_the_group() -> None:
    told = given(live(*EIGHT, **staged(GROUPS, PLAYOFFS)))
    told.when(Disqualify, registration="A", reason="abuse")
    better_seeds_win(told)
    assert "A" not in in_names(told, told.evening.stage(2).seeds)
    assert len(told.evening.stage(2).seeds) == 4


def test_nobody_is_reinstated_outside_play_and_only_who_was_in() -> None:
    given(drawn("A", "B", "C")).when(Reinstate, registration="A", reason="x").refused("tournament_status")
    told: Evening = given(live("A", "B", "C")).evening
    assert told.status == "live"


@pytest.mark.parametrize(
    ("stage", "field"),
    [
        (Stage(format="chess"), "stages[0].format"),
        (Stage(groups=2), "stages[0].groups"),
        (Stage(format="swiss", cycles=2), "stages[0].cycles"),
        (Stage(format="swiss", tie_breaks=["luck"]), "stages[0].tie_breaks"),
        (Stage(format="swiss", system="dutch", scoring="three_points"), "stages[0].scoring"),
        (Stage(best_of=2), "stages[0].best_of"),
        (Stage(third_place=True, placement=True), "stages[0].third_place"),
        (Stage(format="round-robin", half_points={"luck": 1}), "stages[0].half_points"),
        (Stage(sources=[Intake(stage=1, ranks=[1, 2])]), "stages[0].sources[0]"),
        (Stage(sources=[Intake(stage=0, ranks=[2, 1])]), "stages[0].sources[0]"),
    ],
)
def test_a_stage_that_contradicts_itself_is_refused_by_name(stage: Stage, field: str) -> None:
    from application.commands.tournaments import CreateTournament

    given().when(CreateTournament, definition=staged(stage)).refused("invalid_definition", field=field)
