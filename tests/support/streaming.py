"""Viewers of a real server: by socket, keeping to the client's rule, and by event stream as browsers do."""

import asyncio
import json
import socket
from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from api.kernel.services import Services
from realtime.access.streaming import Streaming
from realtime.rings.frames import frame
from tests.support.api import Caller

PATIENCE = 10.0
MUCH = frame(b'{"type":"viewers","n":%s1}' % (b" " * 50_000))
Told = dict[str, Any]


class Viewer:
    """`last` is the last event it knows of; one that does not join on to that is no event but a failure."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.last = 0
        self._unread: deque[Told] = deque()

    async def message(self) -> Told:
        """The next message, events one by one."""
        while not self._unread:
            told = json.loads(await asyncio.wait_for(self.socket.recv(), PATIENCE))
            self._unread.extend(told["events"] if told["type"] == "events" else [told])
        return self._unread.popleft()

    async def of_type(self, kind: str) -> Told:
        """The next message of a type."""
        while (told := await self.message())["type"] != kind:
            pass
        return told

    async def event(self) -> Told:
        """The next event."""
        while "prev" not in (told := await self.message()):
            if told["type"] == "bookmark":
                self.last = max(self.last, told["id"])
        assert told["prev"] <= self.last < told["id"], (self.last, told)
        self.last = told["id"]
        return told

    async def events(self, count: int) -> list[Told]:
        """So many."""
        return [await self.event() for _ in range(count)]

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self.socket.send(json.dumps(message))

    def deaf(self) -> None:
        """Read nothing more."""
        self.socket.transport.pause_reading()

    def listen(self) -> None:
        """Read on, with room for everything in the kernel."""
        own = self.socket.transport.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.transport.resume_reading()

    async def read_until(self, so: Callable[[], object]) -> None:
        """Read some, and no more than it takes."""
        self.socket.transport.resume_reading()
        while not so():
            await self.message()
        self.deaf()

    def vanish(self) -> None:
        """Be gone, without a word."""
        self.socket.transport.abort()

    async def closed(self) -> tuple[int, Told]:
        """The code and the reason it ends with, whatever comes before."""
        try:
            while True:
                await asyncio.wait_for(self.socket.recv(), PATIENCE)
        except ConnectionClosed as end:
            assert end.rcvd is not None, "it was hung up on without a word"
            assert len(end.rcvd.reason.encode()) <= 123
            return end.rcvd.code, json.loads(end.rcvd.reason)


@asynccontextmanager
async def connected(
    url: str, path: str, token: str | None = None, headers: dict[str, str] | None = None, **options: Any
) -> AsyncIterator[Viewer]:
    """A connection on which nothing has been read yet."""
    given = {"Authorization": f"Bearer {token}"} if token else {}
    async with connect(
        url.replace("http", "ws", 1) + path,
        additional_headers={**given, **(headers or {})},
        proxy=None,
        close_timeout=1,
        **options,
    ) as socket:
        yield Viewer(socket)


@asynccontextmanager
async def watching(url: str, path: str, token: str | None = None, **options: Any) -> AsyncIterator[Viewer]:
    """A viewer who was welcomed, and is where the welcome says."""
    async with connected(url, path, token, **options) as viewer:
        welcome = await viewer.message()
        assert welcome["type"] == "welcome", welcome
        viewer.last = welcome["from"]
        yield viewer


async def refused(url: str, path: str, token: str | None = None, **options: Any) -> tuple[int, Told]:
    """The code and the reason a connection is closed with at the door."""
    async with connected(url, path, token, **options) as viewer:
        return await viewer.closed()


class Source:
    """What a browser's EventSource reads: fields of one event after another."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()

    async def next(self) -> dict[str, str]:
        """The fields of the next event."""
        fields: dict[str, str] = {}
        while line := await asyncio.wait_for(anext(self._lines), PATIENCE):
            name, _, value = line.partition(": ")
            fields[name] = value
        return fields

    async def numbered(self, count: int) -> AsyncIterator[dict[str, str]]:
        """The next so many from which a browser would come back."""
        while count:
            if "id" in (fields := await self.next()):
                count -= 1
                yield fields

    async def event(self) -> Told:
        """The next one that happened, under its number and type."""
        while "event" not in (fields := await self.next()):
            pass
        told: Told = json.loads(fields["data"])
        assert (fields["id"], fields["event"]) == (str(told["id"]), told["type"])
        return told


@asynccontextmanager
async def source(url: str, at: str, query: str = "", **headers: str) -> AsyncIterator[Source]:
    """A stream that has been opened."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE) as client,
        client.stream("GET", at + "events/stream/" + query, headers=named) as answer,
    ):
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        yield Source(answer)


def room(at: str) -> str:
    """The stream of the tournament that has this address in the API."""
    return f"/ws/tournament/{at.split('/')[3]}/"


def bearer(token: str) -> str:
    """A token as the name of a subprotocol."""
    return "base64url.bearer.palio." + urlsafe_b64encode(token.encode()).decode().rstrip("=")


def streaming(services: Services) -> Streaming:
    """The stream of a server."""
    found: Streaming = services.mounted.state["streaming"]
    return found


async def enter(organiser: Caller, at: str, *names: str) -> None:
    """Entrants, one after another: two facts each, of which one is told."""
    for name in names:
        assert (await organiser.post(at + "entrants/", {"name": name})).status_code == 201


def narrow(url: str) -> socket.socket:
    """Connected to a server here, with a small buffer in the kernel for what is not read."""
    connected = socket.socket()
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connected.connect((urlsplit(url).hostname, urlsplit(url).port))
    connected.setblocking(False)
    return connected


async def flooded(services: Services, viewer: Viewer) -> Any:
    """The server's end of a viewer who reads nothing, full; nobody else watches yet."""
    viewer.deaf()
    return await filled(services)


async def filled(services: Services) -> Any:
    """The server's end of its only connection, when neither it nor the kernel takes any more."""
    (connection,) = streaming(services).connections
    sink, turns = connection.sink, 0
    while turns < 20:
        turns = turns + 1 if sink.paused else 0
        if not sink.paused:
            sink.message(MUCH)
        await asyncio.sleep(0)
    return sink


async def until(so: Callable[[], object]) -> None:
    """Wait for something that happens by itself."""
    async with asyncio.timeout(PATIENCE):
        while not so():
            await asyncio.sleep(0.01)
