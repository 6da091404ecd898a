"""A gateway beside a server is the same stream: what is stored there arrives here, with Redis or without."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bootstrap.settings import Settings, load
from tests.support.api import Caller
from tests.support.process import Serving, free_port
from tests.support.redis import RedisServer
from tests.support.streaming import enter, refused, room, watching

SECRET, ORIGIN = "k" * 32, "http://palio.test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The same secret as theirs; accounts and tournaments are made here."""
    return load(PALIO_HOME=tmp_path, SECRET_KEY=SECRET, BASE_URL=ORIGIN)


@asynccontextmanager
async def started(command: str, **variables: str) -> AsyncIterator[Serving]:
    """A process that serves."""
    process = Serving(free_port(), command=command, **variables)
    await process.start()
    try:
        yield process
    finally:
        await process.stop()


async def test_what_a_server_stores_a_gateway_tells(
    api: Caller, database: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    variables = {
        "PALIO_HOME": str(tmp_path),
        "SECRET_KEY": SECRET,
        "BASE_URL": ORIGIN,
        "DATABASE_URL": database,
        "REDIS_URL": redis_server.url,
    }
    async with (
        started("serve", **variables) as server,
        started("gateway", **variables) as gateway,
        httpx.AsyncClient(base_url=server.url, trust_env=False) as client,
    ):
        there = Caller(client, api.services, organiser.token)
        cookie = api.services.tokens.web(organiser.account, api.services.tokens.read(organiser.token).session)
        page = await client.post("/stream-ticket", headers={"Cookie": f"palio={cookie}", "Origin": ORIGIN})
        path = f"{room(at)}?ticket={page.json()['ticket']}"
        async with watching(gateway.url, path) as staff, watching(gateway.url, room(at)) as visitor:
            assert (await refused(gateway.url, path))[0] == 4003
            assert (await refused(server.url, path))[0] == 4003
            for name in ("Ann", "Ben"):
                await enter(there, at, name)
                for viewer in (staff, visitor):
                    assert (await viewer.event())["data"]["name"] == name
                redis_server.kill()
            await gateway.stop()
            for viewer in (staff, visitor):
                code, why = await viewer.closed()
                assert (code, why["r"]) == (1012, "restart")
        async with watching(server.url, f"{room(at)}?since={visitor.last}") as visitor:
            await enter(there, at, "Zoe")
            assert (await visitor.event())["data"]["name"] == "Zoe"
