"""A rebuild gives what is live, while it is read and written; nobody sees an error, a gap or a mixture."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from application.entry.commands import AddEntrant
from application.kernel.engine import Engine
from eventstore.database import connect
from eventstore.ending import end
from eventstore.reader import Reader
from eventstore.records import Recorded
from eventstore.tail import listen
from projections.kernel.changes import Change
from projections.kernel.filling import Untaken
from projections.kernel.rebuild import rebuild
from projections.kernel.replay import replay
from projections.kernel.rows import live
from projections.kernel.runner import Runner
from projections.kernel.tables import ensure
from projections.kernel.view import View
from projections.views import VIEWS
from tests.kernel.test_engine import opened, taking_entries
from tests.projections.test_views import evening, pool, rows

__all__ = ["pool"]
NAMED = {view.name: view for view in VIEWS}


class Wider(View):
    """The next version of a view: its tables have one more column."""

    @property
    def tables(self) -> str:
        return super().tables.replace("status ", "note text, status ")


def other(view: View, later: int = 1) -> View:
    return Wider(view.name, view.version + later, view.package, view.owns, view.on)


def poisoned(name: str, topic: str) -> View:
    def project(recorded: Recorded) -> Iterable[Change]:
        raise ValueError("cannot be taken")

    return msgspec.structs.replace(NAMED[name], on={**NAMED[name].on, topic: project})


async def projected(pool: AsyncConnectionPool[Any], *views: View) -> Runner:
    runner = Runner(views or VIEWS, pool)
    while await runner.step():
        pass
    return runner


async def schemas(pool: AsyncConnectionPool[Any], name: str) -> list[str]:
    found = await rows(pool, "information_schema.schemata")
    return sorted(row["schema_name"] for row in found if row["schema_name"].startswith(f"view_{name}"))


async def test_a_rebuild_equals_live_and_leaves_nothing_else_behind(
    engine: Engine, reader: Reader, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool)
    seen: list[tuple[int, int]] = []
    async with await connect(database) as connection:
        rebuilt = [await rebuild(view, connection, lambda *done: seen.append(done)) for view in VIEWS]
        verdict = await replay(VIEWS, connection)

    head = await reader.head()
    assert [(one.view, one.events) for one in rebuilt] == [(view.name, head) for view in VIEWS]
    assert seen == [(head, head)] * len(VIEWS)
    assert verdict.equal
    assert verdict.events == head
    assert [await schemas(pool, view.name) for view in VIEWS] == [[view.schema] for view in VIEWS]


async def test_a_row_spoilt_by_hand_is_mended(
    engine: Engine, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool)
    before = await rows(pool, "view_standings.place")
    async with await connect(database) as connection:
        await connection.execute("UPDATE view_standings.place SET low = 9")
        await rebuild(NAMED["standings"], connection)

    assert await rows(pool, "view_standings.place") == before


async def test_readers_of_many_rebuilds_under_writes_see_no_error_no_gap_and_no_mixture(
    engine: Engine, reader: Reader, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    organiser = await opened(engine, "organiser", "ORGANIZER")
    tournament = await taking_entries(engine, organiser, 1024)
    writing = True
    counts: list[int] = []

    async def write() -> None:
        number = 0
        while writing:
            number += 1
            await engine.execute(AddEntrant(tournament=tournament, name=f"E{number}"), organiser)
            runner.wake.set()

    async def read() -> None:
        while writing:
            entered, told = await entries(pool, tournament)
            assert entered == told
            counts.append(entered)

    async def build(*names: str) -> None:
        async with await connect(database) as connection:
            for _ in range(12):
                for name in names:
                    await rebuild(NAMED[name], connection)

    await engine.execute(AddEntrant(tournament=tournament, name="E0"), organiser)
    runner = await projected(pool)
    running = asyncio.create_task(runner.run())
    listening = asyncio.create_task(listen(database, runner.wake.set))
    busy = [asyncio.create_task(work()) for work in (write, read)]
    await asyncio.gather(build("registrations", "feed"), build("feed", "accounts"))
    writing = False
    await asyncio.gather(*busy)
    await runner.wait(await reader.head())
    assert await end(running, listening) == []

    assert counts == sorted(counts)
    assert counts[0] > 0
    async with pool.connection() as connection:
        assert (await replay(VIEWS, connection)).equal


async def entries(pool: AsyncConnectionPool[Any], tournament: UUID) -> tuple[int, int]:
    """Of one moment: how many have entered, and of how many entries the feed tells."""
    async with live(pool) as shown:
        entered = await shown.select("registrations", "registration", {"tournament_id": tournament})
        told = await shown.select("feed", "entry", {"topic": "Registration.Submitted"})
        return len(entered), len(told)


async def test_whoever_reads_from_before_a_switch_reads_to_the_end_from_before_it(
    engine: Engine, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool)
    async with await connect(database) as connection, asyncio.timeout(30):
        async with live(pool) as shown:
            assert len(await shown.select("matches", "match", {})) == 3
            rebuilding = asyncio.create_task(rebuild(NAMED["registrations"], connection))
            while not rebuilding.done() and not await waiting(pool):
                pass
            assert len(await shown.select("registrations", "registration", {})) == 4
            coming = asyncio.create_task(entrants(pool))
        await rebuilding
        assert await coming == 4


async def waiting(pool: AsyncConnectionPool[Any]) -> bool:
    found = await rows(pool, "pg_locks")
    return any(row["locktype"] == "relation" and not row["granted"] for row in found)


async def entrants(pool: AsyncConnectionPool[Any]) -> int:
    async with live(pool) as shown:
        return len(await shown.select("registrations", "registration", {}))


async def test_a_version_with_other_columns_is_read_over_the_connections_that_read_the_old_one(
    engine: Engine, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool)
    async with AsyncConnectionPool(database, open=False, min_size=1, max_size=1) as one:
        for _ in range(10):
            assert await entrants(one) == 4
        async with await connect(database) as connection:
            await rebuild(other(NAMED["registrations"]), connection)
        assert await entrants(one) == 4
    assert "note" in (await rows(pool, "view_registrations.registration"))[0]


async def test_a_rebuild_that_was_killed_changes_nothing_and_is_started_over(
    engine: Engine, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool)
    before = await rows(pool, "view_matches.match")

    async with await connect(database) as connection:
        pid = connection.info.backend_pid

        def kill(done: int, total: int) -> None:
            with psycopg.connect(database, autocommit=True) as owner:
                owner.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

        with pytest.raises(psycopg.OperationalError):
            await rebuild(NAMED["matches"], connection, kill)
    assert await schemas(pool, "matches") == ["view_matches", "view_matches_next"]
    assert await rows(pool, "view_matches.match") == before

    async with await connect(database) as connection:
        await connection.execute("CREATE SCHEMA view_matches_old CREATE TABLE match (match_id uuid)")
        await rebuild(NAMED["matches"], connection)
    assert await schemas(pool, "matches") == ["view_matches"]
    assert await rows(pool, "view_matches.match") == before


async def test_rebuilds_of_one_view_take_turns(
    engine: Engine, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool)

    async def once() -> None:
        async with await connect(database) as connection:
            await rebuild(NAMED["matches"], connection)

    await asyncio.gather(*(once() for _ in range(4)))

    assert len(await rows(pool, "view_matches.match")) == 3
    assert await schemas(pool, "matches") == ["view_matches"]


async def test_a_fact_that_the_view_cannot_take_stops_a_rebuild_and_is_named(
    engine: Engine, reader: Reader, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool)
    before = await rows(pool, "view_matches.match")
    started = next(fact for fact in await reader.since(0) if fact.topic == "Match.Started")

    async with await connect(database) as connection:
        with pytest.raises(Untaken, match="ValueError: cannot be taken") as stopped:
            await rebuild(poisoned("matches", "Match.Started"), connection)

    assert (stopped.value.view, stopped.value.position) == ("matches", started.position)
    assert await rows(pool, "view_matches.match") == before
    assert await rows(pool, "palio.dead_letters") == []


async def test_a_rebuild_takes_what_was_set_aside(
    engine: Engine, reader: Reader, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool, poisoned("matches", "Match.Started"), poisoned("standings", "Bracket.Advanced"))
    assert {row["view"] for row in await rows(pool, "palio.dead_letters")} == {"matches", "standings"}

    async with await connect(database) as connection:
        await rebuild(NAMED["standings"], connection)

    assert {row["view"] for row in await rows(pool, "palio.dead_letters")} == {"matches"}
    assert len(await rows(pool, "view_standings.place")) == 4


async def test_a_view_with_tables_of_another_version_is_left_to_its_own_release(
    engine: Engine, reader: Reader, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    old, new = NAMED["matches"], other(NAMED["matches"])
    rest = [view for view in VIEWS if view is not old]
    newer = await projected(pool, new, *rest)
    assert await rows(pool, "view_matches.match") == []
    assert newer.position == 0

    older = await projected(pool, *VIEWS)
    assert older.position == await reader.head()
    async with await connect(database) as connection:
        await rebuild(new, connection)
    await opened(engine, "eve")
    await older.step()

    assert await positions(pool) == {"matches": older.position, "feed": await reader.head()}
    await newer.step()
    assert newer.position == await reader.head()


async def positions(pool: AsyncConnectionPool[Any]) -> dict[str, int]:
    found = await rows(pool, "palio.checkpoints")
    return {row["view"]: row["position"] for row in found if row["view"] in ("matches", "feed")}


async def test_a_release_rebuilds_what_has_another_version_and_makes_what_is_missing(
    engine: Engine, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await projected(pool)
    async with pool.connection() as connection:
        await connection.execute("DROP SCHEMA view_feed CASCADE")
        await connection.execute("DELETE FROM palio.checkpoints WHERE view = 'feed'")

    rebuilt = await ensure(database, [other(NAMED["registrations"]), NAMED["feed"], NAMED["matches"]])

    assert [one.view for one in rebuilt] == ["registrations"]
    assert len(await rows(pool, "view_registrations.registration")) == 4
    assert await rows(pool, "view_feed.entry") == []
    assert await ensure(database, [other(NAMED["registrations"])]) == []
