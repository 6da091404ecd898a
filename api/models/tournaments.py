"""Tournaments, their versions and their staff."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.commanding import Accepted
from api.fields import Amount, Body, Flag, Instant, Line, Name, Prose, Slug, Url

Capacity = Annotated[int, Field(strict=True, ge=2, le=4096)]


class CustomField(Body):
    """A question asked at registration."""

    name: Name
    kind: Literal["text", "number", "choice", "checkbox", "url", "game_id"]
    required: Flag = False
    public: Flag = True
    choices: Annotated[list[Name], Field(max_length=50)] = []


class Definition(Body):
    """What a tournament is. Amounts are in minor units of `currency`; a best-of is odd."""

    name: Name
    slug: Slug
    format: Literal["single-elimination", "double-elimination"] = "single-elimination"
    third_place: Flag = False
    grand_final: Literal["none", "single", "reset"] = "reset"
    best_of: Annotated[int, Field(strict=True, ge=1, le=99)] = 1
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


class Reason(Body):
    """Why; everyone concerned can read it."""

    reason: Line


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
