"""A result reported over HTTP by 8 clients at once, beside the same server's answer that asks nobody."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from api.kernel.services import Services
from application.account import commands as accounts
from application.entry import commands as registrations
from application.kernel.actor import VISITOR, Actor
from application.kernel.engine import Engine
from application.match import commands as matches
from benchmarks.comparing import Results, measure
from benchmarks.playing import ORGANISER, live, organised
from bootstrap.container import prepare, services
from bootstrap.postgres.cluster import Cluster
from bootstrap.serving import listening
from bootstrap.settings import load
from domain.account.ids import account_id
from domain.bracket.ids import bracket_id
from domain.match.ids import match_id

CLIENTS = 8
ENTRANTS = 1024
GAMES = b'{"games": [{"score": [1, 0]}]}'


class Client:
    """One keep-alive connection, as light as can be: the server is measured, not the client."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def connected(cls, url: str) -> "Client":
        at = urlsplit(url)
        return cls(*await asyncio.open_connection(at.hostname, at.port))

    async def send(self, method: str, path: str, token: str = "", body: bytes = b"") -> float:
        """Seconds until the whole answer is here, which must be a success."""
        began = time.perf_counter()
        kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n{kind}\r\n"
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(f"{method} {path}: {answer.decode()}")
        length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await self._reader.readexactly(int(length.split(b":")[1]))
        return time.perf_counter() - began


async def prepared(made: Services) -> list[tuple[str, str]]:
    """Started matches of a first round: the path of each, and a token of its first side."""
    await organised(made.engine)
    tournament = uuid4()
    await live(made.engine, tournament, ENTRANTS, with_account)
    bracket = bracket_id(tournament)
    started = [match_id(bracket, 1, number) for number in range(1, ENTRANTS // 2 + 1)]
    return [await playing(made, match) for match in started]


async def with_account(engine: Engine, tournament: UUID, number: int) -> None:
    handle = f"p{number}"
    account = account_id(handle)
    await engine.execute(accounts.OpenAccount(handle=handle, display_name=handle), VISITOR)
    entering = registrations.Register(tournament=tournament, account=account, name=handle)
    await engine.execute(entering, Actor(account=account))


async def playing(made: Services, match: UUID) -> tuple[str, str]:
    await made.engine.execute(matches.StartMatch(match=match), ORGANISER)
    seated = next(
        fact for fact in (await made.reader.streams({match: 0}))[match] if getattr(fact, "side", None) == 0
    )
    registration = (await made.reader.streams({seated.entrant: 0}))[seated.entrant][0]
    return f"/api/matches/{match}/report/", await signed_in(made, registration.account)


async def signed_in(made: Services, account: UUID) -> str:
    return made.tokens.mint(account, (await made.sessions.begin(account)).family)


async def by_clients(
    url: str, count: int, send: Callable[[Client, int], Awaitable[float]]
) -> dict[str, float]:
    """`count` requests by all clients together: seconds of the middle and slowest hundredth, and the rate."""
    todo = iter(range(count))
    times: list[float] = []

    async def client() -> None:
        connection = await Client.connected(url)
        times.extend([await send(connection, number) for number in todo])

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    spent = time.perf_counter() - began
    return {"p50": median(times), "p99": quantiles(times, n=100)[98], "rate": count / spent}


async def run(cluster: Cluster) -> Results:
    """The server is a process of its own; what it serves is prepared before."""
    cluster.create_database("served")
    database_url, home = cluster.url("served"), str(cluster.pgdata.parent)
    variables = {"DATABASE_URL": database_url, "PALIO_HOME": home, "PALIO_REQUEST_LIMIT": "off"}
    await prepare(database_url)
    listener = listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()
    settings = load(**variables, PALIO_PORT=port)
    async with services(settings, database_url) as made:
        reports = await prepared(made)
    palio = str(Path(sys.executable).with_name("palio"))
    server = await asyncio.create_subprocess_exec(
        palio,
        "serve",
        "--port",
        str(port),
        env={**os.environ, **variables},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        await _answers(url)
        bare = await by_clients(url, 2000, lambda client, _: client.send("GET", "/healthz"))
        told = await by_clients(
            url,
            len(reports),
            lambda client, number: client.send("POST", reports[number][0], reports[number][1], GAMES),
        )
    finally:
        server.send_signal(signal.SIGTERM)
        await server.wait()
    return [
        _result("p50", told["p50"] * 1000, bare["p50"] * 1000, "ms"),
        _result("p99", told["p99"] * 1000, bare["p99"] * 1000, "ms"),
        _result("requests", told["rate"], bare["rate"], "per second"),
    ]


async def _answers(url: str) -> None:
    for _ in range(200):
        try:
            client = await Client.connected(url)
            await client.send("GET", "/readiness")
            return
        except (OSError, RuntimeError):
            await asyncio.sleep(0.05)
    raise RuntimeError("the server does not answer")


def _result(what: str, value: float, peer: float, unit: str) -> dict[str, object]:
    return {
        "question": f"HTTP: report a result, {CLIENTS} clients, {what}",
        "value": round(value, 2),
        "unit": unit,
        "peer": "GET /healthz of the same server",
        "peer_value": round(peer, 2),
        "ratio": round(value / peer, 2),
        "reach": "recorded",
    }


def main() -> None:
    """Measure and print."""
    measure(run)


if __name__ == "__main__":
    main()
