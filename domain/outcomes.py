"""What can come of a match: results and reports of them, walkovers, and results put right later."""

from uuid import UUID

import msgspec

from domain.aggregate import Aggregate
from domain.values import GameScore


class SetAside(msgspec.Struct, frozen=True):
    """A result that counted as long as these two met."""

    sides: list[UUID | None]
    games: list[GameScore] | None
    winner: int | None
    ending: str


class Event(Aggregate.Event):
    """Base of the match's facts."""


class ResultReported(Event):
    """What one side says happened; `previous` is what it said before."""

    TOPIC = "Match.ResultReported"
    side: int
    games: list[GameScore]
    previous: list[GameScore] | None


class ResultConfirmed(Event):
    """The result counts: both sides agree, or staff ruled; `previous` is the report ruled on, if any."""

    TOPIC = "Match.ResultConfirmed"
    games: list[GameScore]
    winner: int
    by: str  # side, staff
    previous: list[GameScore] | None


class Forfeited(Event):
    """A side gave up or did not come, and the other wins."""

    TOPIC = "Match.Forfeited"
    side: int
    kind: str  # forfeit, no_show
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
    games: list[GameScore] | None
    winner: int | None
    ending: str
