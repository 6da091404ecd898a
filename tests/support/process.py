"""`palio` as a process of its own."""

import asyncio
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

PALIO = str(Path(sys.executable).with_name("palio"))


def environment(**variables: str) -> dict[str, str]:
    """This process's, without Palio's own variables, plus these."""
    own = ("PALIO_", "DATABASE_", "REDIS_", "SECRET_", "BASE_URL")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**inherited, "TERM": "dumb", "COLUMNS": "120", **variables}


async def palio(
    *words: str, stdin: str = "", cwd: Path | None = None, **variables: str
) -> tuple[int, str, str]:
    """Run to the end: exit code, stdout, stderr."""
    process = await asyncio.create_subprocess_exec(
        PALIO,
        *words,
        cwd=cwd,
        env=environment(**variables),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(stdin.encode()), 120)
    return process.returncode or 0, out.decode(), err.decode()


class Serving:
    """A server process that can be killed and started again at the same address."""

    def __init__(self, port: int, *, command: str = "serve", **variables: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._words = (command, "--port", str(port))
        self._environment = environment(**variables)
        self._process: asyncio.subprocess.Process | None = None
        self.log = ""

    async def start(self) -> None:
        """Until it answers."""
        self._process = await asyncio.create_subprocess_exec(
            PALIO, *self._words, env=self._environment, stderr=asyncio.subprocess.PIPE
        )
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            for _ in range(1200):
                if self._process.returncode is not None:
                    break
                try:
                    if (await client.get("/readiness")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)
        await self.kill()
        raise AssertionError(f"the server does not answer:\n{self.log}")

    async def kill(self) -> None:
        """With -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """As an operator does; the exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        _, err = await self._process.communicate()
        self.log += err.decode()
        return self._process.returncode or 0


@asynccontextmanager
async def serving(port: int, **variables: str) -> AsyncIterator[Serving]:
    """A running server."""
    server = Serving(port, **variables)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def free_port() -> int:
    """A port nobody listens on, below those the kernel lends to whoever connects: it stays free meanwhile."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


@asynccontextmanager
async def running(*words: str, **variables: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`palio` while it runs, with pipes to read; killed where it does not end by itself."""
    process = await asyncio.create_subprocess_exec(
        PALIO,
        *words,
        env=environment(**variables),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
