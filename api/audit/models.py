"""The audit log as JSON has it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


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
