"""Where each seed stands in a draw, and who has which seed."""

from collections.abc import Collection, Sequence
from uuid import UUID

from domain.errors import InvalidSeeds


def standard_order(size: int) -> list[int]:
    """Seeds of a draw of `size` (a power of two) from top to bottom: 1 and 2 can only meet in the final.

    Grows [1, 2] by (p, 2m + 1 - p): 8 gives 1 8 4 5 2 7 3 6.
    """
    if size < 2 or size & (size - 1):
        raise ValueError("a draw's size is a power of two, 2 or more")
    order = [1, 2]
    while len(order) < size:
        order = [seed for place in order for seed in (place, 2 * len(order) + 1 - place)]
    return order


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
