"""A database with whole tournaments in its log, and what a server runs over it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from psycopg_pool import AsyncConnectionPool

from application.actor import OPERATOR, VISITOR, Actor
from application.commands import accounts, brackets, matches, registrations, tournaments
from application.engine import Engine
from bootstrap.cluster import Cluster
from domain import moment
from domain.ids import account_id, bracket_id, match_id
from domain.values import Definition, GameScore
from eventstore import database
from eventstore.ending import end
from eventstore.migrate import migrate
from eventstore.reader import Reader
from eventstore.tail import listen
from eventstore.writer import Writer
from projections.runner import Runner
from projections.views import VIEWS

TOURNAMENTS = 40
ENTRANTS = 32
ORGANISER = Actor(account=account_id("organiser"))


async def created(cluster: Cluster, name: str) -> str:
    """A database of that name with an empty log."""
    cluster.create_database(name)
    await migrate(cluster.url(name))
    return cluster.url(name)


@asynccontextmanager
async def running(url: str) -> AsyncIterator[tuple[Engine, Runner]]:
    """Engine and runner as a server has them."""
    async with database.pool(url) as pool, Writer(url) as writer:
        runner = Runner(VIEWS, pool)
        tasks = [asyncio.create_task(listen(url, runner.wake.set)), asyncio.create_task(runner.run())]
        try:
            yield Engine(writer, Reader(pool), clock=moment.now), runner
        finally:
            await end(*tasks)


async def play(url: str) -> None:
    """TOURNAMENTS whole tournaments, through commands."""
    async with AsyncConnectionPool(url, open=False) as pool, Writer(url) as writer:
        engine = Engine(writer, Reader(pool), clock=moment.now)
        await engine.execute(accounts.OpenAccount(handle="organiser", display_name="Ann"), VISITOR)
        await engine.execute(accounts.GrantRole(account=account_id("organiser"), role="ORGANIZER"), OPERATOR)
        for _ in range(0, TOURNAMENTS, 8):
            await asyncio.gather(*(tournament(engine, uuid4()) for _ in range(8)))


async def tournament(engine: Engine, id_: UUID) -> None:
    """From its creation to its last match."""
    chosen = Definition(name="Open", slug=id_.hex, capacity=ENTRANTS)
    owner = account_id("organiser")
    commands: list[Any] = [
        tournaments.CreateTournament(tournament=id_, owner=owner, definition=chosen),
        tournaments.PublishTournament(tournament=id_),
        tournaments.OpenRegistration(tournament=id_),
        *(registrations.AddEntrant(tournament=id_, name=f"E{number}") for number in range(ENTRANTS)),
        tournaments.CloseRegistration(tournament=id_),
        brackets.GenerateBracket(tournament=id_),
        brackets.FinalizeBracket(tournament=id_),
        tournaments.StartTournament(tournament=id_),
    ]
    for number in range(1, ENTRANTS):
        match = match_id(bracket_id(id_), 1, number)
        commands += [
            matches.StartMatch(match=match),
            matches.RuleResult(match=match, games=[GameScore([2, 0])]),
        ]
    for command in commands:
        await engine.execute(command, ORGANISER)
