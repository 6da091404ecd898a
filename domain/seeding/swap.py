"""Two entrants change seeds."""

from collections.abc import Collection, Sequence
from uuid import UUID

from domain.seeding.refusals import InvalidSeeds


def swapped(seeds: Sequence[UUID], entrant: UUID, seed: int) -> list[UUID]:
    """The seeds in order when `entrant` has seed number `seed`, and whoever had that has the entrant's.

    Once more it changes nothing: it says what is to be, not what to do. Raises InvalidSeeds.
    """
    if entrant not in seeds:
        raise InvalidSeeds(problem="this is none of them")
    if not 1 <= seed <= len(seeds):
        raise InvalidSeeds(problem=f"there is no seed {seed}")
    order = list(seeds)
    other, own = seed - 1, order.index(entrant)
    order[own], order[other] = order[other], order[own]
    return order


def each_once(seeds: Sequence[UUID], entrants: Collection[UUID]) -> None:
    """Raises InvalidSeeds where somebody is missing, unknown, or named twice."""
    if len(set(seeds)) != len(seeds):
        raise InvalidSeeds(problem="one is named twice")
    if wrong := set(seeds) ^ set(entrants):
        raise InvalidSeeds(problem=f"{len(wrong)} missing or unknown")
