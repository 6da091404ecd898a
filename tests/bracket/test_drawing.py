"""The draw: who is in it, in which order, and until when it may change."""

from typing import Any
from uuid import UUID

import pytest

from application.bracket.commands import (
    ChangeSeeds,
    DrawRound,
    FinalizeBracket,
    GenerateBracket,
    RegenerateBracket,
    ReplaceEntrant,
    SwapSeeds,
    UnfinalizeBracket,
)
from application.entry.commands import AddEntrant, Withdraw
from application.match.commands import ForfeitMatch, StartMatch
from application.tournament.commands import ChangeDefinition, StartTournament
from tests.support.given import closed, did, drawn, entered, fact, given, live, taking_entries

STRANGER = UUID(int=26)
FINAL = [*drawn("Ann", "Ben"), *did(FinalizeBracket)]
NOT_EVERYONE_ONCE: list[list[Any]] = [["Ann", "Ben"], ["Ann", "Ann", "Cat"], ["Ann", "Ben", STRANGER]]


def test_entrants_are_drawn_in_order_of_entry_or_as_staff_say() -> None:
    three = closed("Cat", "Ann", "Ben")
    given(three).when(GenerateBracket).then(
        "Tournament.Seeded", fact("Bracket.Generated", seeds=["Cat", "Ann", "Ben"])
    )
    given(three).when(GenerateBracket, seeds=["Ann", "Ben", "Cat"]).then(
        "Tournament.Seeded", fact("Bracket.Generated", seeds=["Ann", "Ben", "Cat"])
    )


def test_who_waits_or_withdrew_is_not_drawn() -> None:
    before = closed("Ann", "Ben", "Cat", "Dan", capacity=3)
    given(before, did(Withdraw, registration="Ben")).when(GenerateBracket).then(
        "Tournament.Seeded", fact("Bracket.Generated", seeds=["Ann", "Cat", "Dan"])
    )
    given(before).when(GenerateBracket).then(
        "Tournament.Seeded", fact("Bracket.Generated", seeds=["Ann", "Ben", "Cat"])
    )


def test_a_draw_needs_the_minimum_of_entrants() -> None:
    few = given(closed("Ann", "Ben", minimum_entrants=3))
    few.when(GenerateBracket).refused("too_few_entrants", entrants=2, needed=3)
    few.when(AddEntrant, name="Cat", override=True).when(GenerateBracket).then(
        "Tournament.Seeded", "Bracket.Generated"
    )


@pytest.mark.parametrize("names", [[], ["Ann", "Ben"]])
def test_there_is_no_draw_while_entries_are_taken(names: list[str]) -> None:
    given(taking_entries(), entered(*names)).when(GenerateBracket).refused("tournament_status")


def test_a_bracket_is_generated_once() -> None:
    given(drawn("Ann", "Ben")).when(GenerateBracket).refused("bracket_status", status="drawn")
    given(FINAL).when(GenerateBracket).refused("bracket_status", status="finalized")


@pytest.mark.parametrize("seeds", NOT_EVERYONE_ONCE)
@pytest.mark.parametrize(
    ("before", "command"),
    [
        (closed("Ann", "Ben", "Cat"), GenerateBracket),
        (drawn("Ann", "Ben", "Cat"), RegenerateBracket),
        (drawn("Ann", "Ben", "Cat"), ChangeSeeds),
    ],
)
def test_seeds_name_everyone_once(before: list, command: type, seeds: list[Any]) -> None:
    given(before).when(command, seeds=seeds).refused("invalid_seeds")


def test_seeds_change_and_the_same_order_again_is_no_change() -> None:
    three = given(drawn("Ann", "Ben", "Cat"))
    three.when(ChangeSeeds, seeds=["Cat", "Ben", "Ann"]).then(
        fact("Bracket.SeedsChanged", seeds=["Cat", "Ben", "Ann"])
    )
    three.when(ChangeSeeds, seeds=["Cat", "Ben", "Ann"]).then()


def test_two_seeds_swap_and_the_same_swap_again_does_not_swap_back() -> None:
    three = given(drawn("Ann", "Ben", "Cat"))
    three.when(SwapSeeds, entrant="Cat", seed=1).then(
        fact("Bracket.SeedsChanged", seeds=["Cat", "Ben", "Ann"])
    )
    three.when(SwapSeeds, entrant="Cat", seed=1).then()


@pytest.mark.parametrize(("entrant", "seed"), [("Cat", 4), ("Cat", 0), (STRANGER, 1)])
def test_a_swap_names_an_entrant_and_a_seed_there_is(entrant: Any, seed: int) -> None:
    given(drawn("Ann", "Ben", "Cat")).when(SwapSeeds, entrant=entrant, seed=seed).refused("invalid_seeds")


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (SwapSeeds, {"entrant": "Ben", "seed": 1}),
        (ChangeSeeds, {"seeds": ["Ben", "Ann"]}),
        (RegenerateBracket, {}),
    ],
)
def test_once_final_the_draw_changes_no_more(command: type, fields: dict[str, Any]) -> None:
    given(FINAL).when(command, **fields).refused("bracket_status", status="finalized", needed="drawn")


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (RegenerateBracket, {}),
        (FinalizeBracket, {}),
        (ChangeSeeds, {"seeds": []}),
        (SwapSeeds, {"entrant": "Ann", "seed": 1}),
        (UnfinalizeBracket, {}),
        (DrawRound, {}),
        (ReplaceEntrant, {"entrant": "Ann", "comer": "Ben", "reason": "ill"}),
    ],
)
def test_what_a_draw_is_needed_for_says_that_it_comes_first(command: type, fields: dict[str, Any]) -> None:
    undrawn = given(closed("Ann", "Ben"))
    undrawn.when(command, **fields).refused("bracket_status", needed="generated first")
    undrawn.when(command, **fields, stage=2).refused("not_found", what="stage")


def test_the_same_entrants_are_drawn_again_and_the_same_draw_is_no_other() -> None:
    three = given(drawn("Ann", "Ben", "Cat"))
    three.when(RegenerateBracket, seeds=["Cat", "Ben", "Ann"], reason="a better list").then(
        fact("Bracket.Regenerated", seeds=["Cat", "Ben", "Ann"], reason="a better list")
    )
    three.when(RegenerateBracket).then()


def test_who_is_in_now_is_drawn_again_in_the_order_there_was_and_newcomers_last() -> None:
    changed = given(drawn("Ann", "Ben", "Cat", "Dan", capacity=3))
    changed.when(SwapSeeds, entrant="Cat", seed=1).when(Withdraw, registration="Ben")
    changed.when(AddEntrant, name="Eve", override=True)
    changed.when(FinalizeBracket).refused("bracket_outdated")
    changed.when(RegenerateBracket, seeds=["Cat", "Ben", "Ann"]).refused("invalid_seeds")
    changed.when(RegenerateBracket).then(fact("Bracket.Regenerated", seeds=["Cat", "Ann", "Dan", "Eve"]))
    changed.when(FinalizeBracket)
    assert changed.evening.bracket.status == "finalized"


def test_a_draw_again_needs_the_minimum_of_entrants_too() -> None:
    few = given(drawn("Ann", "Ben"), did(Withdraw, registration="Ben"))
    few.when(RegenerateBracket).refused("too_few_entrants", entrants=1, needed=2)
    few.when(FinalizeBracket).refused("bracket_outdated")


def test_a_draw_again_is_by_the_definition_of_today() -> None:
    four = given(drawn("Ann", "Ben", "Cat", "Dan"))
    four.when(ChangeDefinition, definition={"third_place": True, "best_of": 3})
    four.when(FinalizeBracket).refused("bracket_outdated")
    four.when(RegenerateBracket).then(fact("Bracket.Regenerated", best_of=3))
    four.when(FinalizeBracket)
    assert [match.best_of for match in four.evening.matches()] == [3, 3, 3, 3]


def test_a_final_draw_brings_its_matches_and_seats_the_seeds() -> None:
    before = given(drawn("Ann", "Ben", "Cat"))
    before.when(FinalizeBracket).then(
        "Bracket.Finalized",
        *("Match.Created", "Match.SideSettled", "Match.SideSettled"),
        *("Match.Created", "Match.SideSettled"),
    )
    evening = before.evening
    assert evening.match(1).sides == [evening.registration("Ben"), evening.registration("Cat")]
    assert evening.match(2).sides == [evening.registration("Ann"), None]
    before.when(FinalizeBracket).then()


def test_an_unfinalized_bracket_voids_its_matches_and_final_again_it_has_new_ones() -> None:
    before = given(FINAL)
    old = before.evening.bracket.match_id(1)
    before.when(UnfinalizeBracket, reason="wrong seeds").then(
        fact("Bracket.Unfinalized", reason="wrong seeds"), fact("Match.Voided", previous="ready")
    )
    before.when(UnfinalizeBracket).then()
    before.when(SwapSeeds, entrant="Ben", seed=1).when(FinalizeBracket).when(StartTournament)
    before.when(StartMatch, match=old).refused("match_status", status="void")
    before.when(StartMatch, match=1).then("Match.Started")
    assert before.evening.match(1).sides[0] == before.evening.registration("Ben")


@pytest.mark.parametrize("played", [[], did(ForfeitMatch, match=1, side=0)])
def test_a_live_tournament_keeps_its_draw(played: list) -> None:
    given(live("Ann", "Ben", "Cat"), played).when(UnfinalizeBracket).refused(
        "bracket_status",
        status="live",
        needed="not live yet: results can be corrected, and entrants replaced",
    )


def test_only_a_final_draw_goes_live() -> None:
    given(drawn("Ann", "Ben")).when(StartTournament).refused("bracket_status", needed="finalized")
    given(FINAL).when(StartTournament).then("Tournament.Started")
    given(live("Ann", "Ben")).when(StartTournament).then()
