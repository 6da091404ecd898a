"""Places are counted in Redis by all processes together, and by each alone while Redis is gone."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from bootstrap.redis.circuit import Circuit, Gone
from realtime.access.leases import LIFE, Lease, MemoryLeases, Taken, places
from realtime.access.limits import Limits

PREFIX = "palio:lease:"
BATCH = 500
LIFE_MS = LIFE * 1000
# A place is a sorted set of lease ids, each by the millisecond it ends at: the clock of Redis is everyone's.
NOW = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local life = tonumber(ARGV[1])
local function hold(place, lease)
  redis.call('ZADD', place, now + life, lease)
  redis.call('PEXPIRE', place, life)
end
"""
TAKE = f"""{NOW}
for i, place in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', place, '-inf', now)
  local held = redis.call('ZSCORE', place, ARGV[2])
  if not held and redis.call('ZCARD', place) >= tonumber(ARGV[i + 2]) then return i end
end
for _, place in ipairs(KEYS) do hold(place, ARGV[2]) end
return 0
"""
"""Of a lease all places or none; 0, or which place was full."""
RENEW = f"{NOW} for i, place in ipairs(KEYS) do hold(place, ARGV[i + 1]) end"
RELEASE = "for i, place in ipairs(KEYS) do redis.call('ZREM', place, ARGV[i]) end"


class RedisLeases:
    """What this process holds is kept here too: that is what it decides on alone, and tells Redis again."""

    def __init__(self, client: Redis, circuit: Circuit, limits: Limits) -> None:
        self._circuit = circuit
        self._limits = limits
        self._here = MemoryLeases(limits)
        self._take = client.register_script(TAKE)
        self._renew = client.register_script(RENEW)
        self._release = client.register_script(RELEASE)

    async def take(self, lease: Lease) -> Taken:
        """See Leases."""
        wanted = places(lease, self._limits)
        taken = Taken(lease.id, tuple(place.key for place in wanted))
        args: list[str | int] = [LIFE_MS, lease.id, *(place.most for place in wanted)]
        try:
            full = await self._circuit.ask(partial(self._take, _keys(taken), args))
        except Gone:
            return await self._here.take(lease)
        if full:
            raise wanted[full - 1].taken()
        self._here.hold(taken)
        return taken

    async def renew(self, *taken: Taken) -> None:
        """See Leases."""
        self._here.hold(*taken)
        for batch in _batches(taken):
            await self._tell(self._renew, batch, [LIFE_MS])
        # Redis may have heard of a release before it heard of the renewal that was under way.
        if dropped := [one for one in taken if not self._here.holds(one)]:
            await self.release(*dropped)

    async def release(self, *taken: Taken) -> None:
        """See Leases."""
        self._here.drop(*taken)
        for batch in _batches(taken):
            await self._tell(self._release, batch, [])

    async def _tell(self, script: AsyncScript, batch: Sequence[Taken], args: list[int]) -> None:
        """While Redis is gone it misses this: leases end by themselves, and a renewal holds them again."""
        keys = [key for one in batch for key in _keys(one)]
        ids = [one.id for one in batch for _ in one.places]
        if keys:
            with suppress(Gone):
                await self._circuit.ask(partial(script, keys, [*args, *ids]))


def _keys(taken: Taken) -> list[str]:
    return [PREFIX + place for place in taken.places]


def _batches(taken: Sequence[Taken]) -> Iterator[Sequence[Taken]]:
    return (taken[start : start + BATCH] for start in range(0, len(taken), BATCH))
