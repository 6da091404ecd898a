"""Commands on matches."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from application.kernel.concerns import Stream
from domain.match.match import Match
from domain.match.score import GameScore
from domain.tournament.tournament import Tournament


class MatchCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A step of one match."""

    concerns: ClassVar = Stream(Match, "match")
    match: UUID


class ScheduleMatch(MatchCommand, frozen=True, kw_only=True):
    """Say when and where."""

    starts_at: datetime
    station: str | None = None


class StartMatch(MatchCommand, frozen=True, kw_only=True):
    """Begin to play."""


class ReportResult(MatchCommand, frozen=True, kw_only=True):
    """What the actor's side says happened."""

    games: list[GameScore]


class ConfirmResult(MatchCommand, frozen=True, kw_only=True):
    """Agree with what the other side reported."""


class RuleResult(MatchCommand, frozen=True, kw_only=True):
    """Staff settle the result: the one reported, or the games they give."""

    games: list[GameScore] | None = None
    reason: str | None = None


class ForfeitMatch(MatchCommand, frozen=True, kw_only=True):
    """Give the match to the other side."""

    side: int
    reason: str | None = None


class RecordNoShow(MatchCommand, frozen=True, kw_only=True):
    """A side did not come."""

    side: int
    reason: str | None = None


class AwardWalkover(MatchCommand, frozen=True, kw_only=True):
    """Let a side through without a game."""

    side: int
    reason: str


class ForfeitBoth(MatchCommand, frozen=True, kw_only=True):
    """Neither side goes on."""

    reason: str | None = None


class CorrectResult(MatchCommand, frozen=True, kw_only=True):
    """Another result counts: these games, or a side gave up, or both; without any the match is played again.

    `consequences` names what its sender was shown to follow; without it whatever follows is meant.
    """

    games: list[GameScore] | None = None
    forfeit: int | None = None
    both: bool = False
    reason: str
    consequences: str | None = None


class SettleSide(MatchCommand, frozen=True, kw_only=True):
    """Seat an entrant, or nobody for good (stated by a policy)."""

    side: int
    entrant: UUID | None


class VoidMatches(msgspec.Struct, frozen=True, kw_only=True):
    """End every open match of a cancelled tournament (stated by a policy)."""

    concerns: ClassVar = Stream(Tournament, "tournament", within="tournament")
    tournament: UUID
