"""Palio's own server on its core, over a tournament that is being played."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import msgspec

from api.kernel.services import Services
from application.entry import commands as registrations
from application.kernel.engine import Engine
from benchmarks.http import GAMES, Client
from benchmarks.playing import ORGANISER, live, organised
from benchmarks.stream.peers import free_port
from benchmarks.stream.publishing import NAME
from benchmarks.stream.servers import Ours, answering, stopped
from bootstrap.container import prepare, services
from bootstrap.postgres.cluster import Cluster
from bootstrap.settings import load
from domain.bracket.ids import bracket_id
from domain.match.ids import match_id

ENTRANTS = 128
UNLIMITED = {
    "PALIO_REQUEST_LIMIT": "off",
    "PALIO_STREAM_PER_ADDRESS": "off",
    "PALIO_STREAM_PER_ROOM": "off",
    "BASE_URL": "http://bench.invalid",  # in every token, so that one is good at any port
}


class Played(msgspec.Struct, frozen=True):
    """A tournament of 128 whose first round may begin, its organiser's token, and what serves it."""

    environment: dict[str, str]
    tournament: UUID
    matches: list[UUID]
    token: str


async def played(cluster: Cluster) -> Played:
    """In a database of its own."""
    cluster.create_database("streamed")
    url = cluster.url("streamed")
    await prepare(url)
    given = {"DATABASE_URL": url, "PALIO_HOME": str(cluster.pgdata.parent), **UNLIMITED}
    async with services(load(**given), url) as made:
        await organised(made.engine)
        tournament = uuid4()
        await live(made.engine, tournament, ENTRANTS, _enter)
        bracket = bracket_id(tournament)
        matches = [match_id(bracket, 1, number) for number in range(1, ENTRANTS // 2 + 1)]
        return Played(given, tournament, matches, await _token(made))


async def decided(client: Client, of: Played, match: UUID, pause: float) -> None:
    """A match begins and is ruled on, with a pause after each, in seconds."""
    for act, body in (("start", b""), ("rule", GAMES)):
        await client.send("POST", f"/api/matches/{match}/{act}/", of.token, body)
        await asyncio.sleep(pause)


async def _enter(engine: Engine, id_: UUID, number: int) -> None:
    entering = registrations.AddEntrant(tournament=id_, name=NAME.format(number))
    await engine.execute(entering, ORGANISER)


async def _token(made: Services) -> str:
    assert ORGANISER.account is not None
    return made.tokens.mint(ORGANISER.account, (await made.sessions.begin(ORGANISER.account)).family)


@asynccontextmanager
async def ours(apart: Sequence[str], of: Played, *, joined: bool = True) -> AsyncIterator[Ours]:
    """A running server; unless `joined`, each event is sent in a frame of its own, and at once."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(*apart, sys.executable, "-m", "benchmarks.stream.serving"),
        *(str(of.tournament), str(of.matches[0]), "joined" if joined else "alone"),
        env={**os.environ, **of.environment, "PALIO_PORT": str(port)},
        stdin=asyncio.subprocess.PIPE,
        stderr=None if os.environ.get("PALIO_LOG_LEVEL") else asyncio.subprocess.DEVNULL,
    )
    try:
        await answering(process, port)
        yield Ours("Palio", port, f"/ws/tournament/{of.tournament}/?since={{since}}", process)
    finally:
        await stopped(process)
