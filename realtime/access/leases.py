"""Who holds a connection: a lease takes a place of its account, its address and its room, or none at all."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Protocol
from uuid import UUID, uuid4

import msgspec

from domain.kernel.refusals import Refusal
from identity.addresses import neighbourhood
from realtime.access.errors import RoomFull, TooManyConnections
from realtime.access.limits import Limits

LIFE = 30
"""Seconds after which a lease that nobody renews is gone: so long a place outlives a killed gateway."""
RENEWED = 10.0
RETRY_AFTER = 5


class Lease(msgspec.Struct, frozen=True):
    """What a connection asks for; asking twice with one id is asking once."""

    account: UUID | None
    address: str
    room: UUID | None
    id: str = msgspec.field(default_factory=lambda: uuid4().hex)


class Taken(msgspec.Struct, frozen=True):
    """A lease that is held, and the places it takes."""

    id: str
    places: tuple[str, ...]


class Leases(Protocol):
    """Where places are counted."""

    async def take(self, lease: Lease) -> Taken:
        """All its places or none. Raises TooManyConnections or RoomFull."""

    async def renew(self, *taken: Taken) -> None:
        """They live on from now; what was forgotten meanwhile is held again, also where others came in."""

    async def release(self, *taken: Taken) -> None:
        """Their places are free; one that is free already stays so."""


class Place(msgspec.Struct, frozen=True):
    """What there are only so many of."""

    whose: str
    which: object
    most: int
    refusal: type[Refusal]

    @property
    def key(self) -> str:
        """What it is counted by."""
        return f"{self.whose}:{self.which}"

    def taken(self) -> Refusal:
        """What is said when none is left."""
        return self.refusal(whose=self.whose, most=self.most, retry_after=RETRY_AFTER)


def places(lease: Lease, limits: Limits) -> list[Place]:
    """What a lease takes one each of."""
    address = neighbourhood(lease.address) if limits.counts(lease.address, lease.room) else None
    asked = [
        ("account", lease.account, limits.per_account, TooManyConnections),
        ("address", address, limits.per_address, TooManyConnections),
        ("room", lease.room, limits.per_room, RoomFull),
    ]
    return [
        Place(whose, which, most, refusal)
        for whose, which, most, refusal in asked
        if which is not None and most is not None
    ]


class MemoryLeases:
    """Counted in this process alone."""

    def __init__(self, limits: Limits, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        # By place, each lease with its end. All are as long and go to the back: the first ends first.
        self._held: dict[str, dict[str, float]] = {}

    async def take(self, lease: Lease) -> Taken:
        """See Leases."""
        wanted = places(lease, self._limits)
        for place in wanted:
            held = self._living(place.key)
            if lease.id not in held and len(held) >= place.most:
                raise place.taken()
        taken = Taken(lease.id, tuple(place.key for place in wanted))
        self.hold(taken)
        return taken

    async def renew(self, *taken: Taken) -> None:
        """See Leases."""
        self.hold(*taken)

    async def release(self, *taken: Taken) -> None:
        """See Leases."""
        self.drop(*taken)

    def hold(self, *taken: Taken) -> None:
        """Count them, whether or not there is room."""
        end = self._clock() + LIFE
        for one in taken:
            for place in one.places:
                held = self._held.setdefault(place, {})
                held.pop(one.id, None)
                held[one.id] = end

    def drop(self, *taken: Taken) -> None:
        """Count them no longer."""
        for one in taken:
            for place in one.places:
                held = self._living(place)
                held.pop(one.id, None)
                if not held:
                    self._held.pop(place, None)

    def holds(self, taken: Taken) -> bool:
        """Whether it was held and not dropped since."""
        return all(taken.id in self._held.get(place, ()) for place in taken.places)

    def _living(self, place: str) -> dict[str, float]:
        held, now = self._held.get(place, {}), self._clock()
        while held and held[first := next(iter(held))] <= now:
            del held[first]
        return held


async def renewing(leases: Leases, held: Callable[[], Iterable[Taken]], every: float = RENEWED) -> None:
    """Until cancelled: what is held then lives on."""
    while True:
        await asyncio.sleep(every)
        await leases.renew(*held())
