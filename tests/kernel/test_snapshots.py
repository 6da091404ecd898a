"""A snapshot shortens what is read and changes no answer, and where it fails nobody notices."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from api.kernel.services import Services
from application.entry.commands import AddEntrant
from application.kernel.engine import Engine
from application.kernel.repository import Repository
from application.kernel.snapshots import EVERY, Snapshots, freeze, schema_of
from application.kernel.work import Work
from application.subjects import MENU
from domain.entry.entry_list import EntryList
from domain.entry.ids import entry_list_id
from domain.kernel import moment
from eventstore.ending import end
from eventstore.reader import Reader
from eventstore.snapshots import SnapshotTable
from eventstore.writer import Writer
from tests.kernel.test_engine import opened, taking_entries
from tests.support.store import request


class Watched:
    """The log, and from which version each stream was last read."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.read_after: dict[UUID, int] = {}

    async def streams(self, after: Mapping[UUID, int]) -> Mapping[UUID, Any]:
        self.read_after.update(after)
        return await self._reader.streams(after)


class Store:
    """A log with one long stream in it, its snapshots, and repositories that know nothing yet."""

    def __init__(self, url: str, pool: AsyncConnectionPool[Any], writer: Writer, reader: Reader) -> None:
        self.url = url
        self.table = SnapshotTable(pool)
        self.snapshots = Snapshots(self.table, every=5)
        self.writer = writer
        self.log = Watched(reader)
        self.entries = EntryList(tournament=uuid4(), capacity=6)

    async def enter(self, times: int) -> None:
        for _ in range(times):
            self.entries.enter(uuid4())
        await self.writer.append(request(self.entries))

    async def snapshot(self) -> None:
        self.snapshots.consider(self.entries)
        await asyncio.wait_for(self.snapshots.step(), 10)

    async def cold(self) -> EntryList:
        work = Work(Repository(self.log, Snapshots(self.table)))
        return await work.load(EntryList, self.entries.id)

    async def taken(self, id_: UUID) -> None:
        async with asyncio.timeout(10):
            while not await self.table.latest([id_], schema_of(EntryList)):
                await asyncio.sleep(0.01)

    @property
    def read_after(self) -> int:
        return self.log.read_after[self.entries.id]

    async def execute(self, statement: str, *values: Any) -> None:
        async with await AsyncConnection.connect(self.url, autocommit=True) as owner:
            await owner.execute(statement, values)


@pytest.fixture
async def store(database: str, writer: Writer, reader: Reader) -> Store:
    return Store(database, reader._pool, writer, reader)


async def test_a_long_stream_is_read_from_its_snapshot_on(store: Store) -> None:
    await store.enter(8)
    await store.snapshot()
    await store.enter(3)
    store.entries.leave(next(iter(store.entries.entered)))
    await store.writer.append(request(store.entries))

    assert await store.cold() == store.entries
    assert store.read_after == 9


async def test_a_snapshot_is_of_the_moment_it_was_due_whatever_follows(store: Store) -> None:
    await store.enter(8)
    store.snapshots.consider(store.entries)
    store.entries.enter(uuid4())
    await store.snapshots.step()

    (snapshot,) = await store.table.latest([store.entries.id], schema_of(EntryList))
    assert snapshot.version == 9
    assert len((await store.cold()).waiting) == 2


async def test_growth_counts_from_the_last_snapshot(store: Store) -> None:
    versions = []
    for _ in range(12):
        await store.enter(1)
        if store.snapshots.consider(store.entries):
            versions.append(store.entries.version)

    assert versions == [5, 10]


async def test_what_is_read_again_after_a_conflict_is_not_due_again(store: Store) -> None:
    repository = Repository(store.log, store.snapshots)
    await store.enter(8)
    repository.keep(store.entries)
    await store.snapshots.step()

    repository.forget(store.entries.id)
    again = (await repository.load([store.entries.id]))[store.entries.id]
    assert again == store.entries
    assert not store.snapshots.consider(again)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE palio.snapshots SET schema = 'EntryList.0'",
        "UPDATE palio.snapshots SET state = '{}'",
        "UPDATE palio.snapshots SET state = 'no JSON'",
        "UPDATE palio.snapshots SET version = 99",
        "DELETE FROM palio.snapshots",
        "DROP TABLE palio.snapshots",
    ],
)
async def test_a_snapshot_that_is_no_good_is_not_used(store: Store, change: str) -> None:
    await store.enter(8)
    await store.snapshot()
    await store.execute(change)

    assert await store.cold() == store.entries
    assert store.read_after == 0


async def test_a_snapshot_of_an_older_release_gives_way(store: Store) -> None:
    await store.enter(8)
    older = msgspec.structs.replace(freeze(EntryList, vars(store.entries)), schema="EntryList.0", version=9)
    await store.table.store(older)
    await store.snapshot()

    assert await store.cold() == store.entries
    assert store.read_after == 9


async def test_an_earlier_snapshot_never_replaces_a_later_one(store: Store) -> None:
    await store.enter(5)
    early = freeze(EntryList, vars(store.entries))
    await store.enter(5)
    await store.snapshot()
    await store.table.store(early)

    await store.cold()
    assert store.read_after == 11


async def test_commands_go_on_where_snapshots_fail(store: Store, writer: Writer, reader: Reader) -> None:
    await store.execute("DROP TABLE palio.snapshots")
    engine = Engine(MENU, writer, reader, moment.now, store.snapshots)
    organiser = await opened(engine, "organiser", "ORGANIZER")
    tournament = await taking_entries(engine, organiser, 20)
    for number in range(12):
        await engine.execute(AddEntrant(tournament=tournament, name=f"P{number}"), organiser)
    await store.snapshots.step()

    outcome = await engine.execute(AddEntrant(tournament=tournament, name="Last"), organiser)
    assert outcome.result["status"] == "registered"


async def test_a_server_takes_snapshots_of_what_grows_long(store: Store, services: Services) -> None:
    organiser = await opened(services.engine, "organiser", "ORGANIZER")
    tournament = await taking_entries(services.engine, organiser, EVERY)
    for number in range(EVERY):
        await services.engine.execute(AddEntrant(tournament=tournament, name=f"P{number}"), organiser)

    await store.taken(entry_list_id(tournament))


async def test_two_engines_with_snapshots_keep_one_order_of_arrival(
    store: Store, writer: Writer, reader: Reader
) -> None:
    taking = [Snapshots(store.table, every=5) for _ in range(2)]
    running = [asyncio.create_task(snapshots.run()) for snapshots in taking]
    one, two = (Engine(MENU, writer, reader, moment.now, snapshots) for snapshots in taking)
    organiser = await opened(one, "organiser", "ORGANIZER")
    tournament = await taking_entries(one, organiser, 12)
    outcomes = []
    for number in range(24):
        if number == 12:
            await store.taken(entry_list_id(tournament))
        fresh = Engine(MENU, writer, reader, moment.now, Snapshots(store.table))
        engine = (one, two, fresh)[number % 3]
        outcomes.append(await engine.execute(AddEntrant(tournament=tournament, name=f"P{number}"), organiser))
    assert await end(*running) == []

    statuses = [outcome.result["status"] for outcome in outcomes]
    assert statuses == ["registered"] * 12 + ["waitlisted"] * 12
    entries = (await Repository(reader).load([entry_list_id(tournament)]))[entry_list_id(tournament)]
    assert isinstance(entries, EntryList)
    in_order = [str(id_) for id_ in (*entries.entered, *entries.waiting)]
    assert in_order == [outcome.result["registration"] for outcome in outcomes]
