"""Views follow the log: once, in order, whoever runs them, and as of any moment."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import AddEntrant
from application.kernel.actor import Actor
from application.kernel.engine import Engine
from application.match.commands import ForfeitMatch, RuleResult, StartMatch
from application.tournament.commands import CloseRegistration, StartTournament
from domain.bracket.ids import bracket_id
from domain.match.ids import match_id
from domain.match.score import GameScore
from eventstore.database import connect
from eventstore.database import pool as opened_pool
from eventstore.reader import Reader
from eventstore.records import Recorded, Scope
from eventstore.tail import listen
from projections.kernel import sql
from projections.kernel.changes import Put
from projections.kernel.runner import Runner
from projections.kernel.tables import ensure
from projections.kernel.view import as_of
from projections.views import VIEWS
from tests.kernel.test_engine import opened, taking_entries


@pytest.fixture
async def pool(database: str) -> AsyncIterator[AsyncConnectionPool[Any]]:
    await ensure(database, VIEWS)
    async with opened_pool(database, 4) as pool:
        yield pool


def canonical(row: dict[str, Any]) -> bytes:
    return msgspec.json.encode(row, order="sorted")


async def evening(engine: Engine) -> UUID:
    """Four entrants: a played semi-final, a forfeited one, and the final."""
    organiser: Actor = await opened(engine, "organiser", "ORGANIZER")
    tournament = await taking_entries(engine, organiser, 4)
    for name in ("Ann", "Ben", "Cat", "Dan"):
        await engine.execute(AddEntrant(tournament=tournament, name=name), organiser)
    for command in (CloseRegistration, GenerateBracket, FinalizeBracket, StartTournament):
        await engine.execute(command(tournament=tournament), organiser)
    one, two, final = (match_id(bracket_id(tournament), 1, number) for number in (1, 2, 3))
    await engine.execute(StartMatch(match=one), organiser)
    await engine.execute(RuleResult(match=one, games=[GameScore([2, 0])]), organiser)
    await engine.execute(ForfeitMatch(match=two, side=1), organiser)
    await engine.execute(StartMatch(match=final), organiser)
    games = [GameScore([1, 1], overtime=True, shootout=[3, 4])]
    await engine.execute(RuleResult(match=final, games=games), organiser)
    return tournament


async def rows(pool: AsyncConnectionPool[Any], table: str) -> list[dict[str, Any]]:
    async with pool.connection() as connection:
        cursor = connection.cursor(row_factory=dict_row)
        await cursor.execute(f"SELECT * FROM {table} ORDER BY 1, 2".encode())
        return await cursor.fetchall()


async def test_an_evening_shows_in_every_view(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    tournament = await evening(engine)
    runner = Runner(VIEWS, pool)
    while await runner.step():
        pass

    line = (await rows(pool, "view_directory.tournament"))[0]
    assert (line["tournament_id"], line["status"], line["name"]) == (tournament, "completed", "Open")
    names = {
        row["registration_id"]: row["name"] for row in await rows(pool, "view_registrations.registration")
    }
    places = {
        names[row["entrant"]]: (row["low"], row["high"]) for row in await rows(pool, "view_standings.place")
    }
    assert places == {"Ben": (1, 1), "Ann": (2, 2), "Cat": (3, 4), "Dan": (3, 4)}
    endings = {row["number"]: row["ending"] for row in await rows(pool, "view_matches.match")}
    assert endings == {1: "played", 2: "forfeit", 3: "played"}


async def test_the_same_facts_twice_change_nothing(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    runner = Runner(VIEWS, pool)
    tables = [
        "view_accounts.account",
        "view_audit.entry",
        "view_bracket.bracket",
        "view_directory.staff",
        "view_directory.tournament",
        "view_directory.version",
        "view_feed.entry",
        "view_registrations.registration",
        "view_matches.match",
        "view_standings.place",
    ]
    await runner.step()
    once = [await rows(pool, table) for table in tables]
    facts = await reader.since(0)
    async with pool.connection() as connection:
        for view in VIEWS:
            await sql.write(connection, view.schema, [row for fact in facts for row in view.project(fact)])

    assert [await rows(pool, table) for table in tables] == once
    assert all(once)


async def test_what_memory_shows_as_of_now_is_what_the_tables_show(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    tournament = await evening(engine)
    await Runner(VIEWS, pool).step()
    facts = await reader.of_scope(Scope("tournament", tournament))

    for view in VIEWS:
        for table, remembered in as_of(view, facts).items():
            everything = await rows(pool, f"{view.schema}.{table}")
            live = [row for row in everything if row["tournament_id"] == tournament]
            full = [{column: row.get(column) for column in live[0]} for row in remembered.values()]
            assert sorted(map(canonical, full)) == sorted(map(canonical, live))


async def test_before_the_final_nobody_had_won(engine: Engine, reader: Reader) -> None:
    tournament = await evening(engine)
    facts = await reader.of_scope(Scope("tournament", tournament))
    before = [fact for fact in facts if fact.command_id != facts[-1].command_id]
    standings = next(view for view in VIEWS if view.name == "standings")

    assert sorted(row["low"] for row in as_of(standings, before)["place"].values()) == [3, 3]
    assert sorted(row["low"] for row in as_of(standings, facts)["place"].values()) == [1, 2, 3, 3]


async def test_two_runners_at_once_stay_exact(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    runners = [Runner(VIEWS, pool) for _ in range(2)]
    running = [asyncio.create_task(runner.run()) for runner in runners]
    await evening(engine)
    head = await reader.head()
    for runner in runners:
        await runner.wait(head)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)

    assert len(await rows(pool, "view_matches.match")) == 3
    assert {row["position"] for row in await rows(pool, "palio.checkpoints")} == {head}


async def test_a_fact_that_one_view_cannot_take_is_set_aside_and_the_others_go_on(
    engine: Engine, reader: Reader, database: str, pool: AsyncConnectionPool[Any]
) -> None:
    def poisoned(recorded: Recorded) -> list[Put]:
        raise ValueError("cannot be taken")

    matches, standings = (next(v for v in VIEWS if v.name == name) for name in ("matches", "standings"))
    views = [matches, replace(standings, on={**standings.on, "Match.Started": poisoned})]
    await evening(engine)
    runner = Runner(views, pool)
    while await runner.step():
        pass

    letters = await rows(pool, "palio.dead_letters")
    assert [(row["view"], row["error"]) for row in letters] == [
        ("standings", "ValueError: cannot be taken")
    ] * 2
    assert len(await rows(pool, "view_matches.match")) == 3


async def test_the_application_role_may_run_views_and_never_touch_the_log(
    database: str, engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)

    async def as_application(connection: Any) -> None:
        await connection.set_autocommit(True)
        await connection.execute("SET ROLE palio_app")
        await connection.set_autocommit(False)

    async with AsyncConnectionPool(database, open=False, configure=as_application, min_size=2) as own:
        await Runner(VIEWS, own).step()
    assert len(await rows(pool, "view_matches.match")) == 3
    async with await connect(database) as app:
        await ensure(database, VIEWS)
        assert (await (await app.execute("SELECT count(*) FROM checkpoints")).fetchone()) == (len(VIEWS),)


async def test_an_idle_runner_is_woken_by_the_commit_itself(
    database: str, engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    runner = Runner(VIEWS, pool)
    woken = asyncio.Event()

    def wake() -> None:
        woken.set()
        runner.wake.set()

    running = [asyncio.create_task(listen(database, wake)), asyncio.create_task(runner.run())]
    await asyncio.wait_for(woken.wait(), 5)
    woken.clear()
    await evening(engine)
    await asyncio.wait_for(woken.wait(), 5)
    await runner.wait(await reader.head())
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)

    assert len(await rows(pool, "view_matches.match")) == 3
