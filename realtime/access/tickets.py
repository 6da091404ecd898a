"""A ticket opens one connection, once and soon: what is logged of an address is worth nothing."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Protocol

from identity.access import Claims, speaks_for
from identity.errors import TokenInvalid
from identity.signing import Signatures

TYPE = "ticket+jwt"
LIFE = timedelta(seconds=30)
LEEWAY = timedelta(seconds=2)
"""By which the clocks of two gateways may differ."""
REMEMBERED = 60
"""Seconds for which a ticket stays used: longer than any clock takes it for good."""
MOST = 100_000


class Used(Protocol):
    """Which tickets were used."""

    async def first(self, ticket: str, seconds: int) -> bool:
        """Whether this is its first use, which it is no more from here on, for so long at least."""


class Tickets:
    """Signed, so that only one that was used needs to be kept."""

    def __init__(self, keys: Sequence[bytes], issuer: str, used: Used) -> None:
        self._signatures = Signatures(keys, issuer, TYPE)
        self._used = used

    def issue(self, claims: Claims) -> str:
        """A ticket for whom a token speaks; what it opens lasts no longer than that token."""
        until = int(claims.expires_at.timestamp())
        return self._signatures.sign(claims.account, claims.session, LIFE, until=until)

    async def use(self, ticket: str) -> Claims:
        """What it was issued for. Raises TokenExpired, or TokenInvalid, also where it was used before."""
        read = self._signatures.read(ticket, LEEWAY, "until")
        claims = speaks_for(read, "until")
        if not await self._used.first(read["jti"], REMEMBERED):
            raise TokenInvalid()
        return claims


class MemoryUsed:
    """Remembered by this process alone; where it can remember no more, no ticket is good."""

    def __init__(self, *, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._ends: dict[str, float] = {}

    async def first(self, ticket: str, seconds: int) -> bool:
        """See Used."""
        now = self._clock()
        while self._ends and self._ends[oldest := next(iter(self._ends))] <= now:
            del self._ends[oldest]
        if ticket in self._ends or len(self._ends) >= self._most:
            return False
        self._ends[ticket] = now + seconds
        return True
