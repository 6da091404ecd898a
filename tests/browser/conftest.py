"""A server for a browser: at the address its settings say, so that it knows its own pages by their origin."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser

from api.kernel.services import Services
from bootstrap.serving import listening, served
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
async def api(services: Services, settings: Settings) -> AsyncIterator[Caller]:
    """A visitor of a real server on a real socket."""
    listener = listening(settings.host, settings.port)
    async with (
        served(settings, services, listener),
        httpx.AsyncClient(base_url=settings.origin, trust_env=False) as client,
    ):
        yield Caller(client, services)


@pytest.fixture
async def visitors(browser: Browser, api: Caller) -> AsyncIterator[Visitors]:
    """People before its pages."""
    everyone = Visitors(browser, str(api.client.base_url))
    yield everyone
    await everyone.leave()
