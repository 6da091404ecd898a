"""Late entries: whoever comes when all is drawn takes a bye that was left, or meets everyone in a group."""

from typing import Any

import pytest

from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import AddEntrant, Withdraw
from application.match.commands import StartMatch
from application.tournament.commands import StartTournament
from domain.formats.stages import Stage
from tests.support.evening import run
from tests.support.given import Told, did, drawn, fact, given, live


def staged(**stage: Any) -> dict[str, Any]:
    return {"format": "stages", "stages": [Stage(**stage)], "capacity": 16}


def in_play(names: str, **stage: Any) -> Told:
    return given(live(*names, **staged(**stage)))


def sides(told: Told, number: int) -> list[str | None]:
    return [told.evening.now(side).name if side else None for side in told.evening.match(number).sides]


def test_whoever_comes_late_meets_a_seed_that_had_a_bye() -> None:
    told = in_play("ABCDEFG")
    assert sides(told, 4) == ["A", None]
    told.when(AddEntrant, name="H", override=True).then(
        "Bracket.Joined",
        "EntryList.PlaceTaken",
        "Registration.Submitted",
        fact("Match.Reopened", sides=[0], previous="scheduled"),
        fact("Match.Created", number=7, round=1, name="Quarter-final 4"),
        "Match.SideSettled",
        "Match.SideSettled",
    )
    assert (sides(told, 7), sides(told, 4)) == (["A", "H"], [None, None])
    run(told.evening.play(7, 1))
    assert sides(told, 4) == ["H", None]


def test_where_nobody_has_a_bye_the_last_seed_plays_a_preliminary_match() -> None:
    told = in_play("ABCD").when(AddEntrant, name="E", override=True)
    match = told.evening.bracket.matches[4]
    assert (sides(told, 4), match.name, match.round) == (["D", "E"], "Preliminary match", 0)
    assert sides(told, 1) == ["A", None]


def test_places_that_were_certain_are_shared_with_one_more() -> None:
    told = in_play("ABCDEF")
    run(told.evening.play(2))
    lost = told.evening.registration("F")
    assert told.evening.bracket.places[lost].high == 6
    told.when(AddEntrant, name="G", override=True)
    assert told.evening.bracket.places[lost].high == 7


def test_who_lost_a_semi_final_without_another_meets_whoever_loses_the_new_one() -> None:
    told = in_play("ABC", third_place=True)
    run(told.evening.play(1))
    told.when(AddEntrant, name="D", override=True)
    third = next(number for number, one in told.evening.bracket.matches.items() if "Third" in one.name)
    assert (told.evening.bracket.places, sides(told, third)) == ({}, [None, "C"])


def test_it_is_too_late_once_whoever_had_the_bye_plays() -> None:
    told = in_play("ABC")
    run(told.evening.play(1))
    told.when(StartMatch, match=2)
    told.when(AddEntrant, name="D", override=True).refused("slot_taken")


def test_in_a_group_of_an_odd_number_each_is_met_in_the_round_in_which_he_rests() -> None:
    told = in_play("ABC", format="round-robin").when(AddEntrant, name="D", override=True)
    rounds = {match.round: {*sides(told, number)} for number, match in list_of(told)[3:]}
    assert rounds == {1: {"A", "D"}, 2: {"C", "D"}, 3: {"B", "D"}}


def list_of(told: Told) -> list[tuple[int, Any]]:
    return list(told.evening.bracket.matches.items())


def test_in_a_group_of_an_even_number_there_are_further_rounds() -> None:
    told = in_play("ABCD", format="round-robin").when(AddEntrant, name="E", override=True)
    new = [(match.name, match.round, sides(told, number)) for number, match in list_of(told)[6:]]
    assert new == [
        ("Round 4, match 1", 4, ["E", "A"]),
        ("Round 5, match 1", 5, ["B", "E"]),
        ("Round 6, match 1", 6, ["E", "C"]),
        ("Round 7, match 1", 7, ["D", "E"]),
    ]


def test_a_snake_goes_on_to_the_group_whose_turn_it_is() -> None:
    told = in_play("ABCDEF", format="round-robin", groups=2).when(AddEntrant, name="G", override=True)
    names = [match.name for _, match in list_of(told)[6:]]
    assert names == ["Group B, round 1, match 2", "Group B, round 2, match 2", "Group B, round 3, match 2"]


def test_whoever_left_is_beaten_by_one_who_comes_late() -> None:
    told = in_play("ABCD", format="round-robin").when(Withdraw, registration="A")
    told.when(AddEntrant, name="E", override=True)
    ended = [told.evening.match(number).ending for number in (7, 8)]
    assert (sides(told, 7), ended) == (["E", "A"], ["withdrawn", None])


@pytest.mark.parametrize("format_name", ["gsl", "free-for-all"])
def test_other_formats_have_no_place_for_one_more(format_name: str) -> None:
    told = in_play("ABCD", format=format_name)
    told.when(AddEntrant, name="E", override=True).refused("registration_closed")


def test_whoever_waits_is_let_in_late() -> None:
    told = given(live("A", "B", "C", "D", **{**staged(), "capacity": 3}))
    told.entries(D="waitlisted")
    told.when(AddEntrant, comer=told.evening.registration("D"), override=True).then(
        "Bracket.Joined",
        "EntryList.PlaceTaken",
        "Match.Reopened",
        "Match.Created",
        "Match.SideSettled",
        "Match.SideSettled",
        "Registration.Promoted",
    )
    assert sides(told, 3) == ["A", "D"]
    told.when(AddEntrant, comer=told.evening.registration("D"), override=True).refused("duplicate_entry")


def test_whoever_comes_late_joins_every_stage_that_everyone_is_in() -> None:
    cup, league = Stage(name="Cup"), Stage(name="League", format="round-robin")
    told = given(
        drawn("A", "B", "C", format="stages", stages=[cup, league], capacity=8),
        did(GenerateBracket, stage=2),
        [*did(FinalizeBracket), *did(FinalizeBracket, stage=2), *did(StartTournament)],
    )
    told.when(AddEntrant, name="D", override=True)
    assert all(told.evening.registration("D") in told.evening.stage(number).seeds for number in (1, 2))


def test_nobody_who_lost_is_left_without_the_match_that_was_promised() -> None:
    told = in_play("ABCD", consolation=True)
    run(told.evening.play(1))
    told.when(AddEntrant, name="E", override=True).refused("slot_taken")


def test_the_grand_final_stays_the_match_it_was() -> None:
    told = in_play("ABCD", format="double-elimination")
    before = {match.name: number for number, match in list_of(told)}
    told.when(AddEntrant, name="E", override=True)
    after = {match.name: number for number, match in list_of(told)}
    assert after.items() >= before.items()
    assert sorted(after.keys() - before.keys()) == ["Lower preliminary match", "Upper preliminary match"]
