"""The stream put together: hub, door, places and feed, and what keeps them going."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import msgspec
from psycopg_pool import AsyncConnectionPool

from api.kernel.services import Mounted
from bootstrap.redis import shared
from bootstrap.routers import MOUNTED
from bootstrap.running import running
from bootstrap.settings import Settings
from eventstore import database
from eventstore.reader import Reader
from identity.access import AccessTokens
from identity.sessions import Sessions
from realtime.access.access import Access
from realtime.access.leases import renewing
from realtime.access.rights import Rights
from realtime.access.streaming import Origins, Streaming
from realtime.access.tickets import Tickets
from realtime.access.watch import Watch, drain
from realtime.rooms.feed import Tail
from realtime.rooms.hub import Hub
from realtime.rooms.log import AccountLog
from realtime.rooms.picture import Boards
from realtime.transport import gateway


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """The stream of one process: what is mounted in its application, and what wakes its feed."""

    streaming: Streaming
    tickets: Tickets
    mounted: Mounted
    wake: Callable[[], None]


async def epoch_of(pool: AsyncConnectionPool[Any]) -> str:
    """A name for this log: another one after a restore, whose event numbers are others.

    A dump restored lives in another system, and a recovery to an earlier moment on another timeline.
    """
    query = (
        "SELECT s.system_identifier, c.timeline_id, d.oid FROM pg_control_system() s,"
        " pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()"
    )
    async with pool.connection() as connection:
        row = await (await connection.execute(query)).fetchone()
    return sha256(repr(row).encode()).hexdigest()[:12]


@asynccontextmanager
async def stream(
    settings: Settings,
    url: str,
    pool: AsyncConnectionPool[Any],
    reader: Reader,
    tokens: AccessTokens,
    sessions: Sessions,
    boards: Boards | None,
    *,
    publishing: bool,
) -> AsyncIterator[Stream]:
    """A running stream; beside others it publishes what it sees stored, or follows what others publish."""
    epoch = await epoch_of(pool)
    hub = Hub(AccountLog(reader, pool), epoch, boards, ring=settings.stream_ring)
    limits = settings.limits
    async with shared(settings.redis_url, limits) as (leases, used), database.pool(url, 1) as own:
        keys = [settings.signing_key(), *settings.previous_keys()]
        tickets = Tickets(keys, settings.origin, used)
        access = Access(pool, own, tokens, sessions, tickets)
        origins = Origins(settings.origins, alone=settings.alone)
        streaming = Streaming(hub, access, leases, limits, origins, reader)
        async with (
            _feed(settings, hub, reader, epoch, publishing=publishing) as wake,
            running(Watch(streaming).run, Rights(streaming).run, lambda: renewing(leases, streaming.held)),
        ):
            yield Stream(
                streaming=streaming,
                tickets=tickets,
                mounted=Mounted(
                    routers=[MOUNTED],
                    sockets=gateway.sockets,
                    state={"streaming": streaming},
                    epoch=epoch,
                    drain=lambda: drain(streaming),
                ),
                wake=wake,
            )


@asynccontextmanager
async def _feed(
    settings: Settings, hub: Hub, reader: Reader, epoch: str, *, publishing: bool
) -> AsyncIterator[Callable[[], None]]:
    """What brings the facts; it gives what to call when the log has grown."""
    if settings.redis_url is None:
        tail = Tail(reader, hub)
        async with running(tail.run, lambda: hub.follow(lambda: False)):
            yield tail.wake.set
        return
    from bootstrap.redis.feed import Follower, Publisher, client

    redis = client(settings.redis_url)
    try:
        if publishing:
            publisher = Publisher(redis, epoch)
            tail = Tail(reader, hub, publisher)
            async with running(publisher.run, tail.run, lambda: hub.follow(lambda: False)):
                yield tail.wake.set
        else:
            follower = Follower(redis, epoch, hub)
            async with running(follower.run, lambda: hub.follow(lambda: follower.lagging)):
                yield lambda: None
    finally:
        await redis.aclose()
