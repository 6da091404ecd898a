"""Whoever leaves a tournament in stages is missed by none of those that follow, and may come back."""

from uuid import uuid4

from application.bracket.commands import (
    Challenge,
    ConcludeStage,
    DrawRound,
    FinalizeBracket,
    GenerateBracket,
    RegenerateBracket,
    ReplaceEntrant,
    UnfinalizeBracket,
)
from application.entry.commands import AddEntrant, Disqualify, Register, Reinstate, Withdraw
from application.match.commands import StartMatch
from application.tournament.commands import StartTournament
from domain.formats.stages import Intake, Stage
from tests.support.evening import run
from tests.support.given import closed, did, entered, given, live, taking_entries
from tests.support.staging import (
    SWISS,
    better_seeds_win,
    groups_played,
    in_names,
    paired,
    staged,
)


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


def test_who_was_put_out_or_left_in_play_does_not_simply_enter_again() -> None:
    given(taking_entries(), entered("ann"), did(Disqualify, registration="ann", reason="abuse")).when(
        Register, name="ann", by="ann"
    ).refused("reinstate_instead")
    told = given(live("A", "B", "C", "D", **staged(SWISS)), did(Withdraw, registration="D"))
    told.when(AddEntrant, name="D", override=True).refused("reinstate_instead")


def test_who_is_back_after_the_stage_plays_again_where_that_is_corrected() -> None:
    told = groups_played()
    told.when(Withdraw, registration="A")
    told.when(Reinstate, registration="A", reason="well again")
    assert told.evening.stage(1).left == {}


def test_challenges_on_a_ladder_keep_its_draw() -> None:
    groups = Stage(name="Groups", format="round-robin", groups=2)
    ladder = Stage(format="ladder", sources=[Intake(stage=1, ranks=[1, 2])])
    told = better_seeds_win(given(live(*"ABCDEFGH", **staged(groups, ladder))), 1)
    told.when(FinalizeBracket, stage=2)
    first, second = told.evening.stage(2).seeds[:2]
    told.when(Challenge, registration=second, challenged=first, stage=2)
    told.when(UnfinalizeBracket, stage=2).refused("bracket_status")


def test_nobody_comes_in_from_another_tournament() -> None:
    told = given(live("A", "B", "C", "D"))
    entrant = told.evening.registration("A")
    told.when(ReplaceEntrant, entrant=entrant, comer=uuid4(), reason="x").refused("not_found")


def test_a_stage_that_is_being_played_is_not_opened_again() -> None:
    told = groups_played()
    told.when(FinalizeBracket, stage=2)
    run(told.evening.send(StartMatch(match=told.evening.match_id(13))))
    told.when(UnfinalizeBracket, stage=2).refused("bracket_status")


def test_who_left_before_the_draw_was_never_in_it_and_is_not_reinstated() -> None:
    told = given(closed("A", "B", "C"), did(Withdraw, registration="C"), did(GenerateBracket))
    told.when(FinalizeBracket).when(StartTournament)
    told.when(Reinstate, registration="C", reason="here after all").refused("not_entered")
