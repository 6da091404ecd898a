"""Two entrants change seeds, and saying so again changes nothing."""

from uuid import UUID

import pytest

from domain.seeding.refusals import InvalidSeeds
from domain.seeding.swap import swapped

ANN, BEN, CAT, ZOE = (UUID(int=number) for number in (1, 2, 3, 26))


@pytest.mark.parametrize(
    ("entrant", "seed", "order"),
    [(CAT, 1, [CAT, BEN, ANN]), (ANN, 2, [BEN, ANN, CAT]), (BEN, 2, [ANN, BEN, CAT])],
)
def test_who_had_the_seed_takes_the_entrants(entrant: UUID, seed: int, order: list[UUID]) -> None:
    once = swapped([ANN, BEN, CAT], entrant, seed)
    assert once == order
    assert swapped(once, entrant, seed) == once


@pytest.mark.parametrize(("entrant", "seed"), [(ANN, 0), (ANN, 4), (ANN, -1), (ZOE, 1)])
def test_a_seed_there_is_not_and_a_stranger_are_refused(entrant: UUID, seed: int) -> None:
    with pytest.raises(InvalidSeeds):
        swapped([ANN, BEN, CAT], entrant, seed)
