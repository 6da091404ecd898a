"""`palio serve` and `palio worker`."""

import asyncio
import signal
from typing import Annotated, Any

import typer

from cli.common.output import note
from cli.common.running import at_work, opened, run


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=1, max=65535)] = None,
) -> None:
    """Serve the HTTP API, keep the views up to date, and do jobs (unless PALIO_JOBS is false)."""
    run(_serve(host, port))


async def _serve(host: str | None, port: int | None) -> None:
    from bootstrap.logging import configure
    from bootstrap.serving import listening, server

    async with at_work(serving=True, PALIO_HOST=host, PALIO_PORT=port) as (settings, services):
        configure(settings.log_level)
        serving = server(settings, services)
        listener = listening(settings.host, settings.port)
        note(f"Palio listens on http://{settings.host}:{settings.port} (the API: /docs)")
        await serving.until_told(listener)


def gateway(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=1, max=65535)] = None,
) -> None:
    """Serve the stream alone, beside any number of servers and other gateways; REDIS_URL joins them."""
    run(_gateway(host, port))


async def _gateway(host: str | None, port: int | None) -> None:
    from bootstrap.logging import configure
    from bootstrap.serving import gateway, listening

    async with opened(PALIO_HOST=host, PALIO_PORT=port, publishing=False) as (settings, services):
        configure(settings.log_level)
        serving = gateway(settings, services)
        listener = listening(settings.host, settings.port)
        note(f"The gateway listens on ws://{settings.host}:{settings.port}/ws/")
        await serving.until_told(listener)


def worker() -> None:
    """Keep the views up to date and do jobs, beside any number of servers and other workers."""
    run(_worker())


async def _worker() -> None:
    from bootstrap.logging import configure

    stop = asyncio.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(wanted, stop.set)
    async with at_work() as (settings, services):
        configure(settings.log_level)
        note(f"The worker keeps {_views()} views up to date, from position {services.runner.position}.")
        await stop.wait()


def _views() -> Any:
    from projections.views import VIEWS

    return len(VIEWS)
