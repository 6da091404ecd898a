"""Who may come in is decided before anything is done for them."""

from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest
from limits.aio.storage import MemoryStorage
from websockets.exceptions import InvalidStatus

from api.kernel.services import Services
from bootstrap.serving import listening, served
from bootstrap.settings import Settings, load
from eventstore.records import Scope
from identity.throttle import Throttle
from realtime.access.leases import RETRY_AFTER
from tests.support.api import Caller
from tests.support.streaming import refused, room, streaming, watching


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return load(PALIO_HOME=tmp_path, SECRET_KEY="k" * 32, PALIO_STREAM_PER_ACCOUNT=2)


async def test_1013_where_the_database_does_not_answer_at_the_door(
    at: str, url: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise psycopg.OperationalError

    monkeypatch.setattr(services.reader, "sequence", broken)
    assert await refused(url, room(at)) == (1013, {"r": "unavailable", "retry_ms": 1000})


async def test_who_has_no_place_opens_no_room(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    other = await organiser.tournament(slug="other")
    async with AsyncExitStack() as inside:
        for _ in range(2):
            await inside.enter_async_context(watching(url, room(at), organiser.token))
        full = (4008, {"r": "connection_limit_exceeded", "retry_ms": RETRY_AFTER * 1000})
        assert await refused(url, room(other), organiser.token) == full
        assert Scope("tournament", UUID(other.split("/")[3])) not in streaming(services).hub.rooms


async def test_handshakes_are_counted_as_requests_are(
    at: str, services: Services, settings: Settings
) -> None:
    few = Throttle({"requests": "2/minute"}, [MemoryStorage()])
    listener = listening("127.0.0.1", 0)
    with listener:
        async with served(settings, msgspec.structs.replace(services, throttle=few), listener):
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            for _ in range(2):
                async with watching(url, room(at)):
                    """There is one more."""
            with pytest.raises(InvalidStatus) as refusal:
                async with watching(url, room(at)):
                    raise AssertionError("a third handshake is one too many")
    assert refusal.value.response.status_code == 429
    assert int(refusal.value.response.headers["Retry-After"]) > 0
