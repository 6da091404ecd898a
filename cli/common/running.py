"""From a command to what it works on: settings, database, services."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from bootstrap.errors import Interrupted
from cli.common.output import progress

if TYPE_CHECKING:
    from api.kernel.services import Services
    from bootstrap.settings import Settings

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Until it is done. Raises Interrupted."""
    import uvloop

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except KeyboardInterrupt:
        raise Interrupted from None


@asynccontextmanager
async def opened(*, publishing: bool = True, **given: Any) -> "AsyncIterator[tuple[Settings, Services]]":
    """Settings and services; what is given, by variable, comes before the environment."""
    from bootstrap.container import database_url, services
    from bootstrap.settings import load

    settings = load(**{name: value for name, value in given.items() if value is not None})
    async with database_url(settings) as url, services(settings, url, publishing=publishing) as made:
        yield settings, made


@asynccontextmanager
async def at_work(*, serving: bool = False, **given: Any) -> "AsyncIterator[tuple[Settings, Services]]":
    """The same in a process that does jobs; one that serves leaves them to workers where settings say so."""
    from bootstrap.container import database_url, services
    from bootstrap.jobs.working import working
    from bootstrap.settings import load

    settings = load(**{name: value for name, value in given.items() if value is not None})
    async with AsyncExitStack() as entered:
        url = await entered.enter_async_context(database_url(settings))
        made = await entered.enter_async_context(services(settings, url))
        if settings.jobs or not serving:
            await entered.enter_async_context(working(settings, url, made))
        yield settings, made


@asynccontextmanager
async def caught_up(made: "Services") -> "AsyncIterator[Services]":
    """The same, with views that show everything stored so far."""
    await made.runner.wait(await made.reader.head(), 60)
    yield made


async def replayed(made: "Services") -> dict[str, Any]:
    """What a replay of everything stored so far found, with a bar while it is built."""
    import msgspec

    from projections.kernel.replay import replay
    from projections.views import VIEWS

    async with caught_up(made), made.pool.connection() as connection:
        with progress("Replaying") as advance:
            found = await replay(VIEWS, connection, advance)
    verdict: dict[str, Any] = msgspec.to_builtins(found)
    return verdict
