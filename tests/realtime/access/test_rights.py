"""Whoever may not watch any longer is gone soon, however busy everything is; whoever may stays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import psycopg
import pytest

from api.kernel.services import Services
from realtime.access.access import Access
from realtime.access.rights import SPREAD_MS, Rights
from tests.support.api import Caller
from tests.support.streaming import enter, room, streaming, watching


@pytest.fixture(autouse=True)
def nobody_else_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.access.rights.LOOKED", 3600.0)


@asynccontextmanager
async def held(database: str) -> AsyncIterator[None]:
    """The views do not answer."""
    async with await psycopg.AsyncConnection.connect(database) as connection:
        await connection.execute("LOCK TABLE palio.view_switch IN ACCESS EXCLUSIVE MODE")
        yield


async def test_a_session_that_ended_is_noticed_while_all_connections_of_the_pages_are_taken(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at), organiser.token) as staff, AsyncExitStack() as pages:
        await services.sessions.end_all(organiser.account, "sign_out")
        for _ in range(services.pool.max_size):
            await pages.enter_async_context(services.pool.connection())
        await asyncio.wait_for(Rights(streaming(services)).end_denied(), 2)
        assert await staff.closed() == (4003, {"r": "token_invalid"})


async def test_however_many_rooms_are_watched_the_database_is_asked_twice(
    organiser: Caller, url: str, services: Services
) -> None:
    owner = await organiser.signed_in("owner", "ORGANIZER")
    rooms = [room(await owner.tournament(slug=slug, visibility="private")) for slug in ("one", "two")]
    own = streaming(services).access._own
    async with AsyncExitStack() as inside:
        viewers = [await inside.enter_async_context(watching(url, each, owner.token)) for each in rooms]
        before = own.get_stats().get("requests_num", 0)
        await Rights(streaming(services)).end_denied()
        assert own.get_stats()["requests_num"] == before + 2
        for viewer in viewers:
            await viewer.say(type="ping")
            await viewer.of_type("pong")


async def test_1013_nobody_watches_by_a_token_for_long_while_nobody_knows_whether_it_counts(
    organiser: Caller, at: str, url: str, services: Services, database: str
) -> None:
    async with watching(url, room(at), organiser.token) as staff, watching(url, room(at)) as visitor:
        async with held(database):
            await Rights(streaming(services), unanswered=60).look(0.05)
            assert len(streaming(services).connections) == 2
            await Rights(streaming(services), unanswered=0).look(0.05)
            code, why = await staff.closed()
        assert (code, why["r"]) == (1013, "unavailable")
        assert 1_000 <= why["retry_ms"] < 1_000 + SPREAD_MS
        await enter(organiser, at, "Ann")
        assert (await visitor.event())["data"]["name"] == "Ann"


async def test_1013_a_mistake_of_ours_lets_nobody_watch_for_ever(
    organiser: Caller, at: str, url: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise LookupError

    monkeypatch.setattr(Access, "again", broken)
    async with watching(url, room(at), organiser.token) as staff:
        await Rights(streaming(services), unanswered=0).look(1)
        assert (await staff.closed())[0] == 1013
