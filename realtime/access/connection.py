"""One viewer's connection: until when its token is good, and how it ends."""

import asyncio
from typing import Protocol

from eventstore.records import Scope
from identity.access import Claims
from realtime.access.leases import Taken
from realtime.kernel.audiences import Asking
from realtime.rings.member import Member, Sink


class Watched(Protocol):
    """The room a connection is in."""

    scope: Scope

    @property
    def hidden(self) -> bool:
        """Whether only those concerned may know of it."""


class Connection:
    """Held by who receives from the client; closed from anywhere by `end`."""

    def __init__(
        self,
        room: Watched,
        member: Member,
        sink: Sink,
        claims: Claims | None,
        asking: Asking,
        taken: Taken,
    ) -> None:
        self.room = room
        self.member = member
        self.sink = sink
        self.claims = claims
        self.asking = asking
        self.taken = taken
        self._expiry: asyncio.TimerHandle | None = None

    def expire_in(self, seconds: float) -> None:
        """End then, unless there is a fresh token by that time."""
        if self._expiry is not None:
            self._expiry.cancel()
        self._expiry = asyncio.get_running_loop().call_later(seconds, self.end, 4002, "token_expired")

    def end(self, code: int, why: str, retry_ms: int | None = None) -> None:
        """Say why and close; whoever receives is told that it is over."""
        self.member.leave()
        self.sink.close(code, why, retry_ms)

    def over(self) -> None:
        """The client is gone."""
        if self._expiry is not None:
            self._expiry.cancel()
        self.member.leave()
