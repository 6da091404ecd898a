"""The HTTP server: one socket, a deadline for headers, and no secrets in its log."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn

from api.app import create_app
from api.protocol import with_deadline
from api.services import Services
from bootstrap.errors import Refused
from bootstrap.settings import Settings


def listening(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any. Raises Refused where the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # or a second one could bind beside it
    except OSError as failure:
        listener.close()
        raise Refused(f"cannot listen on {host}:{port}: {failure.strerror or failure}") from failure
    return listener


class Guest(uvicorn.Server):
    """A server that leaves signals to the command it is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None."""
        yield


@asynccontextmanager
async def served(settings: Settings, services: Services, listener: socket.socket) -> AsyncIterator[None]:
    """The API answers at `listener` meanwhile."""
    serving = Guest(configuration(settings, services))
    task = asyncio.create_task(serving.serve(sockets=[listener]))
    try:
        yield
    finally:
        serving.should_exit = True
        await task


def server(settings: Settings, services: Services) -> uvicorn.Server:
    """A server to `await server.serve(sockets=[...])`."""
    return uvicorn.Server(configuration(settings, services))


def configuration(settings: Settings, services: Services) -> uvicorn.Config:
    """How every server of ours is set up."""
    return uvicorn.Config(
        create_app(services),
        http=with_deadline(settings.header_deadline),
        lifespan="off",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=10,
    )
