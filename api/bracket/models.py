"""Brackets, matches and standings."""

from datetime import datetime
from typing import Annotated, Any, Literal
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


class Because(Body):
    """Why, where there is something to say."""

    reason: Line | None = None


Seeds = Annotated[list[UUID], Field(min_length=2, max_length=4096)]


class Draw(Body):
    """Registrations from seed 1 on; without them, in order of entry."""

    seeds: Seeds | None = None


class Drawn(Accepted):
    """`unseeded` warns that nothing but the order of entry says who is the strongest."""

    warnings: list[Literal["unseeded"]] = []


class DrawAgain(Body):
    """The entrants there are now, drawn anew: without seeds in the order there was, newcomers last."""

    seeds: Seeds | None = None
    reason: Line | None = None


class Order(Body):
    """Every entrant once, from seed 1 on."""

    seeds: Seeds


class Seeded(Body):
    """The entrant who is to have the seed."""

    registration_id: UUID


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


class Source(BaseModel):
    """Where a side comes from: a seed, or the winner or loser of a match."""

    kind: str
    number: int


class Slot(BaseModel):
    """A side of a bracket's match: its source, and who it is once that is known."""

    source: Source
    registration_id: UUID | None
    name: str | None
    won: bool | None


class BracketMatch(BaseModel):
    """A match in its place: `winner_to` and `loser_to` are [match number, side].

    One that is `if_needed` is played where the match it comes `after` was won by its second side, and is left
    vacant otherwise.
    """

    id: UUID | None
    number: int
    round: int
    bracket: str
    name: str
    status: str
    sides: list[Slot]
    starts_at: datetime | None
    station: str | None
    games: list[GamePlayed] | None
    winner: int | None
    ending: str | None
    winner_to: list[int] | None
    loser_to: list[int] | None
    if_needed: bool
    after: int | None
    best_of: int


class Seed(BaseModel):
    """An entrant's seed."""

    seed: int
    registration_id: UUID
    name: str


class IdleRound(BaseModel):
    """A round that an entrant has no match in: `bye`, `half bye` or `absent`."""

    round: int
    entrant: UUID
    kind: str


class Bracket(BaseModel):
    """The whole draw of a stage with everything known of it; `played_as` is how it is played, `ties` the lot
    by which lots are drawn where they break ties: sha256 of it, a colon and the registration; the least is
    the best.

    Of a Swiss stage the rounds that are drawn, and who is `idle` in them; `left` are who left, and how.
    """

    id: UUID
    tournament_id: UUID
    stage: int
    played_as: dict[str, Any]
    ties: str | None
    idle: list[IdleRound]
    left: dict[UUID, str]
    status: str
    best_of: int
    seeds: list[Seed]
    matches: list[BracketMatch]
    version: int
    sequence: int


class Place(BaseModel):
    """A shared rank: `place` as printed, `low` to `high` as numbers."""

    place: str
    low: int
    high: int
    registration_id: UUID
    name: str
    sequence: int


class Standings(BaseModel):
    """Everyone whose place is certain, the best first."""

    items: list[Place]
