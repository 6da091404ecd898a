"""The server: one socket for HTTP and the stream, a deadline for headers, no secrets in its log."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from api.app import create_app, create_gateway
from api.kernel.protocol import with_deadline
from api.kernel.services import Services
from bootstrap.errors import Refused
from bootstrap.settings import Settings
from realtime.access.streaming import PING
from realtime.transport.protocol import StreamProtocol

BACKLOG = 2048
LARGEST_MESSAGE = 65_536


def listening(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any. Raises Refused where the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)  # or a second one could bind beside it
    except OSError as failure:
        listener.close()
        raise Refused(f"cannot listen on {host}:{port}: {failure.strerror or failure}") from failure
    return listener


class Server(uvicorn.Server):
    """Sends whoever watches away, a few at a time, before it closes anything."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._drain = drain

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are for the command this is a part of: uvicorn would raise them again, past its end."""
        yield

    async def until_told(self, listener: socket.socket) -> None:
        """Serve until SIGTERM or SIGINT; the second one does not wait for anybody."""
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(wanted, self.handle_exit, wanted, None)
        await self.serve(sockets=[listener])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._drain()
        await super().shutdown(sockets)


@asynccontextmanager
async def served(settings: Settings, services: Services, listener: socket.socket) -> AsyncIterator[None]:
    """The API answers at `listener` meanwhile."""
    serving = server(settings, services)
    task = asyncio.create_task(serving.serve(sockets=[listener]))
    try:
        yield
    finally:
        serving.should_exit = True
        await task


def server(settings: Settings, services: Services) -> Server:
    """A server to `await server.serve(sockets=[...])`."""
    return Server(_configuration(settings, create_app(services)), services.mounted.drain)


def gateway(settings: Settings, services: Services) -> Server:
    """The same for the stream alone."""
    return Server(_configuration(settings, create_gateway(services)), services.mounted.drain)


def _configuration(settings: Settings, app: ASGIApp) -> uvicorn.Config:
    """How every server of ours is set up; a message beyond our own limit is read, to be refused by it."""
    return uvicorn.Config(
        app,
        http=with_deadline(settings.header_deadline),
        ws=StreamProtocol,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        ws_ping_interval=PING,
        ws_ping_timeout=PING,
        backlog=BACKLOG,
        lifespan="off",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=10,
    )
