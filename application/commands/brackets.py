"""Commands on the bracket."""

from uuid import UUID

import msgspec


class BracketCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A step of one tournament's bracket."""

    tournament: UUID


class GenerateBracket(BracketCommand, frozen=True, kw_only=True):
    """Draw from the entrants there are, in the order given or else of entry."""

    seeds: list[UUID] | None = None


class RegenerateBracket(BracketCommand, frozen=True, kw_only=True):
    """Draw again, from the entrants there are now."""

    seeds: list[UUID] | None = None
    reason: str | None = None


class ChangeSeeds(BracketCommand, frozen=True, kw_only=True):
    """Put the same entrants in another order."""

    seeds: list[UUID]


class SwapSeeds(BracketCommand, frozen=True, kw_only=True):
    """Give an entrant this seed (from 1); whoever had it takes the entrant's. Again, it changes nothing."""

    entrant: UUID
    seed: int


class FinalizeBracket(BracketCommand, frozen=True, kw_only=True):
    """Freeze the draw and bring its matches into being."""


class UnfinalizeBracket(BracketCommand, frozen=True, kw_only=True):
    """Open the draw again, before anything is played."""

    reason: str | None = None


class AdvanceBracket(BracketCommand, frozen=True, kw_only=True):
    """Carry a decided match on (stated by a policy)."""

    match: int
    winner: UUID | None
    loser: UUID | None
    out: list[UUID]
