"""The clients in examples/ keep the rules they are there to show."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
import uvicorn
from playwright.async_api import Browser, Page
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from api.kernel.services import Services
from bootstrap.serving import listening
from tests.support.api import Caller
from tests.support.browser import PATIENCE
from tests.support.sockets import served

EXAMPLES = Path(__file__).parents[3] / "examples"
RETRY = '{"r":"restart","retry_ms":1}'
WELCOME = {"type": "welcome", "epoch": "e", "from": 0}


@asynccontextmanager
async def following(server: str, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(EXAMPLES / "follow.py"), server, *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(30):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().rstrip("\n")


def started(number: int, before: int) -> dict[str, Any]:
    sides = [{"name": "Ann"}, {"name": "Ben"}]
    return {
        "type": "match_started",
        "id": number,
        "prev": before,
        "data": {"number": number, "name": f"M{number}", "sides": sides},
    }


class Scripted:
    """Says to each connection what is written for it, and then closes it."""

    def __init__(self, *connections: tuple[list[dict[str, Any]], int, str]) -> None:
        self._connections = list(connections)
        self.asked: list[dict[str, list[str]]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        self.asked.append(parse_qs(scope["query_string"].decode()))
        messages, code, reason = self._connections.pop(0)
        await send({"type": "websocket.accept", "subprotocol": "palio.v1"})
        for message in messages:
            await send({"type": "websocket.send", "text": json.dumps(message)})
        await send({"type": "websocket.close", "code": code, "reason": reason})


async def test_a_gap_is_filled_what_is_old_is_dropped_and_codes_are_obeyed() -> None:
    script = Scripted(
        ([WELCOME, started(2, 0), started(5, 3)], 1000, ""),
        ([{**WELCOME, "from": 2}, {"type": "events", "events": [started(3, 2), started(5, 3)]}], 1012, RETRY),
        ([{**WELCOME, "from": 5}, started(5, 3), {"type": "bookmark", "id": 8}, started(9, 8)], 4011, RETRY),
        ([WELCOME, started(1, 0)], 4404, ""),
    )
    async with served(script) as (port, _), following(f"ws://127.0.0.1:{port}", str(uuid4())) as process:
        out, complaint = await process.communicate()
    assert [said.split()[0] for said in out.decode().splitlines()] == ["#2", "#3", "#5", "#9", "#1"]
    assert (process.returncode, complaint) == (1, b"4404 \n")
    assert [asked["since"] for asked in script.asked] == [["start"], ["2"], ["5"], ["start"]]
    assert [asked.get("epoch") for asked in script.asked] == [None, ["e"], ["e"], None]


async def evening(api: Caller) -> tuple[Caller, str, str]:
    """An organiser, the address of a final that is to be played, and its tournament."""
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"])
    (final,) = (await organiser.get(at + "matches/")).json()["items"]
    return organiser, f"/api/matches/{final['id']}/", at.split("/")[3]


def restart(services: Services) -> None:
    """Send everyone away who watches."""
    for connection in list(services.mounted.state["streaming"].connections):
        connection.end(1012, "restart", 1)


async def test_every_event_is_told_once_through_a_restart(api: Caller, services: Services, url: str) -> None:
    organiser, final, tournament = await evening(api)
    events = f"/api/tournaments/{tournament}/events/"
    before = [event["id"] for event in (await api.get(events)).json()["events"]]
    async with following(url.replace("http", "ws"), tournament) as process:
        told = [await line(process) for _ in before]
        restart(services)
        assert (await organiser.post(final + "double-forfeit/", {"reason": "rain"})).status_code == 200
        ids = [event["id"] for event in (await api.get(events)).json()["events"]]
        told += [await line(process) for _ in ids[len(before) :]]
    assert [said.split()[0] for said in told] == [f"#{number}" for number in ids]
    assert any(said.endswith("Final: Ann – Ben, completed") for said in told), told


@pytest.fixture
async def static() -> AsyncIterator[str]:
    """The address of a server of files, which is of another origin than Palio's."""
    listener = listening("127.0.0.1", 0)
    app = Starlette(routes=[Mount("/", StaticFiles(directory=EXAMPLES))])
    files = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    task = asyncio.create_task(files.serve(sockets=[listener]))
    while not files.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/follow.html"
    files.should_exit = True
    await task


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield await context.new_page()
    await context.close()


async def test_a_page_elsewhere_shows_what_happens_through_a_restart(
    api: Caller, services: Services, url: str, static: str, page: Page
) -> None:
    organiser, final, tournament = await evening(api)
    await page.goto(f"{static}?url={url.replace('http', 'ws')}&tournament={tournament}")
    await page.get_by_text("Open: live").wait_for()
    restart(services)
    assert (await organiser.post(final + "double-forfeit/", {"reason": "rain"})).status_code == 200
    await page.get_by_text("Final: Ann – Ben, completed").wait_for()
    await page.get_by_text("Open: completed").wait_for()
    events = (await api.get(f"/api/tournaments/{tournament}/events/")).json()["events"]
    numbers = await page.locator("li b").all_inner_texts()
    assert numbers == [f"#{event['id']} " for event in events]


async def test_a_page_stops_where_there_is_nothing(url: str, static: str, page: Page) -> None:
    await page.goto(f"{static}?url={url.replace('http', 'ws')}&tournament={uuid4()}")
    await page.get_by_text("Stopped: 4404 not_found").wait_for()
