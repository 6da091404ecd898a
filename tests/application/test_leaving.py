"""Whoever leaves a tournament in stages is missed by none of those that follow, and may come back."""

from application.commands.brackets import (
    ConcludeStage,
    DrawRound,
    FinalizeBracket,
    GenerateBracket,
    RegenerateBracket,
)
from application.commands.registrations import Reinstate, Withdraw
from domain.stages import Intake, Stage
from tests.application.test_stages import (
    SWISS,
    better_seeds_win,
    groups_played,
    in_names,
    paired,
    staged,
)
from tests.support.given import did, given, live


def test_who_is_back_after_a_round_without_them_is_paired_again() -> None:
    told = better_seeds_win(given(live("A", "B", "C", "D", **staged(SWISS)), did(Withdraw, registration="D")))
    better_seeds_win(told.when(DrawRound)).when(Reinstate, registration="D", reason="well again")
    told.when(DrawRound)
    assert "D" in paired(told)


def test_a_swiss_that_everyone_left_is_ended_by_hand() -> None:
    told = given(live("A", "B", "C", "D", **staged(SWISS)))
    for name in ("A", "B", "C"):
        told.when(Withdraw, registration=name)
    told.when(DrawRound).refused("no_pairing")
    told.when(ConcludeStage, reason="only D is left").then("Bracket.Completed", "Tournament.Completed")


def test_who_left_after_the_groups_is_in_no_draw_that_is_made_later() -> None:
    told = groups_played().when(Withdraw, registration="A")
    told.when(FinalizeBracket, stage=2).refused("bracket_outdated")
    told.when(RegenerateBracket, stage=2)
    told.when(FinalizeBracket, stage=2)
    playing = [in_names(told, told.evening.match(number).sides) for number in (13, 14)]
    assert playing == [["D", "C"], ["B", "E"]]


def test_nobody_has_to_stay_for_the_playoffs() -> None:
    group, final = Stage(format="round-robin"), Stage(sources=[Intake(stage=1, ranks=[1, 2])])
    told = given(live("A", "B", "C", **staged(group, final)), did(Withdraw, registration="A"))
    told.when(Withdraw, registration="B")
    assert told.evening.stage(1).status == "completed"
    told.when(GenerateBracket, stage=2).refused("too_few_entrants", entrants=1)
    told.when(Reinstate, registration="B", reason="stays after all")
    told.when(GenerateBracket, stage=2).then("Bracket.Generated")
