"""The server killed with -9 and the database restarted, again and again under load: nothing acknowledged is
lost, and no key is applied twice."""

import asyncio
import time
from uuid import uuid4

import httpx
import psycopg

from bootstrap.postgres.cluster import Cluster
from tests.support.process import Serving, free_port, palio

KILLS = 6
CLIENTS = 8


class Load:
    """Clients that register entrants, each with a key, and never give one up before it is answered."""

    def __init__(self, url: str, token: str, tournament: str) -> None:
        self._url, self._token, self._tournament = url, token, tournament
        self.acknowledged: dict[str, str] = {}
        self.answered_at: list[float] = []
        self.unexpected: list[str] = []
        self.over = False

    async def client(self) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        async with httpx.AsyncClient(
            base_url=self._url, headers=headers, timeout=15, trust_env=False
        ) as client:
            while not self.over:
                key = uuid4().hex
                self.acknowledged[key] = await self._until_answered(client, key)

    async def _until_answered(self, client: httpx.AsyncClient, key: str) -> str:
        path = f"/api/tournaments/{self._tournament}/entrants/"
        while True:
            try:
                answer = await client.post(path, json={"name": key}, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            if answer.status_code == 201:
                self.answered_at.append(time.monotonic())
                return str(answer.json()["id"])
            if answer.status_code not in (409, 503):
                self.unexpected.append(answer.text)
            await asyncio.sleep(0.05)


async def organiser(url: str) -> tuple[str, str]:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        token = (await client.post("/api/demo/organiser/")).json()["access"]
        client.headers["Authorization"] = f"Bearer {token}"
        body = {"name": "Load", "slug": "load", "capacity": 4096}
        tournament = (await client.post("/api/tournaments/", json=body)).json()["id"]
        for step in ("publish", "open-registration"):
            await client.post(f"/api/tournaments/{tournament}/{step}/")
    return token, tournament


async def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(
    durable_postgres: Cluster, tmp_path: object
) -> None:
    variables = {
        "DATABASE_URL": durable_postgres.url(),
        "PALIO_HOME": str(tmp_path),
        "PALIO_DEMO": "true",
    }
    assert (await palio("migrate", **variables))[0] == 0
    server = Serving(free_port(), **variables)
    await server.start()
    load = Load(server.url, *await organiser(server.url))
    clients = [asyncio.create_task(load.client()) for _ in range(CLIENTS)]
    outages = []
    for _ in range(KILLS):
        await asyncio.sleep(0.5)
        began = time.monotonic()
        await server.kill()
        await server.start()
        outages.append(await answered_again(load, began))
    for _ in range(2):
        await asyncio.sleep(0.5)
        began = time.monotonic()
        await asyncio.to_thread(durable_postgres.crash)
        await asyncio.to_thread(durable_postgres.restart)
        outages.append(await answered_again(load, began))
    load.over = True
    await asyncio.wait_for(asyncio.gather(*clients), 30)
    await server.stop()

    assert load.unexpected == []
    assert max(outages) < 10
    with psycopg.connect(durable_postgres.url()) as connection:
        stored = connection.execute(
            "SELECT state ->> 'name', originator_id::text FROM palio.facts_readable"
            " WHERE topic = 'Registration.Submitted'"
        ).fetchall()
        positions = connection.execute("SELECT count(*), max(position) FROM palio.facts").fetchone()
    assert len(stored) == len(dict(stored)), "a key was applied twice"
    assert load.acknowledged.items() <= dict(stored).items(), "an acknowledged write was lost"
    assert len(load.acknowledged) > 100
    assert positions is not None and positions[0] == positions[1]
    assert (await palio("replay", **variables))[0] == 0


async def answered_again(load: Load, since: float) -> float:
    """Seconds from `since` until somebody had an answer to a request after the outage."""
    ready = time.monotonic()
    while not load.answered_at or load.answered_at[-1] < ready:
        await asyncio.sleep(0.02)
        assert time.monotonic() - since < 30
    return time.monotonic() - since
