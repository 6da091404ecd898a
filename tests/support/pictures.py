"""`make pictures`: the pictures of the README, taken of a demo in its middle; nothing else ever runs this."""

import asyncio
import json
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from tests.support.browser import DARK, DESKTOP, PHONE, STILL, launched
from tests.support.process import PALIO, environment, free_port

HERE = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 200_000
"""Bytes."""
LOOKS: dict[str, dict[str, Any]] = {
    "bracket.png": DESKTOP,
    "bracket-phone-dark.png": {**PHONE, **DARK, "device_scale_factor": 2},
}
SHOWN = "#bracket [data-s=completed] >> nth=9"
"""Ten matches are over: the quarter-finals have begun."""


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The address of the page of a demo that plays itself, quickly."""
    with tempfile.TemporaryDirectory(prefix="palio-pictures-") as home:
        words = ("demo", "--headless", "--json", "--speed", "4", "--port", str(free_port()))
        process = await asyncio.create_subprocess_exec(
            PALIO, *words, env=environment(PALIO_HOME=home), stdout=PIPE
        )
        assert process.stdout is not None
        try:
            yield json.loads(await process.stdout.readline())["page"]
        finally:
            process.terminate()
            await process.wait()


async def take(browser: Browser, url: str, name: str, look: dict[str, Any]) -> None:
    """One picture; AssertionError where it is too large to be on a page that many open."""
    context = await browser.new_context(**look, **STILL)
    page = await context.new_page()
    await page.goto(url)
    await expect(page.locator(SHOWN)).to_be_attached(timeout=120_000)
    await page.evaluate("document.fonts.ready")
    picture = await page.screenshot(path=HERE / name)
    assert len(picture) < LARGEST, f"{name} has {len(picture)} bytes"
    await context.close()


async def main() -> None:
    """All of them."""
    HERE.mkdir(exist_ok=True)
    async with demo() as url, launched() as browser:
        for name, look in LOOKS.items():
            await take(browser, url, name, look)


if __name__ == "__main__":
    asyncio.run(main())
