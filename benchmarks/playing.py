"""A database with whole tournaments in its log, and what a server runs over it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from psycopg_pool import AsyncConnectionPool

from application.account import commands as accounts
from application.bracket import commands as brackets
from application.entry import commands as registrations
from application.kernel.actor import OPERATOR, VISITOR, Actor
from application.kernel.engine import Engine
from application.match import commands as matches
from application.subjects import MENU
from application.tournament import commands as tournaments
from bootstrap.postgres.cluster import Cluster
from domain.account.ids import account_id
from domain.bracket.ids import bracket_id
from domain.kernel import moment
from domain.match.ids import match_id
from domain.match.score import GameScore
from domain.tournament.definition import Definition
from eventstore import database
from eventstore.ending import end
from eventstore.migrate import migrate
from eventstore.reader import Reader
from eventstore.tail import listen
from eventstore.writer import Writer
from projections.kernel.runner import Runner
from projections.views import VIEWS

TOURNAMENTS = 40
ENTRANTS = 32
ORGANISER = Actor(account=account_id("organiser"))
Enter = Callable[[Engine, UUID, int], Awaitable[None]]


async def by_name(engine: Engine, id_: UUID, number: int) -> None:
    """Entered by staff."""
    await engine.execute(registrations.AddEntrant(tournament=id_, name=f"E{number}"), ORGANISER)


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
            yield Engine(MENU, writer, Reader(pool), clock=moment.now), runner
        finally:
            await end(*tasks)


async def play(url: str) -> None:
    """TOURNAMENTS whole tournaments, through commands."""
    async with AsyncConnectionPool(url, open=False) as pool, Writer(url) as writer:
        engine = Engine(MENU, writer, Reader(pool), clock=moment.now)
        await organised(engine)
        for _ in range(0, TOURNAMENTS, 8):
            await asyncio.gather(*(tournament(engine, uuid4()) for _ in range(8)))


async def organised(engine: Engine) -> None:
    """There is an organiser."""
    await engine.execute(accounts.OpenAccount(handle="organiser", display_name="Ann"), VISITOR)
    await engine.execute(accounts.GrantRole(account=account_id("organiser"), role="ORGANIZER"), OPERATOR)


async def tournament(engine: Engine, id_: UUID) -> None:
    """From its creation to its last match."""
    await live(engine, id_, ENTRANTS)
    for number in range(1, ENTRANTS):
        match = match_id(bracket_id(id_), 1, number)
        await engine.execute(matches.StartMatch(match=match), ORGANISER)
        await engine.execute(matches.RuleResult(match=match, games=[GameScore([2, 0])]), ORGANISER)


async def live(
    engine: Engine, id_: UUID, entrants: int, enter: Enter = by_name, *, format: str = "single-elimination"
) -> None:
    """From its creation to its start; `enter` lets in the entrant of each number."""
    chosen = Definition(name="Open", slug=id_.hex, capacity=entrants, format=format)
    owner = account_id("organiser")
    create = tournaments.CreateTournament(tournament=id_, owner=owner, definition=chosen)
    for command in (
        create,
        tournaments.PublishTournament(tournament=id_),
        tournaments.OpenRegistration(tournament=id_),
    ):
        await engine.execute(command, ORGANISER)
    for number in range(entrants):
        await enter(engine, id_, number)
    for kind in (
        tournaments.CloseRegistration,
        brackets.GenerateBracket,
        brackets.FinalizeBracket,
        tournaments.StartTournament,
    ):
        await engine.execute(kind(tournament=id_), ORGANISER)
