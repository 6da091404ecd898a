"""What goes into the log and what comes out of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class Conflict(Exception):
    """A stream that was written or relied on has moved: read again and decide again."""


class KeyReused(Exception):
    """The command is stored already, with another request."""


class StoreUnavailable(Exception):
    """The database cannot be reached; whether the command is stored will show when it is back."""


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """Who sent one command, from where, and why."""

    command_id: UUID
    name: str
    actor: UUID | None = None
    role: str = "SPECTATOR"
    address: str | None = None
    reason: str | None = None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    request_hash: bytes | None = None


class Append(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one command, stored whole or not at all; `guards` are versions it merely relied on."""

    metadata: Metadata
    events: Sequence[Any]
    tournament_id: UUID | None = None
    guards: Sequence[tuple[UUID, int]] = ()
    answer: bytes = b"{}"


class Appended(msgspec.Struct, frozen=True):
    """Where the command's last fact stands, in the log and in its tournament.

    `known` where the log had the command already, maybe with other facts: another process may have been asked
    too. `replayed` where that was so from the first; a command known after a lost connection may be our own.
    """

    position: int
    sequence: int | None
    answer: bytes
    replayed: bool = False
    known: bool = False


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """One fact as the log holds it."""

    position: int
    originator_id: UUID
    originator_version: int
    topic: str
    event: Any
    tournament_id: UUID | None
    sequence: int | None
    recorded_at: datetime
    actor: UUID | None
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None


class Sent(msgspec.Struct, frozen=True):
    """A command as the journal has it: its name, the role it was sent in, from where, and why."""

    name: str
    role: str
    address: str | None
    reason: str | None
