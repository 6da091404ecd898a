"""A Swiss is drawn round by round, on the results there are, for those who are there."""

from application.bracket.commands import ConcludeStage, DrawRound, TakeBackRound
from application.entry.commands import AddEntrant, Reinstate, Withdraw
from application.match.commands import RuleResult, StartMatch
from domain.bracket import rounds
from domain.formats.stages import Stage
from tests.support.evening import run
from tests.support.given import Told, fact, given, live, score
from tests.support.staging import SWISS, better_seeds_win, paired, staged


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
