"""Every worker by the name of its job, and every deadline."""

from datetime import datetime
from typing import Any

from psycopg_pool import AsyncConnectionPool

from api.kernel.services import Services
from application.kernel.jobs import Arguments, Job, Workers
from application.subjects import MENU
from application.tournament import reactions as tournament
from bootstrap.jobs.dispatcher import LATER, jobs
from bootstrap.jobs.timers import Agenda, Deadline
from domain.kernel import moment
from projections.kernel.rebuild import rebuild
from projections.kernel.rows import live
from projections.tournament.deadlines import queries as deadlines
from projections.views import VIEWS

REBUILD = "rebuild_views"


def workers(made: Services) -> Workers:
    """Who does the jobs of each name."""
    return {
        tournament.FOLLOW: tournament.Follow(made.engine, made.reader, moment.now),
        LATER: _ReactLater(made),
        REBUILD: _Rebuild(made.pool),
    }


async def agenda(pool: AsyncConnectionPool[Any], instant: datetime) -> Agenda:
    """What is due at the instant, by the views, and when there will be more."""
    async with live(pool) as rows:
        due = [
            Deadline(
                row["at"], row["window"], Job(tournament.FOLLOW, tournament.following(row["tournament_id"]))
            )
            for row in await deadlines.due(rows, instant)
        ]
        return Agenda(due, await deadlines.upcoming(rows, instant))


class _ReactLater:
    """What a reaction could not make of a fact is tried again, maybe by a release that can."""

    def __init__(self, made: Services) -> None:
        self._made = made

    async def __call__(self, arguments: Arguments) -> None:
        (reaction,) = [one for one in MENU.reactions if one.name == arguments["reaction"]]
        for row in await self._made.reader.rows_at([arguments["position"]]):
            await self._made.jobs.defer(*jobs(reaction, row))


class _Rebuild:
    """Views are built anew while they are read; a rebuild that was broken off is started over."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool

    async def __call__(self, arguments: Arguments) -> None:
        named = {view.name: view for view in VIEWS}
        for name in arguments["views"]:
            async with self._pool.connection() as connection:
                await rebuild(named[name], connection)
