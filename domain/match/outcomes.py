"""What can come of a match: results and reports of them, walkovers, and results put right later."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.kernel.aggregate import Aggregate, CreatedFact
from domain.match.refusals import ManySides
from domain.match.score import GameScore


class Ended(msgspec.Struct, frozen=True):
    """How a match ended between those two: nobody is the winner where it was level, or neither goes on."""

    sides: list[UUID | None]
    games: list[GameScore] | None
    winner: int | None
    ending: str


def no_places(_: dict[str, Any]) -> None:
    """Version 1 knew matches of two alone: their games have no places, which is what is left out means."""


def of_two(sides: Sequence[UUID | None], step: str) -> None:
    """Raises ManySides where more than two meet: their places decide it, and staff enter them."""
    if len(sides) > 2:
        raise ManySides(step=step)


class Event(Aggregate.Event):
    """Base of the match's facts."""


class Created(Event, CreatedFact):
    """The match exists, as match `number` of a finalized draw."""

    TOPIC = "Match.Created"
    class_version = 2
    tournament: UUID
    bracket: UUID
    number: int
    round: int
    name: str
    best_of: int
    level: bool  # whether it may end so
    seats: int
    upcast_v1_v2 = staticmethod(lambda state: state.update(level=False, seats=2))


class ResultReported(Event):
    """What one side says happened; `previous` is what it said before."""

    TOPIC = "Match.ResultReported"
    class_version = 2
    upcast_v1_v2 = staticmethod(no_places)
    side: int
    games: list[GameScore]
    previous: list[GameScore] | None


class ResultConfirmed(Event):
    """The result counts: both sides agree, or staff ruled; `previous` is the report ruled on, if any.

    Nobody is the winner of a match that ended level.
    """

    TOPIC = "Match.ResultConfirmed"
    class_version = 2
    upcast_v1_v2 = staticmethod(no_places)
    games: list[GameScore]
    winner: int | None
    by: str  # side, staff
    previous: list[GameScore] | None


class Forfeited(Event):
    """A side gave up or did not come, and the other wins."""

    TOPIC = "Match.Forfeited"
    side: int
    kind: str  # forfeit, no_show, withdrawn, disqualified
    reason: str | None


class WalkedOver(Event):
    """A side won without a game."""

    TOPIC = "Match.WalkedOver"
    winner: int
    reason: str | None


class DoubleForfeited(Event):
    """Both sides lost, and nobody advances."""

    TOPIC = "Match.DoubleForfeited"
    reason: str | None


class LeftVacant(Event):
    """Neither side will ever come, and nobody advances."""

    TOPIC = "Match.LeftVacant"


class ResultCorrected(Event):
    """Another result counts than the one that did; none of the games where a side, or both, gave up."""

    TOPIC = "Match.ResultCorrected"
    class_version = 2
    upcast_v1_v2 = staticmethod(no_places)
    games: list[GameScore] | None
    winner: int | None
    ending: str  # played, forfeit, double_forfeit
    previous_games: list[GameScore] | None
    previous_winner: int | None
    reason: str


class Reopened(Event):
    """What was played counts no more; `sides`, which `left` held, are open again, if any."""

    TOPIC = "Match.Reopened"
    sides: list[int]
    left: list[UUID | None]
    previous: str


class ResultRestored(Event):
    """The same two meet as before, and what came of it then counts again."""

    TOPIC = "Match.ResultRestored"
    class_version = 2
    upcast_v1_v2 = staticmethod(no_places)
    games: list[GameScore] | None
    winner: int | None
    ending: str
