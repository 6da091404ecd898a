"""Facts on their way to other processes: a Redis stream that may lose everything, since the log has it all.

One stream for the log, an entry a fact, its id the position: Redis refuses what is there already, so any
number of processes may publish. Who reads finds a gap by the numbers the facts bear, and fills it from the
log. Never publish and subscribe alone: what was sent while nobody listened would be gone.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from eventstore.reader import known
from eventstore.records import Scope
from realtime.rooms.feed import Row
from realtime.rooms.hub import Hub

log = structlog.get_logger("realtime")
KEPT = 10_000
BATCH = 500
BLOCK_MS = 1_000
PAUSE = 0.5
GONE = (RedisError, OSError, TimeoutError)
Columns = tuple[
    int, UUID, int, str, int, bytes, str, UUID, int, datetime, UUID | None, UUID, UUID, UUID | None
]
TOPIC, KIND, SCOPE = 3, 6, 7
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Columns).decode


def stream(epoch: str) -> str:
    """The name of a log's stream: positions of another epoch are others, and so are rows of other columns."""
    return f"palio:facts:2:{epoch}"


def client(url: str) -> Redis:
    """A connection that notices within three seconds that Redis is gone; a read blocks for one."""
    return Redis.from_url(url, socket_timeout=3, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))


class Publisher:
    """Passes facts on, behind whoever stored them: what cannot be published is dropped."""

    def __init__(self, redis: Redis, epoch: str) -> None:
        self._redis = redis
        self._stream = stream(epoch)
        self._waiting: deque[Row] = deque(maxlen=KEPT)
        self._more = asyncio.Event()

    def __call__(self, rows: Sequence[Row]) -> None:
        """Take rows of the log, in its order."""
        self._waiting.extend(rows)
        self._more.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._more.wait()
            self._more.clear()
            while self._waiting:
                rows = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
                try:
                    await self._add(rows)
                except GONE as error:
                    log.warning("facts were not published; who follows reads the log", error=repr(error))
                    await asyncio.sleep(PAUSE)

    async def _add(self, rows: Sequence[Row]) -> None:
        """An id that is there already, or behind the last, is refused, and that is all that happens."""
        pipeline = self._redis.pipeline(transaction=False)
        for row in rows:
            pipeline.xadd(self._stream, {"fact": _encode(row)}, id=f"{row[0]}-0", maxlen=KEPT)
        await pipeline.execute(raise_on_error=False)


class Follower:
    """Brings the hub what others published; `lagging` while that cannot be relied on."""

    def __init__(self, redis: Redis, epoch: str, hub: Hub) -> None:
        self.lagging = True
        self._redis = redis
        self._stream = stream(epoch)
        self._hub = hub
        self._last: Any = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                self._take(await self._read())
                self.lagging = False
            except GONE as error:
                if not self.lagging:
                    log.warning("redis is gone, the stream reads the log", error=repr(error))
                self.lagging = True
                await asyncio.sleep(PAUSE)

    async def _read(self) -> Sequence[Any]:
        """Entries beyond the last one read: ids with their fields."""
        if self._last is None:
            newest = await self._redis.xrevrange(self._stream, count=1)
            self._last = newest[0][0] if newest else b"0-0"
        found: Any = await self._redis.xread({self._stream: self._last}, count=BATCH, block=BLOCK_MS)
        return found[0][1] if found else ()

    def _take(self, entries: Sequence[Any]) -> None:
        if entries:
            self._last = entries[-1][0]
        rows = (_decode(fields[b"fact"]) for _, fields in entries)
        self._hub.take(
            known(row) for row in rows if self._hub.wants(Scope(row[KIND], row[SCOPE]), row[TOPIC])
        )
