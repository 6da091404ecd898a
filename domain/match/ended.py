"""What came of a match."""

from uuid import UUID

import msgspec

from domain.match.score import GameScore


class Ended(msgspec.Struct, frozen=True):
    """How a match ended between those two: nobody is the winner where it was level, or neither goes on."""

    sides: list[UUID | None]
    games: list[GameScore] | None
    winner: int | None
    ending: str
