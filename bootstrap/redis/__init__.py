"""What several processes share in Redis, and each keeps for itself while Redis is gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from realtime.access.leases import Leases, MemoryLeases
from realtime.access.limits import Limits
from realtime.access.tickets import MemoryUsed, Used


@asynccontextmanager
async def shared(redis_url: str | None, limits: Limits) -> AsyncIterator[tuple[Leases, Used]]:
    """The leases of connections, and the tickets that were used; without Redis, those of this process."""
    if redis_url is None:
        yield MemoryLeases(limits), MemoryUsed()
        return
    from bootstrap.redis.circuit import Circuit, connect
    from bootstrap.redis.leases import RedisLeases
    from bootstrap.redis.tickets import RedisUsed

    client, circuit = connect(redis_url), Circuit()
    try:
        yield RedisLeases(client, circuit, limits), RedisUsed(client, circuit)
    finally:
        await client.aclose()
