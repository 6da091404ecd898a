"""Pages of other origins open no stream; whoever sends no origin is no browser."""

from typing import Any

import httpx
import pytest

from bootstrap.settings import Settings, load
from tests.support.api import Caller, code
from tests.support.streaming import refused, room, watching

PAGES = "https://palio.example"
REFUSED = (4008, {"r": "origin_refused"})


@pytest.fixture(params=["development", "production", "listed"])
def settings(tmp_path: Any, request: pytest.FixtureRequest) -> Settings:
    given: dict[str, Any] = {"PALIO_HOME": tmp_path, "SECRET_KEY": "k" * 32, "PALIO_REQUEST_LIMIT": "off"}
    if request.param != "development":
        given |= {"PALIO_ENV": "production", "DATABASE_URL": "postgresql://unused/", "BASE_URL": PAGES}
    if request.param == "listed":
        given["PALIO_STREAM_ORIGINS"] = "https://one.example,https://two.example"
    return load(**given)


ALLOWED = {
    "development": ["http://localhost:3000", "http://127.0.0.1:8000", "http://[::1]:5173"],
    "production": [PAGES],
    "listed": ["https://one.example", "https://two.example"],
}
FOREIGN = ["https://elsewhere.example", "null", "http://palio.example", PAGES + ".elsewhere.example"]


async def test_origins_are_allowed_as_they_are_set(
    api: Caller, url: str, settings: Settings, request: pytest.FixtureRequest
) -> None:
    which = request.node.callspec.params["settings"]
    at = await (await api.signed_in("organiser", "ORGANIZER")).tournament()
    every = {each for allowed in ALLOWED.values() for each in allowed}
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        for origin in sorted(every - set(ALLOWED[which])) + FOREIGN:
            assert await refused(url, room(at), origin=origin) == REFUSED, origin
            answer = await client.get(at + "events/stream/", headers={"Origin": origin})
            assert (answer.status_code, code(answer)) == (403, "origin_refused"), origin
    for origin in (*ALLOWED[which], None):
        async with watching(url, room(at), origin=origin):
            """It is open."""
