"""What goes into the log and what comes out of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec


class Scope(NamedTuple):
    """Whose numbers the facts of a stream take: a tournament, an account, a game, each by its id."""

    kind: str
    id: UUID


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
    """The facts of one command, stored whole or not at all; `guards` are versions it merely relied on.

    `concerns` is the scope of the streams it writes, and of the number that is answered; `scopes` are those
    of streams that are of another. Where neither says, a stream is a scope of its own.
    """

    metadata: Metadata
    events: Sequence[Any]
    concerns: Scope | None = None
    scopes: Mapping[UUID, Scope] = msgspec.field(default_factory=dict)
    guards: Sequence[tuple[UUID, int]] = ()
    answer: bytes = b"{}"


class Appended(msgspec.Struct, frozen=True):
    """Where the command's last fact stands, in the log and in the scope that the command concerns.

    `known` where the log had the command already, maybe with other facts: another process may have been asked
    too. `replayed` where that was so from the first; a command known after a lost connection may be our own.
    """

    position: int
    sequence: int | None
    answer: bytes
    replayed: bool = False
    known: bool = False


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """One fact as the log holds it; `sequence` is its number in its scope."""

    position: int
    originator_id: UUID
    originator_version: int
    topic: str
    event: Any
    kind: str
    scope_id: UUID
    sequence: int
    recorded_at: datetime
    actor: UUID | None
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None

    @property
    def scope(self) -> Scope:
        """Whose number it has."""
        return Scope(self.kind, self.scope_id)

    @property
    def tournament_id(self) -> UUID | None:
        """Its scope, where that is a tournament."""
        return self.scope_id if self.kind == "tournament" else None


class Sent(msgspec.Struct, frozen=True):
    """A command as the journal has it: its name, the role it was sent in, from where, and why."""

    name: str
    role: str
    address: str | None
    reason: str | None
