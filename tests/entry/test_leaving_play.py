"""Whoever leaves in play loses what is open and all that is to come, and goes on to no later stage."""

from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import Disqualify, Reinstate, Withdraw
from application.match.commands import StartMatch
from application.tournament.commands import StartTournament
from tests.support.evening import run
from tests.support.given import closed, did, drawn, fact, given, live
from tests.support.staging import EIGHT, GROUPS, PLAYOFFS, better_seeds_win, in_names, staged, won


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


def test_the_last_one_left_wins_what_the_others_would_have_played() -> None:
    told = given(live("A", "B", "C", "D"), won(1), did(Withdraw, registration="A"))
    told.when(Withdraw, registration="B")
    assert [told.evening.match(number).ending for number in (2, 3)] == ["withdrawn", "withdrawn"]
    final = told.evening.match(3)
    assert in_names(told, [final.sides[final.winner]]) == ["C"]
    assert told.evening.status == "completed"


def test_who_qualified_and_left_is_replaced_by_the_next_in_the_group() -> None:
    told = given(live(*EIGHT, **staged(GROUPS, PLAYOFFS)))
    told.when(Disqualify, registration="A", reason="abuse")
    better_seeds_win(told)
    assert "A" not in in_names(told, told.evening.stage(2).seeds)
    assert len(told.evening.stage(2).seeds) == 4


def test_nobody_is_reinstated_outside_play_and_only_who_was_in() -> None:
    given(drawn("A", "B", "C")).when(Reinstate, registration="A", reason="x").refused("tournament_status")
    in_play = given(
        closed("A", "B", "C"),
        did(Withdraw, registration="C"),
        [*did(GenerateBracket), *did(FinalizeBracket), *did(StartTournament)],
    )
    in_play.when(Reinstate, registration="C", reason="x").refused("not_entered")
    in_play.when(Reinstate, registration="A", reason="x").then()
