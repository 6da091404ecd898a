"""The servers under test: each is told to send at a rate, or as fast as its clients take it."""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from benchmarks.http import Client
from benchmarks.stream.publishing import flat_out, paced, payload
from bootstrap.errors import Refused
from eventstore.ending import end


class Server(Protocol):
    """Something that sends messages to whoever listens at `path` of `port`."""

    name: str
    port: int
    path: str
    """Where clients listen; `{since}` is the last message they have."""

    processes: list[int]
    """Whose processor time is the server's."""

    async def at_rate(self, rate: float) -> None:
        """So many messages a second from here on."""

    async def flat_out(self, under_way: int, progress: Path) -> None:
        """As many as clients take, with `under_way` sent that some client does not have yet."""

    async def rest(self) -> None:
        """No more messages."""


class Published:
    """A server that is given each message in an HTTP request, one after the other on one connection."""

    def __init__(self, name: str, port: int, path: str, processes: Sequence[int]) -> None:
        self.name, self.port, self.path = name, port, path
        self.processes = list(processes)
        self._head = 0
        self._task: asyncio.Task[None] | None = None
        self._client: Client | None = None

    async def at_rate(self, rate: float) -> None:
        """See Server."""
        await self.rest()
        self._task = asyncio.create_task(paced(self._publish, self._head, rate))

    async def flat_out(self, under_way: int, progress: Path) -> None:
        """See Server."""
        await self.rest()
        self._task = asyncio.create_task(flat_out(self._publish, self._head, under_way, progress))

    async def rest(self) -> None:
        """See Server."""
        if self._task is not None:
            for error in await end(self._task):
                raise error
            self._task = self._client = None

    async def _publish(self, numbers: Iterable[int]) -> None:
        if self._client is None:
            self._client = await Client.connected(f"http://127.0.0.1:{self.port}")
        for number in numbers:
            self._head = number
            await self._client.send("POST", "/publish", body=payload(number))


class Ours:
    """Palio, into whose hub its own process brings facts, as the tail of its log does."""

    def __init__(self, name: str, port: int, path: str, process: asyncio.subprocess.Process) -> None:
        self.name, self.port, self.path = name, port, path
        self.processes = [process.pid]
        self._process = process

    async def at_rate(self, rate: float) -> None:
        """See Server."""
        await self._tell(rate=rate)

    async def flat_out(self, under_way: int, progress: Path) -> None:
        """See Server."""
        await self._tell(under_way=under_way, progress=str(progress))

    async def rest(self) -> None:
        """See Server."""
        await self._tell()

    async def _tell(self, **asked: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(asked) + b"\n")
        await self._process.stdin.drain()


async def stopped(process: asyncio.subprocess.Process) -> None:
    """Asked to end, and after ten seconds made to."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 10)
    except TimeoutError:
        process.kill()
        await process.wait()


async def answering(process: asyncio.subprocess.Process, port: int, seconds: float = 30) -> None:
    """Until somebody listens at the port. Raises Refused."""
    for _ in range(round(seconds / 0.05)):
        if process.returncode is not None:
            break
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise Refused("a server of the benchmark does not answer")
