"""Everything built once, in order, and taken down in reverse: the same for a server, a worker and a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import msgspec

from api.bracket.pages.board import Board
from api.kernel.services import Rules, Services
from application.kernel.engine import Engine
from application.kernel.snapshots import Snapshots
from application.subjects import MENU
from bootstrap.jobs.dispatcher import declare
from bootstrap.jobs.queue import Queue
from bootstrap.postgres.embedded import embedded
from bootstrap.running import running
from bootstrap.settings import Settings
from bootstrap.streaming import stream
from bootstrap.throttling import stores
from domain.kernel import moment
from eventstore import database
from eventstore.migrate import migrate, pending
from eventstore.reader import Reader
from eventstore.snapshots import SnapshotTable
from eventstore.tail import listen
from eventstore.writer import Writer
from identity.access import AccessTokens
from identity.passwords import Passwords
from identity.sessions import Sessions
from identity.throttle import Throttle
from projections.kernel import tables
from projections.kernel.moments import Moments
from projections.kernel.rebuild import Rebuilt
from projections.kernel.runner import Runner
from projections.views import VIEWS

LIMITS = {
    "sign_in": "10/minute",
    "sign_in_anywhere": "1000/hour",
    "sign_in_from": "60/minute",
    "change_password": "10/minute",
    "open_account": "60/minute",
}
"""One address comes to 600 attempts an hour on an account, and so can shut nobody out of it but itself; a
thousand from everywhere are too few to guess a password, and more than a few addresses use up by mistake."""
MOMENTS = "20/second"


class NotMigrated(Exception):
    """The database is not as this release needs it."""


@asynccontextmanager
async def database_url(settings: Settings) -> AsyncIterator[str]:
    """The database that is set, and which others keep, or the embedded one, brought up to date."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    with embedded(settings.home) as url:
        await prepare(url)
        yield url


class Prepared(msgspec.Struct, frozen=True):
    """The migrations applied, and the views rebuilt because this release has another version of them."""

    applied: list[str]
    rebuilt: list[Rebuilt]


async def prepare(url: str) -> Prepared:
    """Migrations, the marks of reactions and the tables of views, as the owner. Raises Untaken."""
    applied = await migrate(url)
    async with await database.connect(url, role=None) as connection:
        await declare(connection, MENU.reactions)
    return Prepared(applied, await tables.ensure(url, VIEWS))


@asynccontextmanager
async def services(settings: Settings, url: str, *, publishing: bool = True) -> AsyncIterator[Services]:
    """What server, worker and console stand on, with a runner that keeps the views up to date, and no jobs.

    One that only streams follows what others publish. Raises NotMigrated.
    """
    await _check(url)
    # Whoever reads views or the log holds one connection at a time. The runner shares with nobody: however
    # many read, the views move on.
    async with (
        database.pool(url) as pool,
        database.pool(url) as log_pool,
        database.pool(url, 1) as own,
        Writer(url) as writer,
        stores(settings.redis_url) as (counters, redis_answers),
    ):
        reader = Reader(log_pool)
        runner = Runner(VIEWS, own)
        snapshots = Snapshots(SnapshotTable(log_pool))
        sessions = Sessions(pool, settings.signing_key(), days=settings.refresh_days)
        tokens = _tokens(settings)
        async with stream(
            settings, url, pool, reader, tokens, sessions, partial(Board.at, reader), publishing=publishing
        ) as streaming:
            made = Services(
                rules=Rules(
                    origin=settings.origin,
                    demo=settings.allows_demo,
                    json_limit=settings.json_limit,
                    trusted_proxies=settings.trusted_proxies,
                ),
                pool=pool,
                engine=Engine(MENU, writer, reader, moment.now, snapshots),
                reader=reader,
                runner=runner,
                jobs=Queue(pool, stalled_after=settings.jobs_stalled_after),
                moments=Moments(VIEWS, reader),
                passwords=Passwords(pool),
                sessions=sessions,
                tokens=tokens,
                throttle=Throttle(_limits(settings), counters),
                tickets=streaming.tickets,
                mounted=streaming.mounted,
                redis_answers=redis_answers,
            )

            def wake() -> None:
                runner.wake.set()
                streaming.wake()

            async with running(lambda: listen(url, wake), runner.run, snapshots.run):
                yield made


def _tokens(settings: Settings) -> AccessTokens:
    return AccessTokens(
        [settings.signing_key(), *settings.previous_keys()],
        settings.origin,
        minutes=settings.access_minutes,
        days=settings.refresh_days,
        leeway=settings.leeway_seconds,
    )


def _limits(settings: Settings) -> dict[str, str | None]:
    """Where requests are not counted, neither are those that look back."""
    moments = MOMENTS if settings.requests else None
    return {**LIMITS, "requests": settings.requests, "moments": moments}


async def _check(url: str) -> None:
    async with await database.connect(url, role=None) as connection:
        cursor = await connection.execute("SELECT to_regclass('palio.migrations') IS NOT NULL")
        known = await cursor.fetchone() == (True,)
        if not known or await pending(connection):
            raise NotMigrated("The database is not as this release needs it: run palio migrate.")
        stored = await tables.versions(connection)
        if other := [view.name for view in VIEWS if stored.get(view.name) != view.version]:
            raise NotMigrated(f"Views missing or of another version: {', '.join(other)}. Run palio migrate.")
