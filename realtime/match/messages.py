"""How a match is from here on."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.match.score import GameScore
from realtime.entry.messages import ANN, BEN, Entrant
from realtime.kernel.messages import Event, Instant, example

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


FINAL = MatchState(match_id=example("final"), number=15, round=4, name="Final", best_of=3, sides=[ANN, BEN])
GAMES = [GameScore([2, 0]), GameScore([1, 1], overtime=True, shootout=[4, 2])]
AT = datetime(2026, 11, 25, 3, 36, 13, 123456, UTC)
MESSAGES: Mapping[type[Event], Any] = {
    MatchCreated: replace(FINAL, sides=[None, None]),
    MatchUpdated: replace(FINAL, sides=[ANN, None]),
    MatchScheduled: replace(FINAL, starts_at=AT, station="Table 1"),
    MatchStarted: FINAL,
    ScoreUpdated: replace(FINAL, games=GAMES, reported_by=0),
    MatchCompleted: replace(FINAL, games=GAMES, winner=0, ending="played"),
    MatchVoided: FINAL,
}
"""Each with an example of what it says."""
