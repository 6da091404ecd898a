"""The identity of a game."""

from uuid import UUID

from domain.kernel.ids import natural


def game_id(slug: str) -> UUID:
    """One game for each slug."""
    return natural("game", slug)
