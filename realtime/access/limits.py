"""What one viewer may take: messages a second, connections at once, a place in a room."""

from collections.abc import Set
from ipaddress import IPv4Network, IPv6Network
from uuid import UUID
from weakref import WeakValueDictionary

import msgspec

from identity.addresses import parsed

NANOSECONDS = 1_000_000_000


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator decided about the stream; None is no limit."""

    messages_per_second: int = 10
    burst: int = 20
    payload_bytes: int = 16 * 1024
    per_account: int | None = 3
    per_address: int | None = 10
    per_room: int | None = 2000
    exempt_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    exempt_tournaments: Set[UUID] = frozenset()

    def counts(self, address: str, tournament: UUID | None) -> bool:
        """Whether connections from the address are counted: behind that of a venue sit hundreds of people."""
        known = parsed(address)
        venue = known is not None and any(known in network for network in self.exempt_networks)
        return not venue and tournament not in self.exempt_tournaments


class Gcra:
    """At most `rate` messages a second, and `burst` at once from rest.

    The generic cell rate algorithm (ITU-T I.371): one number tells when all that was let through would have
    arrived at the rate. It counts whole nanoseconds, in which nothing is rounded away.
    """

    def __init__(self, rate: int, burst: int) -> None:
        self._interval = -(-NANOSECONDS // rate)
        self._tolerance = self._interval * (burst - 1)
        self._due = 0

    def allow(self, now: float) -> bool:
        """Whether one more may pass; `now` in seconds of a clock that never goes back."""
        at = round(now * NANOSECONDS)
        due = max(self._due, at)
        if due - at > self._tolerance:
            return False
        self._due = due + self._interval
        return True


class Paces:
    """One pace for all connections of an account in this process, forgotten with the last of them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._by_account: WeakValueDictionary[UUID, Gcra] = WeakValueDictionary()

    def of(self, account: UUID | None) -> Gcra:
        """The pace a connection keeps, and keeps hold of; without an account it is its own."""
        fresh = Gcra(self._limits.messages_per_second, self._limits.burst)
        return fresh if account is None else self._by_account.setdefault(account, fresh)
