"""A server that dies under its viewers is forgiven: they catch up, and miss nothing."""

import re
from pathlib import Path

import httpx
from playwright.async_api import Browser, expect

from play.client import Client, checked
from tests.support.browser import Visitors
from tests.support.process import free_port, serving

LOST = re.compile(r"WebSocket connection to|net::ERR_")
KEEP = "window.kept = true"


async def test_viewers_catch_up_when_the_server_comes_back(
    browser: Browser, database: str, tmp_path: Path
) -> None:
    variables = {"DATABASE_URL": database, "PALIO_HOME": str(tmp_path), "PALIO_DEMO": "true"}
    async with (
        serving(free_port(), **variables) as server,
        httpx.AsyncClient(base_url=server.url, trust_env=False) as http,
    ):
        client = Client(http)
        token = checked(await http.post("/api/demo/organiser/"))["access"]
        http.headers["Authorization"] = f"Bearer {token}"
        tournament, matches = await four(client)
        visitors = Visitors(browser, server.url)
        visitors.expected = LOST
        page = await visitors.open(f"/t/{tournament}")
        await page.evaluate(KEEP)
        await play(client, matches[1])
        await expect(page.locator("#m1")).to_have_attribute("data-s", "completed")
        await server.kill()
        await server.start()
        head = await play(client, matches[2])
        await expect(page.locator("#m2")).to_have_attribute("data-s", "completed", timeout=30_000)
        await expect(page.get_by_role("slider")).to_have_value(str(head))
        assert await page.evaluate("window.kept") is True, "the page was loaded anew"
        await visitors.leave()


async def four(client: Client) -> tuple[str, dict[int, str]]:
    """A tournament of four in play, and its matches by number."""
    made = await client.send("POST", "tournaments/", {"name": "Open", "slug": "open"})
    at = f"tournaments/{made['id']}/"
    for step in ("publish/", "open-registration/"):
        await client.send("POST", at + step)
    for name in ("Ann", "Ben", "Cat", "Dan"):
        await client.send("POST", at + "entrants/", {"name": name})
    for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
        await client.send("POST", at + step)
    found = (await client.get(at + "matches/"))["items"]
    return made["id"], {match["number"]: match["id"] for match in found}


async def play(client: Client, match: str) -> int:
    """From its start to its result; the number of the event it ends with."""
    await client.send("POST", f"matches/{match}/start/")
    ruled = await client.send("POST", f"matches/{match}/rule/", {"games": [{"score": [2, 0]}]})
    return int(ruled["sequence"])
