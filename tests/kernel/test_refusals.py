"""A refusal says what is in the way, and what can be done instead."""

from typing import Any

import pytest

from application.bracket.commands import DrawRound, FinalizeBracket, UnfinalizeBracket
from application.entry.commands import AddEntrant, Disqualify, Withdraw
from application.match.commands import RuleResult, StartMatch
from domain.formats.stages import Stage
from tests.support.evening import run
from tests.support.given import closed, did, drawn, given, live
from tests.support.staging import SWISS, better_seeds_win, groups_played, staged

FOUR = ("A", "B", "C", "D")


@pytest.mark.parametrize("system", ["general", "dutch"])
@pytest.mark.parametrize("absent", [[*"ABCD"], [*"ABC"]])
def test_a_round_for_fewer_than_two_says_so(system: str, absent: list[str]) -> None:
    swiss = Stage(format="swiss", rounds=3, system=system)
    told = better_seeds_win(given(live(*FOUR, **staged(swiss))))
    told.when(DrawRound, absent=absent).refused("no_pairing", problem="fewer than two are there to play it")


def test_a_round_of_a_stage_that_all_but_one_left_says_so() -> None:
    told = given(live(*FOUR, **staged(SWISS)))
    for name in ("A", "B", "C"):
        told.when(Withdraw, registration=name)
    told.when(DrawRound).refused("no_pairing", problem="fewer than two are there to play it")


def test_a_stage_that_is_played_is_not_opened_but_corrected() -> None:
    told = groups_played()
    told.when(FinalizeBracket, stage=2)
    run(told.evening.play(13))
    needed = "finalized and not played yet: results can be corrected"
    told.when(UnfinalizeBracket, stage=2).refused("bracket_status", needed=needed)


@pytest.mark.parametrize("before", [closed("A", "B"), drawn("A", "B"), live("A", "B", "C")])
def test_where_an_override_would_let_somebody_in_the_refusal_names_it(before: list[Any]) -> None:
    said = "; staff enter somebody all the same with `override`"
    given(before).when(AddEntrant, name="Z").refused("registration_closed", unless=said)


def test_where_no_override_would_help_the_refusal_says_what_does() -> None:
    final = [*drawn("A", "B"), *did(FinalizeBracket)]
    for override in (False, True):
        told = given(final).when(AddEntrant, name="Z", override=override).refused("registration_closed")
        assert "open it again, or start" in str(told._refusal)
    four = live(*"ABCD", format="stages", stages=[Stage(format="gsl")])
    told = given(four).when(AddEntrant, name="Z", override=True).refused("registration_closed")
    assert "can be replaced" in str(told._refusal)


def test_who_plays_is_entered_already_and_not_reinstated() -> None:
    told = given(live("A", "B", "C")).when(AddEntrant, name="A", override=True)
    told.refused("duplicate_entry", name="A")


def test_nobody_leaves_a_tournament_that_is_over() -> None:
    told = given(live("A", "B"), did(StartMatch, match=1), did(RuleResult, match=1, games="1-0"))
    for command in (Withdraw, Disqualify):
        told.when(command, registration="A", reason="x").refused("tournament_status", status="completed")
