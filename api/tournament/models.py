"""Tournaments, their versions and their staff."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.kernel.commanding import Accepted
from api.kernel.fields import Amount, Body, Flag, Instant, Line, Name, Prose, Slug, Title, Url

Points = Annotated[int, Field(strict=True, ge=0, le=1000)]
Rank = Annotated[int, Field(strict=True, ge=1, le=4096)]
Capacity = Annotated[int, Field(strict=True, ge=2, le=4096)]


class CustomField(Body):
    """A question asked at registration."""

    name: Name
    kind: Literal["text", "number", "choice", "checkbox", "url", "game_id"]
    required: Flag = False
    public: Flag = True
    choices: Annotated[list[Name], Field(max_length=50)] = []


class Intake(Body):
    """Whom a stage takes: those of these ranks (first and last, from 1) of an earlier stage, of each of its
    groups; stage 0 is everyone who entered, in order of entry. `ranked` puts the first of all groups before
    their second, `crossed` draws A1 against B2 in one half and B1 against A2 in the other. Who shares a rank
    comes in the order of seeds."""

    stage: Annotated[int, Field(strict=True, ge=0, le=12)]
    ranks: Annotated[list[Rank], Field(min_length=2, max_length=2)]
    order: Literal["ranked", "crossed"] = "ranked"


class WishedSource(Body):
    """A seed, or the winner or loser of a match further up the list, from 1."""

    kind: Literal["seed", "winner", "loser"]
    number: Rank


class Wish(Body):
    """A match of a custom bracket."""

    sides: Annotated[list[WishedSource], Field(min_length=2, max_length=2)]
    name: Title = ""
    bracket: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,39}$")] = "main"
    round: Annotated[int, Field(strict=True, ge=1, le=99)] = 1


class Stage(Body):
    """How a stage is played. What is left out is as usual for its format, and a field that the format does
    not have is refused. Without `sources` everyone is in it.

    `matches` are those of a custom bracket. On a ladder a challenge goes up `reach` places at most; who wins
    it moves in above the other, or with `swap` changes places with them. Where many meet, at most so many are
    in a `lobby`, which plays `rounds` matches; `place_points` are for the first place and so on, and
    `kill_points` for each kill.

    `half_points` are halves of a point by name (`win`, `draw`, `loss`, `bye`, `half_bye`, `absent`,
    `forfeit_win`, `forfeit_loss`), in place of those of `scoring`.
    """

    name: Title = ""
    format: Literal[
        "single-elimination",
        "double-elimination",
        "round-robin",
        "league",
        "swiss",
        "gsl",
        "gauntlet",
        "custom",
        "ladder",
        "free-for-all",
    ] = "single-elimination"
    best_of: Annotated[int, Field(strict=True, ge=1, le=99)] = 1
    third_place: Flag = False
    consolation: Flag = False
    placement: Flag = False
    grand_final: Literal["none", "single", "reset"] = "reset"
    skip_first_round: Flag = False
    groups: Annotated[int, Field(strict=True, ge=1, le=256)] = 1
    grouping: Literal["snake", "effort"] = "snake"
    cycles: Annotated[int, Field(strict=True, ge=1, le=10)] | None = None
    system: Literal["general", "valve", "dutch"] = "general"
    rounds: Annotated[int, Field(strict=True, ge=1, le=50)] | None = None
    draws: Flag | None = None
    scoring: Literal["chess", "three_points"] | None = None
    half_points: dict[str, Annotated[int, Field(strict=True, ge=-100, le=100)]] = {}
    tie_breaks: Annotated[list[Name], Field(max_length=20)] = []
    again: Flag = True
    matches: Annotated[list[Wish], Field(max_length=4096)] = []
    reach: Annotated[int, Field(strict=True, ge=1, le=256)] | None = None
    swap: Flag = False
    lobby: Annotated[int, Field(strict=True, ge=3, le=64)] | None = None
    place_points: Annotated[list[Points], Field(max_length=64)] = []
    kill_points: Points = 0
    sources: Annotated[list[Intake], Field(max_length=12)] = []


class Definition(Body):
    """What a tournament is. Amounts are in minor units of `currency`; a best-of is odd, but where
    matches may end level.

    Where it has several stages, or one of another format than the two, `format` is `stages`, and `stages`
    says how each is played.
    """

    name: Name
    slug: Slug
    format: Literal["single-elimination", "double-elimination", "stages"] = "single-elimination"
    third_place: Flag = False
    grand_final: Literal["none", "single", "reset"] = "reset"
    best_of: Annotated[int, Field(strict=True, ge=1, le=99)] = 1
    stages: Annotated[list[Stage], Field(max_length=12)] = []
    capacity: Capacity = 64
    minimum_entrants: Capacity = 2
    game: UUID | None = None
    fee_minor: Amount = 0
    prize_minor: Amount = 0
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    registration_opens_at: Instant | None = None
    registration_closes_at: Instant | None = None
    check_in_opens_at: Instant | None = None
    check_in_closes_at: Instant | None = None
    starts_at: Instant | None = None
    rules: Prose = ""
    visibility: Literal["public", "unlisted", "private"] = "public"
    fields: Annotated[list[CustomField], Field(max_length=30)] = []
    streams: Annotated[list[Url], Field(max_length=10)] = []
    banner: Url | None = None


class ChangeDefinition(Body):
    """The whole definition as it is to be, and why."""

    definition: Definition
    reason: Line | None = None


class Appoint(Body):
    """A staff role."""

    role: Literal["owner", "organiser", "referee", "desk"]


class TournamentCreated(Accepted):
    """The new tournament's id."""

    id: UUID


class Tournament(BaseModel):
    """A tournament with its definition.

    `version` is what If-Match takes; `sequence` is the event that changed the tournament itself last.
    """

    id: UUID
    slug: str
    name: str
    status: str
    visibility: str
    owner: UUID
    definition: dict[str, Any]
    version: int
    sequence: int
    updated_at: datetime


class Tournaments(BaseModel):
    """A page of tournaments, the newest first."""

    items: list[Tournament]
    next: str | None


class Version(BaseModel):
    """One version of a definition, by whom and why; `number` is the tournament's version that brought it."""

    number: int
    sequence: int
    definition: dict[str, Any]
    reason: str | None
    actor: UUID | None
    at: datetime


class Versions(BaseModel):
    """A page of versions, the first one first."""

    items: list[Version]
    next: str | None


class FieldChange(BaseModel):
    """A field in which two versions differ."""

    field: str
    before: Any
    after: Any


class Comparison(BaseModel):
    """What changed from one version to another."""

    before: int
    after: int
    changes: list[FieldChange]


class Member(BaseModel):
    """An account and its staff role."""

    account_id: UUID
    role: str


class Staff(BaseModel):
    """Who runs a tournament."""

    items: list[Member]
