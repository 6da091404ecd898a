"""A round of one entrant, from their side."""

import msgspec

from domain.standings.results import Kind, Outcome


class Cell(msgspec.Struct, frozen=True, gc=False):
    """A round of one entrant: `points` in halves, `games` with their own score first."""

    round: int
    opponent: int | None
    outcome: Outcome
    kind: Kind
    points: int
    games: tuple[tuple[int, int], ...] = ()

    @property
    def requested(self) -> bool:
        """Whether they were away by their own wish (C.07, 16.1.1)."""
        return self.kind is Kind.HALF_BYE or self.kind is Kind.ABSENT

    @property
    def voluntary(self) -> bool:
        """Whether it was in their hands to play it (C.07, 16.1.2)."""
        return self.requested or (self.kind is Kind.FORFEIT and self.outcome is Outcome.LOSS)
