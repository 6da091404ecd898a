"""Publications lost, Redis emptied, gateways killed, clients torn off: everyone hears everything once."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from api.kernel.services import Services
from application.account.commands import GrantRole, OpenAccount
from application.entry.commands import AddEntrant
from application.kernel.actor import OPERATOR, Actor
from application.tournament.commands import CreateTournament, OpenRegistration, PublishTournament
from bootstrap.container import services as built
from bootstrap.redis.feed import Publisher
from bootstrap.settings import load
from domain.account.ids import account_id
from domain.tournament.definition import Definition
from eventstore.records import Scope
from realtime.rooms.feed import Row
from tests.support.process import Serving, free_port
from tests.support.redis import RedisServer

CLIENTS = 30
WRITERS = 5
EACH = 60
LOST = 0.1
SECRET = "k" * 32


class Spectator:
    """Keeps to the client's rule: drops what it has, and reconnects where something is missing."""

    def __init__(self, gateways: Sequence[Serving], tournament: UUID, dice: random.Random) -> None:
        self.heard: list[int] = []
        self.connections = 0
        self._gateways = gateways
        self._tournament = tournament
        self._dice = dice

    @property
    def last(self) -> int:
        return self.heard[-1] if self.heard else 0

    async def watch(self) -> None:
        """Until cancelled, over whichever gateway answers, for a while each time."""
        while True:
            with suppress(OSError, TimeoutError, WebSocketException):
                async with asyncio.timeout(self._dice.uniform(0.2, 3)):
                    await self._follow(self._dice.choice(self._gateways).url)
            await asyncio.sleep(self._dice.uniform(0, 0.1))

    async def _follow(self, url: str) -> None:
        at = f"{url.replace('http', 'ws')}/ws/tournament/{self._tournament}/?since={self.last}"
        async with connect(at, close_timeout=0.1, proxy=None) as socket:
            self.connections += 1
            async for text in socket:
                told = json.loads(text)
                for event in told["events"] if told["type"] == "events" else [told]:
                    if "prev" not in event or event["id"] <= self.last:
                        continue
                    if event["prev"] > self.last:
                        return
                    self.heard.append(event["id"])


@asynccontextmanager
async def gateways(count: int, **variables: str) -> AsyncIterator[list[Serving]]:
    """So many, running."""
    async with AsyncExitStack() as stack:
        started = [Serving(free_port(), command="gateway", **variables) for _ in range(count)]
        for each in started:
            stack.push_async_callback(each.kill)
        await asyncio.gather(*(each.start() for each in started))
        yield started


async def tournament(services: Services, name: str) -> UUID:
    """A public one that takes entries, its organiser at hand."""
    owner, made = account_id("owner"), uuid4()
    organiser = Actor(account=owner)
    definition = Definition(name=name, slug=name, capacity=4096)
    for command in (
        CreateTournament(tournament=made, owner=owner, definition=definition),
        PublishTournament(tournament=made),
        OpenRegistration(tournament=made),
    ):
        await services.engine.execute(command, organiser)
    return made


async def write(services: Services, tournaments: Sequence[UUID], writer: int) -> None:
    """One entry after another, in each tournament by turns."""
    for number in range(EACH):
        entry = AddEntrant(tournament=tournaments[number % len(tournaments)], name=f"W{writer} E{number}")
        await services.engine.execute(entry, Actor(account=account_id("owner")))
        await asyncio.sleep(0.05)


async def havoc(redis_server: RedisServer, standing: Sequence[Serving], dice: random.Random) -> None:
    """Redis is killed and comes back empty, and gateways are killed, each three times."""
    for turn in range(3):
        await asyncio.sleep(dice.uniform(0.2, 0.6))
        redis_server.kill()
        await asyncio.sleep(dice.uniform(0, 0.4))
        await asyncio.to_thread(redis_server.start)
        victim = standing[turn % len(standing)]
        await victim.kill()
        await victim.start()


async def test_every_spectator_hears_every_event_once_in_order(
    database: str, redis_server: RedisServer, tmp_path: Path, monkeypatch: Any
) -> None:
    dice = random.Random(5)
    add = Publisher._add

    async def lossy(publisher: Publisher, rows: list[Row]) -> None:
        await add(publisher, [row for row in rows if dice.random() >= LOST])

    monkeypatch.setattr(Publisher, "_add", lossy)
    settings = load(PALIO_HOME=tmp_path, SECRET_KEY=SECRET, DATABASE_URL=database, REDIS_URL=redis_server.url)
    beside = {
        "PALIO_HOME": str(tmp_path),
        "SECRET_KEY": SECRET,
        "DATABASE_URL": database,
        "REDIS_URL": redis_server.url,
        "PALIO_STREAM_PER_ADDRESS": "off",
    }
    async with built(settings, database) as services, gateways(2, **beside) as standing:
        await services.engine.execute(OpenAccount(handle="owner", display_name="Owner"), OPERATOR)
        await services.engine.execute(GrantRole(account=account_id("owner"), role="ORGANIZER"), OPERATOR)
        two = [await tournament(services, name) for name in ("one", "two")]
        crowd = [Spectator(standing, two[number % 2], random.Random(number)) for number in range(CLIENTS)]
        watching = [asyncio.create_task(each.watch()) for each in crowd]
        try:
            writing = (write(services, two, writer) for writer in range(WRITERS))
            await asyncio.gather(havoc(redis_server, standing, dice), *writing)
            heads = {each: await services.reader.sequence(Scope("tournament", each)) for each in two}
            told = {each: await audible(services, each) for each in two}
            async with asyncio.timeout(60):
                while any(each.last < told[each._tournament][-1] for each in crowd):
                    await asyncio.sleep(0.05)
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
    assert all(each.heard == told[each._tournament] for each in crowd)
    assert sum(each.connections for each in crowd) > 3 * CLIENTS
    assert all(head > WRITERS * EACH / 2 for head in heads.values())


async def audible(services: Services, tournament_id: UUID) -> list[int]:
    """The numbers of what a visitor is told, straight from the log."""
    facts = await services.reader.of_scope(Scope("tournament", tournament_id))
    hidden = ("EntryList.", "Tournament.Created")
    return [fact.sequence for fact in facts if fact.sequence and not fact.topic.startswith(hidden)]
