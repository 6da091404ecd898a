"""A plan of stages is refused where it contradicts itself, and what is not final may be planned otherwise."""

import pytest

from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.tournament.commands import ChangeDefinition, CreateTournament
from domain.formats.draw import Source
from domain.formats.elimination.custom import Wish
from domain.formats.stages import Intake, Stage
from tests.support.given import drawn, given, live
from tests.support.staging import EIGHT, GROUPS, PLAYOFFS, better_seeds_win, staged


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
    given().when(CreateTournament, definition=staged(stage)).refused("invalid_definition", field=field)


BEST = Intake(stage=1, ranks=[1, 1])
TWO_MATCHES = [
    Wish([Source("seed", 1), Source("seed", 3)], bracket="group A"),
    Wish([Source("seed", 2), Source("seed", 4)], bracket="group B"),
]


@pytest.mark.parametrize(
    ("before", "sources"),
    [
        (Stage(), [BEST]),
        (Stage(format="round-robin"), [Intake(stage=1, ranks=[2, 2])]),
        (Stage(format="swiss"), [BEST, BEST]),
        (GROUPS, [Intake(stage=0, ranks=[1, 1])]),
    ],
)
def test_a_stage_to_which_only_one_can_come_is_refused(before: Stage, sources: list[Intake]) -> None:
    given().when(CreateTournament, definition=staged(before, Stage(sources=sources))).refused(
        "invalid_definition", field="stages[1].sources"
    )


@pytest.mark.parametrize(
    ("before", "sources"),
    [
        (GROUPS, [BEST]),
        (Stage(format="gsl"), [BEST]),
        (Stage(format="free-for-all", lobby=4), [BEST]),
        (Stage(format="custom", matches=TWO_MATCHES), [BEST]),
        (Stage(), [BEST, Intake(stage=1, ranks=[3, 3])]),
        (Stage(), [BEST, Intake(stage=0, ranks=[1, 1])]),
    ],
)
def test_one_of_each_group_or_from_each_source_may_be_enough(before: Stage, sources: list[Intake]) -> None:
    given().when(CreateTournament, definition=staged(before, Stage(sources=sources))).then(
        "Tournament.Created", "EntryList.Opened"
    )


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


def test_a_stage_that_so_many_cannot_play_is_not_drawn() -> None:
    six = drawn("A", "B", "C", "D", "E", "F", **staged(Stage(format="gsl")))[:-1]
    given(six).when(GenerateBracket).refused("undrawable")


def test_a_stage_with_more_matches_than_can_be_is_not_drawn() -> None:
    names = [f"N{number}" for number in range(60)]
    chosen = {**staged(Stage(format="round-robin", cycles=10)), "capacity": 60}
    given(drawn(*names, **chosen)[:-1]).when(GenerateBracket).refused("undrawable")
