"""Entrants in order of what was known of them before."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID


class Placed(Protocol):
    """An entrant's place, as `domain.values.Placing` has it."""

    @property
    def entrant(self) -> UUID:
        """Who."""

    @property
    def low(self) -> int:
        """The first rank of those that are shared."""


def by_rating(entrants: Sequence[UUID], ratings: Mapping[UUID, int]) -> list[UUID]:
    """The best rating first, those without one last; equals stay in the order given.

    Ratings of others are not looked at. Raises nothing: what an entrant's rating is, the caller knows.
    """
    return sorted(entrants, key=lambda entrant: (entrant not in ratings, -ratings.get(entrant, 0)))


def by_places(entrants: Sequence[UUID], places: Sequence[Placed]) -> list[UUID]:
    """The best place of an earlier tournament first, those who were not there last.

    Who shared a place stays in the order given; places of others are not looked at. The places name entrants
    of this tournament: registrations differ from one to the next, so the caller has translated them. Who
    stands in it twice counts with the better place. Raises nothing.
    """
    best: dict[UUID, int] = {}
    for place in places:
        best[place.entrant] = min(place.low, best.get(place.entrant, place.low))
    return sorted(entrants, key=lambda entrant: (entrant not in best, best.get(entrant, 0)))
