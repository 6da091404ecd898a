"""How a match is from here on."""

from typing import Literal
from uuid import UUID

import msgspec

from domain.match.score import GameScore
from realtime.entry.messages import Entrant
from realtime.kernel.messages import Event, Instant

Ending = Literal[
    "played",
    "forfeit",
    "no_show",
    "withdrawn",
    "disqualified",
    "walkover",
    "double_forfeit",
    "vacant",
]


class MatchState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A match as it is from here on: a side is null where nobody sits yet, a field left out is none."""

    match_id: UUID
    number: int
    round: int
    name: str
    best_of: int
    sides: list[Entrant | None]
    starts_at: Instant | None = None
    station: str | None = None
    games: list[GameScore] | None = None
    reported_by: Literal[0, 1] | None = None
    winner: int | None = None
    ending: Ending | None = None


class MatchCreated(Event, frozen=True, kw_only=True, tag="match_created"):
    """A match exists; its sides follow."""

    data: MatchState


class MatchUpdated(Event, frozen=True, kw_only=True, tag="match_updated"):
    """A side of a match was taken, or what was played counts no more: a field left out is none."""

    data: MatchState


class MatchScheduled(Event, frozen=True, kw_only=True, tag="match_scheduled"):
    """When and where a match is played."""

    data: MatchState


class MatchStarted(Event, frozen=True, kw_only=True, tag="match_started"):
    """Play has begun."""

    data: MatchState


class ScoreUpdated(Event, frozen=True, kw_only=True, tag="score_updated"):
    """A side reported what happened; it counts once the other agrees or staff rules."""

    data: MatchState


class MatchCompleted(Event, frozen=True, kw_only=True, tag="match_completed"):
    """A match is decided."""

    data: MatchState


class MatchVoided(Event, frozen=True, kw_only=True, tag="match_voided"):
    """A match counts no more: the draw was opened again, or the tournament called off."""

    data: MatchState


MESSAGES: tuple[type[Event], ...] = (
    MatchCreated,
    MatchUpdated,
    MatchScheduled,
    MatchStarted,
    ScoreUpdated,
    MatchCompleted,
    MatchVoided,
)
