"""Registrations."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.kernel.commanding import Accepted
from api.kernel.fields import Body, Flag, Line, Name, Prose

Answer = Annotated[Prose, StringConstraints(max_length=500)]
Answers = Annotated[dict[Name, Answer], Field(max_length=30)]


class Register(Body):
    """Enter a tournament with one's own account."""

    tournament_id: UUID
    name: Name
    answers: Answers = {}


class AddEntrant(Body):
    """Enter somebody by name, or by `registration_id` whoever waits, or is in no stage; `override` goes above
    capacity and past the deadline."""

    name: Name | None = None
    registration_id: UUID | None = None
    answers: Answers = {}
    override: Flag = False


class Challenge(Body):
    """Whom one challenges, by registration, on the ladder that is that stage of the tournament."""

    registration_id: UUID
    stage: Annotated[int, Field(strict=True, ge=1, le=12)] = 1


class Challenged(Accepted):
    """The match that the two have now."""

    match: UUID


class Withdraw(Body):
    """Why, where there is something to say; it is for the audit log, and not told in the feed."""

    reason: Line | None = None


class Registered(Accepted):
    """The registration's id, and whether it is in or waits."""

    id: UUID
    status: str


class Registration(BaseModel):
    """An entrant, or one who waits. Private answers are for the entrant and staff only."""

    id: UUID
    tournament_id: UUID
    account_id: UUID | None
    name: str
    answers: dict[str, str]
    status: str
    ordinal: int
    version: int


class Registrations(BaseModel):
    """A page of registrations in order of arrival."""

    items: list[Registration]
    next: str | None
