"""Commands that put the entrants of a drawn stage in another order, by something other than hand."""

from typing import ClassVar
from uuid import UUID

from application.commands.brackets import BracketCommand


class SeedByLot(BracketCommand, frozen=True, kw_only=True):
    """Draw the order by lot: by the `lot` of the caller, or else by the one `made` for them."""

    NEW_EACH_TRY: ClassVar[frozenset[str]] = frozenset({"made"})
    lot: str | None = None
    made: str


class SeedByRating(BracketCommand, frozen=True, kw_only=True):
    """Put the best rating first, and last who has none, in the order there is."""

    ratings: dict[UUID, int]


class SeedByTournament(BracketCommand, frozen=True, kw_only=True):
    """Put first who was best in an `earlier` tournament; who was not in it comes last, as they stood."""

    earlier: UUID


class SeedByFile(BracketCommand, frozen=True, kw_only=True):
    """Take the order of a CSV file, and, to `separate`, keep who shares a club or a region apart."""

    csv: str
    separate: bool = False
    rounds: int | None = None


class SeparateSeeds(BracketCommand, frozen=True, kw_only=True):
    """Keep who shares a label apart as long as their seeds allow, or for so many `rounds`."""

    labels: dict[UUID, list[str]]
    rounds: int | None = None
