"""The identity of a match."""

from uuid import UUID

from domain.kernel.ids import natural


def match_id(bracket: UUID, generation: int, number: int) -> UUID:
    """Match `number` (from 1) of the bracket's `generation`-th draw."""
    return natural("match", bracket, generation, number)
