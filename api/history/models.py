"""What happened: feed, audit log and events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class Entry(BaseModel):
    """One thing that happened, in a sentence."""

    sequence: int
    at: datetime
    topic: str
    text: str


class Feed(BaseModel):
    """A page of the feed, the latest first."""

    items: list[Entry]
    next: str | None


class Audited(BaseModel):
    """A sensitive action: who, in which role, from where, what, why, before and after, and which event."""

    position: int
    tournament_id: UUID | None
    sequence: int | None
    at: datetime
    action: str
    topic: str
    subject: UUID
    actor: UUID | None
    handle: str | None
    role: str
    address: str | None
    command: str
    reason: str | None
    before: Any
    after: Any


class Audit(BaseModel):
    """A page of the audit log, the latest first."""

    items: list[Audited]
    next: str | None


class Event(BaseModel):
    """A fact as the log holds it."""

    position: int
    tournament_id: UUID | None
    sequence: int | None
    stream: UUID
    version: int
    topic: str
    at: datetime
    actor: UUID | None
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None
    fact: dict[str, Any]


class Facts(BaseModel):
    """Facts in order; `next` is the number to go on after, null at the end."""

    items: list[Event]
    next: int | None
