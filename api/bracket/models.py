"""Brackets and standings."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.kernel.commanding import Accepted
from api.kernel.fields import Body, Line
from api.match.models import GamePlayed

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
