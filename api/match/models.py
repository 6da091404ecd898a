"""Matches: when they are played, what is reported, ruled and put right, and how they stand."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.kernel.commanding import Accepted
from api.kernel.fields import Body, Count, Flag, Instant, Line, Name, Side

Score = Annotated[list[Count], Field(min_length=2, max_length=64)]
Pair = Annotated[list[Count], Field(min_length=2, max_length=2)]


class GamePlayed(Body):
    """One game: points of each side, whether it went beyond its time, and the `shootout` that decided a level
    one, such as penalties. Where many meet, `places` are those of each side, 0 of one that was not there, and
    `score` their kills."""

    score: Score
    overtime: Flag = False
    shootout: Pair | None = None
    places: Score | None = None


GamesPlayed = Annotated[list[GamePlayed], Field(min_length=1, max_length=99)]


class Report(Body):
    """What the caller's side says happened."""

    games: GamesPlayed


class Rule(Body):
    """The result by staff: the one reported, or these games."""

    games: GamesPlayed | None = None
    reason: Line | None = None


class Schedule(Body):
    """When and where."""

    starts_at: Instant
    station: Name | None = None


class OneSide(Body):
    """A side, 0 or 1, and why."""

    side: Side
    reason: Line | None = None


class Walkover(Body):
    """The side that goes through, and why."""

    side: Side
    reason: Line


class Correction(Body):
    """What is to count instead: games, or the side that gave up, or both did. Without any of these the match
    is played again."""

    games: GamesPlayed | None = None
    forfeit: Side | None = None
    both: Flag = False
    reason: Line


class Confirmed(Correction):
    """A correction, and the `hash` of the consequences one was shown."""

    consequences: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Consequence(BaseModel):
    """One thing that changes. `result`: a match counts otherwise. `reopened`: it loses what was played, and
    those in `left` its sides. `seated`: an entrant, or nobody for good, takes a side. `restored`: what the
    same two played before counts again. `ranked`: an entrant stands elsewhere in the table of a stage, from
    `previous` to `low` and `high`. `placed`, `unplaced`: a place is certain, or is not any longer.
    `outdated`: a stage that is drawn already would now be drawn otherwise. `playing`, `over`: the tournament
    goes on after its end, or ends."""

    change: Literal[
        "result",
        "reopened",
        "seated",
        "restored",
        "ranked",
        "placed",
        "unplaced",
        "outdated",
        "playing",
        "over",
    ]
    stage: int | None = None
    match: int | None = None
    side: int | None = None
    entrant: UUID | None = None
    left: list[UUID | None] = []
    previous: str | None = None
    games: list[GamePlayed] | None = None
    winner: int | None = None
    low: int | None = None
    high: int | None = None


class Consequences(BaseModel):
    """What would follow, kind by kind, and the `hash` that names exactly this."""

    consequences: list[Consequence]
    hash: str


class Corrected(Accepted):
    """What followed."""

    consequences: list[Consequence]


class Seated(BaseModel):
    """A side of a match."""

    registration_id: UUID
    name: str
    won: bool | None


class Match(BaseModel):
    """Two sides, what each reported and what became of them; `winner` is 0 or 1."""

    id: UUID
    tournament_id: UUID
    number: int
    round: int
    name: str
    best_of: int
    status: str
    sides: list[Seated | None]
    starts_at: datetime | None
    station: str | None
    reported_by: int | None
    reports: list[list[GamePlayed] | None]
    games: list[GamePlayed] | None
    winner: int | None
    ending: str | None
    version: int
    sequence: int


class Matches(BaseModel):
    """Matches by number."""

    items: list[Match]
