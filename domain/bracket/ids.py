"""The identity of a bracket."""

from uuid import UUID

from domain.kernel.ids import natural


def bracket_id(tournament: UUID, stage: int = 1) -> UUID:
    """The bracket of each stage, from 1; that of the first is named without a number."""
    return natural("bracket", tournament, *([stage] if stage > 1 else []))
