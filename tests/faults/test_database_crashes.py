"""The database is killed and started under load: what was acknowledged stays, nothing is there twice."""

import asyncio
from uuid import UUID, uuid4

from psycopg_pool import AsyncConnectionPool

from bootstrap.postgres.cluster import Cluster
from eventstore.database import connect
from eventstore.migrate import migrate
from eventstore.reader import Reader
from eventstore.records import Append, Metadata, StoreUnavailable
from eventstore.writer import WORTH, Writer
from tests.support.store import account, request

CRASHES = 3


async def test_no_acknowledged_write_is_lost_and_no_command_applied_twice(durable_postgres: Cluster) -> None:
    url = durable_postgres.url()
    await migrate(url)
    acknowledged: dict[UUID, int] = {}
    crashing = True

    async def until_answered(writer: Writer, append: Append) -> int:
        while True:
            try:
                return (await writer.append(append)).position
            except StoreUnavailable:
                continue

    async def caller(writer: Writer) -> None:
        while crashing:
            who = Metadata(command_id=uuid4(), name="Test")
            acknowledged[who.command_id] = await until_answered(writer, request(account(), metadata=who))

    async def crash() -> None:
        nonlocal crashing
        for _ in range(CRASHES):
            before = len(acknowledged)
            while len(acknowledged) < before + 200:
                await asyncio.sleep(0.01)
            await asyncio.to_thread(durable_postgres.crash)
            await asyncio.to_thread(durable_postgres.start)
        crashing = False

    async with Writer(url) as writer:
        await asyncio.wait_for(asyncio.gather(crash(), *(caller(writer) for _ in range(3 * WORTH))), 120)
    async with AsyncConnectionPool(url, open=False) as pool:
        stored = await Reader(pool).since(0, 1_000_000)

    assert [fact.position for fact in stored] == list(range(1, len(stored) + 1))
    assert {fact.command_id: fact.position for fact in stored} == acknowledged


async def test_a_writer_says_so_when_the_database_hangs_and_goes_on_when_it_does_not(database: str) -> None:
    async with Writer(database, deadline=0.5) as writer, await connect(database, role=None) as hanging:
        async with hanging.transaction():
            await hanging.execute("SELECT FROM palio.log_head FOR UPDATE")
            async with asyncio.timeout(5):
                refused = await asyncio.gather(
                    *(writer.append(request(account())) for _ in range(3)), return_exceptions=True
                )
        async with asyncio.timeout(15):
            while True:
                try:
                    appended = await writer.append(request(account()))
                    break
                except StoreUnavailable:
                    continue

    assert all(isinstance(refusal, StoreUnavailable) for refusal in refused)
    assert appended.position >= 1


async def test_a_writer_says_so_when_the_database_stays_away(durable_postgres: Cluster) -> None:
    url = durable_postgres.url()
    await migrate(url)
    async with Writer(url, deadline=0.5) as writer:
        await writer.append(request(account()))
        await asyncio.to_thread(durable_postgres.stop)
        refused = await asyncio.gather(writer.append(request(account())), return_exceptions=True)
        await asyncio.to_thread(durable_postgres.start)
        appended = await writer.append(request(account()))

    assert isinstance(refused[0], StoreUnavailable)
    assert appended.position in (2, 3)
