"""Chromium before a real server: every page is watched, and what it complains of fails the test."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    WebError,
    async_playwright,
    expect,
)

from tests.support.chromium import MISSING, found

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 1000}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
NARROW: dict[str, Any] = {**PHONE, "viewport": {"width": 320, "height": 640}}
DARK: dict[str, Any] = {"color_scheme": "dark"}
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
FORCED: dict[str, Any] = {"forced_colors": "active"}
WITHOUT_SCRIPTS: dict[str, Any] = {"java_script_enabled": False}
PATIENCE = 20_000
"""Milliseconds until what a test waits for counts as not coming."""


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """The machine's Chromium."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=found(), args=FLAGS)
        yield running
        await running.close()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests of a worker."""
    if found() is None:
        pytest.fail(MISSING, pytrace=False)
    async with launched() as running:
        yield running


class Visitors:
    """People who open pages, each in a browser of their own that knows nothing of the others."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.origin = origin
        self.complaints: list[str] = []
        self.expected: re.Pattern[str] | None = None
        """Complaints that belong to what the test does, such as the loss of a server."""

    async def open(self, path: str, **look: Any) -> Page:
        """The page as somebody new sees it; `look` is a context's, such as PHONE or DARK."""
        context = await self._browser.new_context(base_url=self.origin, **{**DESKTOP, **look})
        context.set_default_timeout(PATIENCE)
        context.on("console", self._said)
        context.on("weberror", self._thrown)
        self._contexts.append(context)
        page = await context.new_page()
        await page.goto(path)
        return page

    async def leave(self) -> None:
        """Everybody goes; AssertionError with what their pages complained of."""
        for context in self._contexts:
            await context.close()
        unexpected = [one for one in self.complaints if not (self.expected and self.expected.search(one))]
        assert unexpected == []

    def _said(self, message: ConsoleMessage) -> None:
        """Refusals of the content security policy are among the errors of the console."""
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def _thrown(self, error: WebError) -> None:
        self.complaints.append(str(error.error))


async def audit(page: Page) -> list[str]:
    """What axe-core finds wrong with the page, by WCAG 2.0 A to 2.2 AA and best practice."""
    axe = ROOT / "node_modules/axe-core/axe.min.js"
    assert axe.is_file(), "axe-core is not installed: make setup"
    own = (ROOT / "tests/support/audit.js").read_text("utf-8")
    # One function: the page's policy keeps scripts out, and not what a debugger calls.
    lines: list[str] = await page.evaluate(
        f"async () => {{ {axe.read_text('utf-8')}\n{own}\nreturn audit(); }}"
    )
    return lines


async def until(page: Page, true: str) -> None:
    """Wait for an expression to become true; the page's policy lets nothing but a debugger evaluate one."""
    async with asyncio.timeout(PATIENCE / 1000):
        while not await page.evaluate(true):
            await asyncio.sleep(0.02)


async def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the screen; a phone's window grows with what does not fit."""
    assert page.viewport_size is not None
    return int(await page.evaluate("document.documentElement.scrollWidth")) - page.viewport_size["width"]
