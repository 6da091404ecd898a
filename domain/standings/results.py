"""What came of matches: what standings, tie-breaks and the pairings of the next round are made of.

Entrants are numbers here, 1 the first seed: a format knows nobody by name.
"""

from collections.abc import Collection
from enum import StrEnum

import msgspec


class Outcome(StrEnum):
    """What a match was for one of its sides."""

    WIN = "win"
    DRAW = "draw"
    LOSS = "loss"


class Kind(StrEnum):
    """How it came to that."""

    PLAYED = "played"
    FORFEIT = "forfeit"
    """Decided without play: a no-show, somebody who gave up or was disqualified; both sides may have lost."""
    BYE = "bye"
    """Nobody was left to meet."""
    HALF_BYE = "half bye"
    """Absent with leave, for half a win."""
    ABSENT = "absent"
    """Not paired, for nothing: who came late, or left."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One match, or a round that an entrant had no match in: then there is no second side.

    `outcomes` are those of the two sides, in order; `games` the scores of the games in it, first side first.
    """

    round: int
    sides: tuple[int, int | None]
    outcomes: tuple[Outcome, Outcome | None]
    kind: Kind = Kind.PLAYED
    games: tuple[tuple[int, int], ...] = ()


class RoundIncomplete(ValueError):
    """A round before has no result for some: `round` is the first such, `missing` are they."""

    def __init__(self, number: int, missing: Collection[int]) -> None:
        self.round, self.missing = number, sorted(missing)
        some = ", ".join(str(entrant) for entrant in self.missing[:10])
        super().__init__(f"round {number} is not complete: no result for {some}")
