"""Thousands of WebSocket connections in one process of C, which check and time every message."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.stream import machine
from bootstrap.errors import Refused

SOURCE = Path(__file__).with_name("client.c")


class Report(msgspec.Struct, frozen=True):
    """What came since the last report; latencies in milliseconds from a message's `at` to its receipt."""

    connections: int
    seconds: float
    frames: int
    joined: int
    messages: int
    bytes: int
    lost: int
    twice: int
    broken: int
    closes: int
    code: int
    head: int
    p50: float
    p99: float
    longest: float

    @property
    def whole(self) -> bool:
        """Whether every connection stayed, and has each message once and in order."""
        return self.lost == self.twice == self.broken == self.closes == 0

    @property
    def faults(self) -> str:
        """What was wrong, for a reader."""
        if self.whole:
            return "nothing lost"
        return (
            f"{self.lost} lost, {self.twice} twice, {self.broken} unreadable,"
            f" {self.closes} closed ({self.code})"
        )


class Returned(msgspec.Struct, frozen=True):
    """Clients that came back at once: seconds until the last of them had caught up."""

    clients: int
    seconds: float
    refused: int


class Connected(msgspec.Struct, frozen=True):
    """How many were let in, and how long that took."""

    connections: int
    refused: int
    seconds: float


class Clients:
    """Connections to one address of one server."""

    def __init__(self, process: asyncio.subprocess.Process, progress: Path) -> None:
        self._process = process
        self.process = process.pid
        self.progress = progress

    async def report(self) -> Report:
        """What came since the last one."""
        return msgspec.json.decode(await self._ask("report", 30), type=Report)

    async def storm(self, clients: int, back: int) -> Returned:
        """So many hang up and come back at once, for the last `back` events."""
        return msgspec.json.decode(await self._ask(f"storm {clients} {back}", 60), type=Returned)

    async def connected(self) -> Connected:
        """All that were to come. Raises Refused where some were not let in."""
        told = msgspec.json.decode(await self._hear(300), type=Connected)
        if told.refused:
            raise Refused(f"{told.refused} connections were refused")
        return told

    async def _ask(self, line: str, patience: float) -> bytes:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        return await self._hear(patience)

    async def _hear(self, patience: float) -> bytes:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), patience)
        if not line:
            raise Refused("the clients of the benchmark ended")
        return line


@asynccontextmanager
async def clients(port: int, path: str, count: int) -> AsyncIterator[Clients]:
    """So many connections to a server on this machine, `{since}` in the path standing for where they are."""
    program = built()
    with TemporaryDirectory(prefix="palio-bench-") as directory:
        progress = Path(directory) / "progress"
        progress.write_bytes(bytes(8))
        process = await asyncio.create_subprocess_exec(
            program,
            *(str(port), path, str(count), str(progress)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            yield Clients(process, progress)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


def built() -> Path:
    """The program, compiled where it is older than its source."""
    program = machine.BUILT / "client"
    if not program.exists() or program.stat().st_mtime < SOURCE.stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["gcc", "-O2", "-Wall", "-o", str(program), str(SOURCE)], check=True)
    return program
