"""The bracket of 128 as a page: its size, and from a frame of the stream to a picture that shows it.

Results are sent over HTTP while Chromium has the page open. The clock starts where the browser hands over a
message of the stream, before the page's own script sees it, and stops after the frame that paints the first
change of the document; beside it, the same page loaded anew.
"""

import asyncio
import gzip
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from statistics import median

import httpx
from playwright.async_api import Page, async_playwright

from benchmarks.comparing import Results, measure
from benchmarks.http import Client
from benchmarks.stream import machine
from benchmarks.stream.ours import Played, decided, ours, played
from bootstrap.errors import Refused
from bootstrap.postgres.cluster import Cluster
from tests.support.browser import DESKTOP, FLAGS
from tests.support.chromium import MISSING, found

LOADS = 5
RESULTS = 15
WATCHING = """
window.taken = [];
let heard = 0;
window.WebSocket = class extends WebSocket {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", () => { heard = performance.now(); });
    }
};
const painted = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(0);
});
new MutationObserver(() => {
    if (!heard) return;
    const since = heard;
    heard = 0;
    painted(() => window.taken.push(performance.now() - since));
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""
BESIDE = "performance.getEntriesByType('resource').reduce((sum, each) => sum + each.encodedBodySize, 0)"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


async def size(url: str) -> tuple[int, int]:
    """Bytes of the page gzipped, by the server or else here, and as it is."""
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(url, headers={"Accept-Encoding": "gzip"})
    answer.raise_for_status()
    by_server = answer.headers.get("content-encoding") == "gzip"
    packed = answer.num_bytes_downloaded if by_server else len(gzip.compress(answer.content))
    return packed, len(answer.content)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Page]:
    """The page in Chromium, watched from its first moment on."""
    program = found()
    if program is None:
        raise Refused(MISSING)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = await (await browser.new_context(**DESKTOP)).new_page()
        await page.add_init_script(WATCHING)
        await page.goto(url, wait_until="load")
        yield page
        await browser.close()


async def loads(page: Page) -> float:
    """Milliseconds in which the page loads, at the median."""
    times: list[float] = []
    for _ in range(LOADS):
        await page.reload(wait_until="load")
        times.append(await page.evaluate(LOADED))
    return median(times)


async def updates(page: Page, of: Played, port: int) -> float:
    """Milliseconds from a message to its picture, at the median. Raises Refused where nothing moved."""
    await asyncio.sleep(1)  # the stream is open
    client = await Client.connected(f"http://127.0.0.1:{port}")
    for match in of.matches[:RESULTS]:
        await decided(client, of, match, 0.3)
    taken: list[float] = await page.evaluate("window.taken")
    if not taken:
        raise Refused("the page showed nothing of what happened")
    return median(taken)


async def run(cluster: Cluster, apart: Sequence[str]) -> Results:
    """Size, then loads, then updates."""
    of = await played(cluster)
    async with ours(apart, of) as server:
        url = f"http://127.0.0.1:{server.port}/t/{of.tournament}"
        packed, bare = await size(url)
        async with opened(url) as page:
            beside: float = await page.evaluate(BESIDE)
            loaded = await loads(page)
            updated = await updates(page, of, server.port)
    return [
        _result("gzipped", packed / 1000, bare / 1000, "the same as it is", "kB", "<= 40 kB"),
        _result(
            "styles, scripts and fonts", beside / 1000, packed / 1000, "the page gzipped", "kB", "recorded"
        ),
        _result("one live update, to its picture", updated, loaded, "the page loaded anew", "ms", "<= 30 ms"),
    ]


def _result(what: str, value: float, peer: float, than: str, unit: str, reach: str) -> dict[str, object]:
    return {
        "question": f"bracket page of 128, {what}",
        "value": round(value, 2),
        "unit": unit,
        "peer": than,
        "peer_value": round(peer, 2),
        "ratio": round(value / peer, 3),
        "reach": reach,
    }


def main() -> None:
    """Measure and print."""
    apart = machine.apart()
    measure(lambda cluster: run(cluster, apart))


if __name__ == "__main__":
    main()
