"""What ranks in groups come to: places over all groups, and who is level where another stage cuts."""

from uuid import UUID

import pytest

from domain.bracket.tables import cuts, level_at_cut, places
from domain.formats.stages import Intake, Stage
from domain.standings.table import Standing

A, B, C = [1, 3, 5, 7], [2, 4, 6, 8], [9, 10]
SEEDS = [UUID(int=number) for number in range(1, 11)]


def group(members: list[int], *ranks: int) -> list[Standing]:
    """Members by position, and the rank of each, which those who are level share."""
    return [
        Standing(
            position=position,
            low=rank,
            high=rank + ranks.count(rank) - 1,
            number=number,
            points=0,
            values={},
        )
        for position, (number, rank) in enumerate(zip(members, ranks, strict=True), 1)
    ]


def test_who_shares_a_rank_shares_the_places_of_all_who_have_it_and_nobody_is_left_without() -> None:
    tables = {"group A": group(A, 1, 2, 3, 3), "group B": group(B, 1, 2, 3, 4), "group C": group(C, 1, 2)}
    found: dict[tuple[int, int], set[int]] = {}
    for place in places(tables, SEEDS):
        found.setdefault((place.low, place.high), set()).add(place.entrant.int)
    assert found == {(1, 3): {1, 2, 9}, (4, 6): {3, 4, 10}, (7, 9): {5, 7, 6}, (10, 10): {8}}


def test_a_stage_is_cut_before_the_first_and_behind_the_last_rank_that_others_take() -> None:
    playoffs, consolation = Intake(stage=1, ranks=[1, 2]), Intake(stage=1, ranks=[4, 5])
    final = Intake(stage=2, ranks=[1, 2])
    plan = [Stage(format="league"), Stage(sources=[playoffs]), Stage(sources=[consolation, final])]
    assert cuts(plan, 1) == {0, 2, 3, 5}
    assert cuts(plan, 3) == set()


@pytest.mark.parametrize(
    ("ranks", "gone", "level"),
    [
        ((1, 2, 3, 4), (), set()),
        ((1, 1, 3, 3), (), set()),
        ((1, 2, 2, 4), (), {3, 5}),
        ((1, 1, 1, 4), (), {1, 3, 5}),
        ((1, 2, 2, 4), (3,), set()),
        ((1, 2, 3, 3), (1,), {5, 7}),
    ],
)
def test_who_shares_a_rank_that_a_cut_divides_is_level_there(
    ranks: tuple[int, ...], gone: tuple[int, ...], level: set[int]
) -> None:
    assert level_at_cut(group(A, *ranks), {0, 2}, gone) == level
