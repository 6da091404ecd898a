"""A log of the release before gets its scopes while that release goes on reading and writing it."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from psycopg import AsyncConnection

from eventstore import migrate as migrating
from eventstore.database import connect
from eventstore.records import Scope
from eventstore.writer import Writer
from tests.support.postgres import at
from tests.support.store import account, request

EARLIER = "0009"
"""The first migration that the release before does not have."""


@pytest.fixture
async def earlier(postgres: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database as the release before has it, with an account and a tournament of three facts."""
    url = at(postgres, f"earlier_{uuid4().hex[:8]}")
    async with await AsyncConnection.connect(postgres, autocommit=True) as owner:
        await owner.execute(f"CREATE DATABASE {url.rpartition('/')[2].partition('?')[0]}".encode())
    every = migrating.scripts()
    with monkeypatch.context() as before:
        before.setattr(
            migrating, "scripts", lambda: {name: text for name, text in every.items() if name < EARLIER}
        )
        await migrating.migrate(url)
    async with await connect(url) as connection:
        await append(connection, None, ("Account.Opened", ANN, 1), ("Account.RoleGranted", ANN, 2))
        await append(connection, CUP, ("Tournament.Published", CUP, 1), ("Match.Started", MATCH, 1))
        await append(connection, CUP, ("Match.Started", MATCH, 2))
    return url


ANN, CUP, MATCH = UUID(int=1), UUID(int=2), UUID(int=3)
Fact = tuple[str, UUID, int]
APPEND = "SELECT status, stored_position, stored_sequence FROM palio.append(%s::json, %s::json, '[]'::json)"


async def append(connection: AsyncConnection[Any], tournament: UUID | None, *facts: Fact) -> tuple[Any, ...]:
    """As the release before asks for it."""
    requested = {"number": 1, "command": uuid4(), "name": "Test", "role": "ADMIN", "answer": "e30="}
    asked = {**requested, "facts": len(facts), **({"tournament": tournament} if tournament else {})}
    stated = [
        {
            "request": 1,
            "nth": nth,
            "topic": topic,
            "stream": id_,
            "version": version,
            "schema": 1,
            "state": {},
        }
        for nth, (topic, id_, version) in enumerate(facts, 1)
    ]
    cursor = await connection.execute(APPEND, (documents([asked]), documents(stated)), prepare=True)
    (row,) = await cursor.fetchall()
    return row


def documents(rows: list[dict[str, Any]]) -> str:
    return msgspec.json.encode(rows).decode()


OLD = "SELECT position, tournament_id, sequence FROM palio.events ORDER BY position"
NEW = "SELECT position, kind, scope, sequence FROM palio.facts ORDER BY position"


async def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    async with await connect(url) as connection:
        return await (await connection.execute(query.encode())).fetchall()


async def test_a_log_of_the_release_before_keeps_every_number_and_its_other_facts_get_one(
    earlier: str,
) -> None:
    before = await rows(earlier, OLD)
    await migrating.migrate(earlier)

    assert await rows(earlier, OLD) == before
    assert await rows(earlier, NEW) == [
        (1, "account", ANN, 1),
        (2, "account", ANN, 2),
        (3, "tournament", CUP, 1),
        (4, "tournament", CUP, 2),
        (5, "tournament", CUP, 3),
    ]
    heads = "SELECT tournament_id, sequence FROM palio.tournament_heads"
    assert await rows(earlier, heads) == [(CUP, 3)]


async def test_the_release_before_goes_on_writing_beside_this_one(earlier: str) -> None:
    async with await connect(earlier) as connection:
        assert await append(connection, CUP) == ("stored", 5, None)  # prepared from here on
        await migrating.migrate(earlier)
        assert await append(connection, CUP, ("Match.Started", MATCH, 3)) == ("stored", 6, 4)
        assert await append(connection, None, ("Account.RoleGranted", ANN, 3)) == ("stored", 7, None)
    async with Writer(earlier) as writer:
        appended = await writer.append(request(account(), concerns=Scope("tournament", CUP)))
    assert (appended.position, appended.sequence) == (8, 5)
    assert (await rows(earlier, NEW))[5:] == [
        (6, "tournament", CUP, 4),
        (7, "account", ANN, 3),
        (8, "tournament", CUP, 5),
    ]


async def test_whoever_waits_for_the_migration_is_served_by_what_it_leaves(earlier: str) -> None:
    """The call is under way, at the lock of the log's head, when the tables change beneath it."""
    async with await connect(earlier) as connection, await connect(earlier, role=None) as owner:
        with_both = migrating.scripts()
        await apply(owner, {name: text for name, text in with_both.items() if name.startswith("0009")})
        async with owner.transaction():
            await owner.execute("LOCK TABLE palio.log_head IN EXCLUSIVE MODE")
            waiting = asyncio.create_task(append(connection, CUP, ("Match.Started", MATCH, 3)))
            await at_a_lock(earlier)
            for name in (name for name in with_both if name > "0010"):
                await owner.execute("SET LOCAL search_path = palio, pg_temp")
                await owner.execute(with_both[name].encode())
        assert await waiting == ("stored", 6, 4)


async def apply(owner: AsyncConnection[Any], scripts: dict[str, str]) -> None:
    for text in scripts.values():
        async with owner.transaction():
            await owner.execute("SET LOCAL search_path = palio, pg_temp")
            await owner.execute(text.encode())


async def at_a_lock(url: str) -> None:
    """Until somebody waits for one."""
    async with asyncio.timeout(20), await connect(url, role=None) as connection:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while (await (await connection.execute(waiting)).fetchone()) == (0,):
            await asyncio.sleep(0.01)
