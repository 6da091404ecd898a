"""A ticket is used once among all processes that share a Redis, and once in each while that is gone."""

from functools import partial

from redis.asyncio import Redis

from bootstrap.redis.circuit import Circuit, Gone
from realtime.access.tickets import MemoryUsed

PREFIX = "palio:ticket:"


class RedisUsed:
    """This process remembers too: what it saw used stays used when Redis forgets."""

    def __init__(self, client: Redis, circuit: Circuit) -> None:
        self._client = client
        self._circuit = circuit
        self._here = MemoryUsed()

    async def first(self, ticket: str, seconds: int) -> bool:
        """See Used."""
        if not await self._here.first(ticket, seconds):
            return False
        key = PREFIX + ticket
        try:
            return bool(await self._circuit.ask(partial(self._client.set, key, 1, nx=True, ex=seconds)))
        except Gone:
            return True
