"""Facts as JSON has them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class Event(BaseModel):
    """A fact as the log holds it; `sequence` is its number in the `scope` of that `kind`."""

    position: int
    kind: str
    scope: UUID
    tournament_id: UUID | None
    sequence: int
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
