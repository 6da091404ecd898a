"""Seeds by something other than hand: each order is one fact that says how it came about."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from application.bracket.commands import (
    ChangeSeeds,
    FinalizeBracket,
    GenerateBracket,
    RegenerateBracket,
    SeedByFile,
    SeedByLot,
    SeedByRating,
    SeedByTournament,
    SeparateSeeds,
)
from application.entry.commands import Register
from application.tournament.commands import (
    AppointStaff,
    ArchiveTournament,
    CancelTournament,
    CloseRegistration,
    CreateTournament,
)
from domain.formats.stages import Intake, Stage
from domain.seeding.csv_file import Problem
from domain.seeding.lots import drawn_by_lot
from tests.support.evening import run
from tests.support.given import Act, Told, closed, did, drawn, entered, fact, given, live, taking_entries
from tests.support.staging import better_seeds_win, in_names, staged

FOUR = ("Ann", "Ben", "Cat", "Dan")
EVERY: list[tuple[type, dict[str, Any]]] = [
    (SeedByLot, {"made": "a lot"}),
    (SeedByRating, {"ratings": {"Ben": 2000}}),
    (SeedByTournament, {"earlier": None}),
    (SeedByFile, {"csv": "name\nBen\nAnn\n"}),
    (SeparateSeeds, {"labels": {"Ann": ["x"], "Ben": ["x"]}}),
]


def send(told: Told, command: type, fields: dict[str, Any], by: str = "organiser") -> Told:
    asked = {**fields, "earlier": told.evening.tournament} if "earlier" in fields else fields
    return told.when(command, by=by, **asked)


@pytest.mark.parametrize(("command", "fields"), EVERY)
def test_once_final_no_order_comes_about_any_more(command: type, fields: dict[str, Any]) -> None:
    final = given(drawn("Ann", "Ben"), did(FinalizeBracket))
    send(final, command, fields).refused("bracket_status", status="finalized", needed="drawn")


@pytest.mark.parametrize(("command", "fields"), EVERY)
def test_there_is_no_order_without_a_draw_or_of_a_tournament_called_off(
    command: type, fields: dict[str, Any]
) -> None:
    send(given(closed("Ann", "Ben")), command, fields).refused("bracket_status", needed="generated first")
    called_off = given(drawn("Ann", "Ben"), did(CancelTournament, reason="rain"))
    send(called_off, command, fields).refused("tournament_status", status="cancelled")


@pytest.mark.parametrize(("command", "fields"), EVERY)
def test_only_who_runs_the_tournament_orders_its_seeds(command: type, fields: dict[str, Any]) -> None:
    told = given(drawn("Ann", "Ben"), did(AppointStaff, account="referee", role="referee"))
    send(told, command, fields, by="referee").refused("forbidden")
    send(told, command, fields, by="visitor").refused("sign_in_required")


# By lot


def test_a_lot_is_stored_and_whoever_knows_it_draws_the_same() -> None:
    told = given(drawn(*FOUR))
    told.when(SeedByLot, lot="Siena, 2 July", made="x").then(
        fact("Bracket.SeedsChanged", how="by_lot", lot="Siena, 2 July")
    )
    stated = told.evening.facts.all[-1]
    assert stated.seeds == drawn_by_lot(stated.previous, stated.lot) == told.evening.bracket.seeds
    told.when(SeedByLot, lot="Siena, 2 July", made="x").then()


def test_without_a_lot_of_the_callers_the_one_made_for_them_decides() -> None:
    told = given(drawn(*FOUR))
    assert told.result(SeedByLot, made="5eed") == {"lot": "5eed"}
    told.when(SeedByLot, made="5eed").then(fact("Bracket.SeedsChanged", lot="5eed"))


def test_that_a_lot_was_drawn_is_told_also_where_it_changed_nothing() -> None:
    told = given(drawn("Ann", "Ben"))
    now = told.evening.bracket.seeds
    same = next(lot for lot in map(str, range(99)) if drawn_by_lot(now, lot) == now)
    told.when(SeedByLot, made=same).then(fact("Bracket.SeedsChanged", seeds=["Ann", "Ben"], lot=same))
    told.when(SeedByLot, made=same).then()
    told.when(ChangeSeeds, seeds=["Ben", "Ann"]).then(fact("Bracket.SeedsChanged", how="by_hand", lot=None))
    told.when(SeedByLot, made=same).then(fact("Bracket.SeedsChanged", lot=same))


# By rating


def test_the_best_rating_is_first_and_who_has_none_last_as_they_stood() -> None:
    told = given(drawn(*FOUR))
    told.when(SeedByRating, ratings={"Dan": 1900, "Cat": -5}).then(
        fact("Bracket.SeedsChanged", seeds=["Dan", "Cat", "Ann", "Ben"], how="by_rating", lot=None)
    )
    told.when(SeedByRating, ratings={"Dan": 1900, "Cat": 1900}).then()


def test_a_rating_is_of_an_entrant() -> None:
    given(drawn(*FOUR)).when(SeedByRating, ratings={"Zoe": 1900}).refused(
        "invalid_seeds", problem="1 unknown"
    )


# By an earlier tournament


def evening_of(*names: str, **definition: Any) -> Told:
    """Four have played: the third won, before the fourth; the first two share the places after."""
    told = given(live(*names, **definition))
    for number, winner in ((1, 1), (2, 1), (3, 1)):
        run(told.evening.play(number, winner))
    assert told.evening.status == "completed"
    return told


def the_next(told: Told, *before: list[Act]) -> UUID:
    """Another tournament follows; the id of the earlier one."""
    earlier, told.evening.tournament = told.evening.tournament, uuid4()
    told.after(*before)
    return earlier


def test_the_places_of_an_earlier_tournament_are_the_seeds_of_the_next() -> None:
    told = evening_of(*FOUR)
    earlier = the_next(told, drawn("Zoe", "ann", "BEN", "Dan", "Cat"))
    assert told.result(SeedByTournament, earlier=earlier) == {"found": 4}
    told.when(SeedByTournament, earlier=earlier).then(
        fact("Bracket.SeedsChanged", seeds=["Cat", "Dan", "ann", "BEN", "Zoe"], how="by_places", lot=None)
    )
    told.when(SeedByTournament, earlier=earlier).then()


def test_an_account_is_known_by_any_name_and_a_name_only_where_staff_entered_it() -> None:
    told = evening_of("ann", "Ben", "cat", "Dan")
    renamed = did(Register, name="Dan", by="cat")
    before = [*taking_entries(), *entered("Ben"), *renamed, *did(Register, name="Ann", by="another")]
    earlier = the_next(told, before, did(CloseRegistration), did(GenerateBracket))
    told.when(SeedByTournament, earlier=earlier).then(
        fact("Bracket.SeedsChanged", seeds=["cat", "Ben", "another"])
    )


def test_what_two_are_called_says_who_neither_is() -> None:
    told = evening_of(*FOUR)
    before = [*taking_entries(), *did(Register, name="Cat", by="cat"), *entered("Cat", "Ben")]
    earlier = the_next(told, before, did(CloseRegistration), did(GenerateBracket))
    told.when(SeedByTournament, earlier=earlier).then(
        fact("Bracket.SeedsChanged", seeds=["Ben", "cat", "Cat"])
    )


def test_only_a_tournament_that_is_over_has_places_to_seed_by() -> None:
    told = given(live(*FOUR))
    earlier = the_next(told, drawn(*FOUR))
    told.when(SeedByTournament, earlier=earlier).refused(
        "tournament_status", status="live", step="seed by its places", needed="completed"
    )
    told.when(SeedByTournament, earlier=uuid4()).refused("not_found", what="tournament")
    draft = uuid4()
    told.after(
        did(CreateTournament, tournament=draft, definition={}), did(ArchiveTournament, tournament=draft)
    )
    told.when(SeedByTournament, earlier=draft).refused("tournament_status", status="archived")


def test_an_archived_tournament_still_has_its_places() -> None:
    told = evening_of(*FOUR).after(did(ArchiveTournament))
    earlier = the_next(told, drawn(*FOUR))
    told.when(SeedByTournament, earlier=earlier).then("Bracket.SeedsChanged")


def test_a_hidden_tournament_of_others_is_none_to_seed_by() -> None:
    told = evening_of(*FOUR, visibility="private")
    earlier = the_next(told, drawn(*FOUR), did(AppointStaff, account="ann", role="organiser"))
    told.when(SeedByTournament, by="ann", earlier=earlier).refused("not_found", what="tournament")
    told.when(SeedByTournament, earlier=earlier).then("Bracket.SeedsChanged")


# By file


def test_the_seeds_of_a_file_come_first_then_its_ratings_then_its_lines() -> None:
    told = given(drawn("Fay", "Eve", "Dan", "Cat", "Ben", "Ann"))
    file = "name,seed,rating\neve,,\nFay,,\nDan,,1500\nCat,,1800\n Ben ,7,\nANN,2,1\n"
    told.when(SeedByFile, csv=file).then(
        fact(
            "Bracket.SeedsChanged", seeds=["Ann", "Ben", "Cat", "Dan", "Eve", "Fay"], how="by_file", lot=None
        )
    )
    assert told.result(SeedByFile, csv=file) == {"conflicts": []}


def test_names_match_whatever_their_case_their_blanks_and_how_they_are_composed() -> None:
    told = given(drawn("Bea", "Zoe\u0308  van Loon"))
    told.when(SeedByFile, csv="name\nzo\u00eb VAN  loon\nbea\n").then("Bracket.SeedsChanged")


def test_everything_that_is_wrong_with_a_file_is_said_at_once() -> None:
    double = [*taking_entries(), *entered("Ann", "Ben", "Cat"), *did(Register, name="Cat", by="cat")]
    told = given(double, did(CloseRegistration), did(GenerateBracket))
    told.when(SeedByFile, csv="name;seed\nAnn;1\nZoe;2\nCat;3\n").refused(
        "seeding_file",
        problems=[
            Problem(3, "no entrant is called “Zoe”"),
            Problem(4, "2 entrants are called “Cat”"),
            Problem(None, "“Ben” is missing"),
        ],
    )
    told.when(SeedByFile, csv="name,seed\nAnn,0\nBen\n").refused(
        "seeding_file",
        problems=[
            Problem(2, "a seed is a whole number from 1 to 4,096, not “0”"),
            Problem(3, "it has 1 cells, the first line has 2"),
        ],
    )
    given(drawn("Ann  B", "Ben")).when(SeedByFile, csv="name\nAnn B\nAnn  B\nBen\n").refused(
        "seeding_file", problems=[Problem(3, "“Ann  B” is on line 2 too")]
    )


def test_the_clubs_of_a_file_are_kept_apart_only_where_asked_for() -> None:
    told = given(drawn(*FOUR))
    file = "name,club\nAnn,Rovers\nBen,\nCat,\nDan,Rovers\n"
    told.when(SeedByFile, csv=file).then()
    assert told.result(SeedByFile, csv=file, separate=True) == {"conflicts": []}
    told.when(SeedByFile, csv=file, separate=True).then(
        fact("Bracket.SeedsChanged", seeds=["Ann", "Ben", "Dan", "Cat"], how="by_file")
    )


# Separation


def test_who_shares_a_label_meets_late_and_what_still_comes_early_is_told() -> None:
    told = given(drawn(*FOUR))
    told.when(SeparateSeeds, labels={"Ann": ["North"], "Dan": ["North"]}).then(
        fact("Bracket.SeedsChanged", seeds=["Ann", "Ben", "Dan", "Cat"], how="separated", lot=None)
    )
    told.when(SeparateSeeds, labels={"Ann": ["North"], "Dan": ["North"]}).then()
    three = given(drawn("Ann", "Ben", "Cat"))
    ben, cat = three.evening.bracket.seeds[1:]
    assert three.result(SeparateSeeds, labels={"Ben": ["North"], "Cat": ["North", "Rovers"]}) == {
        "conflicts": [{"entrant": ben, "other": cat, "label": "North", "round": 1}]
    }


def test_entrants_are_kept_apart_for_so_many_rounds_as_are_asked_for() -> None:
    told = given(drawn(*"ABCDEFGH", capacity=8))
    told.when(SeparateSeeds, labels={"A": ["North"], "D": ["North"]}, rounds=1).then()
    told.when(SeparateSeeds, labels={"A": ["North"], "D": ["North"]}, rounds=2).then(
        fact("Bracket.SeedsChanged", seeds=["A", "B", "D", "C", "E", "F", "G", "H"])
    )


def test_a_label_is_of_an_entrant() -> None:
    told = given(drawn(*FOUR))
    told.when(SeparateSeeds, labels={"Zoe": ["x"], "Ann": ["x"]}).refused(
        "invalid_seeds", problem="1 unknown"
    )


@pytest.mark.parametrize(
    "stage",
    [
        Stage(format="round-robin"),
        Stage(format="swiss"),
        Stage(format="gsl"),
        Stage(format="double-elimination", skip_first_round=True),
    ],
)
def test_only_a_knock_out_of_everyone_keeps_entrants_apart(stage: Stage) -> None:
    told = given(drawn(*FOUR, **staged(stage)))
    told.when(SeparateSeeds, labels={"Ann": ["x"]}).refused("not_kept_apart")
    file = "name\nDan\nCat\nBen\nAnn\n"
    told.when(SeedByFile, csv=file, separate=True).refused("not_kept_apart")
    told.when(SeedByFile, csv=file).then("Bracket.SeedsChanged")


def groups_lead_to(stage: Stage) -> Told:
    """Four groups of four, all of them played."""
    return better_seeds_win(given(live(*"ABCDEFGHIJKLMNOP", **staged(GROUPS, stage))))


GROUPS = Stage(format="round-robin", groups=4)
FROM_GROUPS = [Intake(stage=1, ranks=[1, 2])]


@pytest.mark.parametrize("format_", ["single-elimination", "double-elimination"])
def test_group_mates_meet_in_a_knock_out_as_late_as_possible(format_: str) -> None:
    told = groups_lead_to(Stage(format=format_, sources=FROM_GROUPS))
    groups = told.evening.stage(1).order
    seeds = told.evening.stage(2).seeds
    assert in_names(told, seeds[:4]) == [*"ABCD"]
    halves = [{seeds[seed - 1] for seed in half} for half in ((1, 8, 4, 5), (2, 7, 3, 6))]
    assert [len({*group[:2]} & half) for group in groups for half in halves] == [1] * 8
    told.when(RegenerateBracket, stage=2).then()
    told.when(FinalizeBracket, stage=2)
    assert told.evening.stage(2).status == "finalized"


@pytest.mark.parametrize(
    "stage",
    [
        Stage(format="round-robin", sources=FROM_GROUPS),
        Stage(format="swiss", sources=FROM_GROUPS),
        Stage(format="double-elimination", skip_first_round=True, sources=FROM_GROUPS),
    ],
)
def test_elsewhere_they_come_in_the_order_of_their_ranks(stage: Stage) -> None:
    told = groups_lead_to(stage)
    winners_first = [one for rank in (0, 1) for one in (group[rank] for group in told.evening.stage(1).order)]
    assert told.evening.stage(2).seeds == winners_first


# No seeds


def test_a_draw_without_seeds_warns_that_there_are_none() -> None:
    entries_over = given(closed(*FOUR))
    assert entries_over.result(GenerateBracket)["warnings"] == ["unseeded"]
    assert entries_over.result(GenerateBracket, seeds=[*FOUR])["warnings"] == []
