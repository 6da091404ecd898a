"""A server for a browser: at the address its settings say, so that it knows its own pages by their origin."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser

from api.services import Services
from bootstrap.serving import listening, server
from bootstrap.settings import Settings, load
from tests.support.api import Caller
from tests.support.browser import Visitors
from tests.support.process import free_port


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """On a port of its own."""
    return load(
        PALIO_HOME=tmp_path,
        PALIO_DEMO=True,
        SECRET_KEY="k" * 32,
        PALIO_REQUEST_LIMIT="off",
        PALIO_PORT=free_port(),
    )


@pytest.fixture
async def served(services: Services, settings: Settings) -> AsyncIterator[Caller]:
    """A real server on a real socket, and a visitor of its API."""
    serving = server(settings, services)
    task = asyncio.create_task(serving.serve(sockets=[listening(settings.host, settings.port)]))
    while not serving.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url=settings.origin, trust_env=False) as client:
        yield Caller(client, services)
    serving.should_exit = True
    await task


@pytest.fixture
async def visitors(browser: Browser, served: Caller) -> AsyncIterator[Visitors]:
    """People before its pages."""
    everyone = Visitors(browser, str(served.client.base_url))
    yield everyone
    await everyone.leave()
