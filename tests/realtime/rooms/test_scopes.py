"""A room is of any scope; its kind says who may enter, and nobody else does: over sockets, through Redis."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from starlette.routing import WebSocketRoute

from api.app import create_gateway
from api.kernel.services import Services
from bootstrap.container import services as built
from bootstrap.settings import load
from domain.account.ids import account_id
from eventstore.records import Scope
from eventstore.writer import Writer
from projections.kernel.rows import LiveRows
from realtime.access.rights import Rights
from realtime.kernel.audiences import VISITOR, Asking, everyone, staff
from realtime.kernel.messages import Event
from realtime.kernel.rooms import RoomKind, Watcher
from realtime.kernel.subject import Telling
from realtime.subjects import ROOMS, TOLD
from realtime.transport import gateway
from tests.support.redis import RedisServer
from tests.support.sockets import served
from tests.support.store import account, request
from tests.support.streaming import refused, streaming, watching

CLUB = Scope("club", UUID(int=7))
MEMBERS: set[UUID] = set()


class Said(msgspec.Struct, frozen=True):
    """Who came."""

    handle: str


class Greeted(Event, frozen=True, kw_only=True, tag="greeted"):
    """Somebody came to the club."""

    data: Said


async def members(_: LiveRows, watchers: Sequence[Watcher]) -> Mapping[Watcher, Asking]:
    return {watcher: VISITOR for watcher in watchers if watcher[1] in MEMBERS}


@pytest.fixture
def club(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of room that the test alone knows, and facts that are counted in one."""
    greeted = Telling(to=everyone, message=Greeted, says=lambda recorded, _: Said(recorded.event.handle))
    monkeypatch.setitem(ROOMS, "club", RoomKind(name="club", accounts=members))
    monkeypatch.setitem(TOLD, "Account.Opened", greeted)
    monkeypatch.setitem(TOLD, "Account.RoleGranted", msgspec.structs.replace(greeted, to=staff))
    for pause in ("COMPARED", "LAGGING"):
        monkeypatch.setattr(f"realtime.rooms.hub.{pause}", 3600.0)  # what comes, comes through Redis
    added = [
        WebSocketRoute(f"/ws/{kind}/{{named:uuid}}/", gateway.Gateway(gateway.whole(kind)))
        for kind in ("club", "den")
    ]
    monkeypatch.setattr(gateway, "sockets", [*gateway.sockets, *added])
    MEMBERS.clear()


@pytest.fixture
async def beside(
    club: None, database: str, redis_server: RedisServer, tmp_path: Path
) -> AsyncIterator[tuple[str, Services]]:
    """A gateway that follows what a server beside it publishes: its address, and what it stands on."""
    settings = load(
        PALIO_HOME=tmp_path, SECRET_KEY="k" * 32, DATABASE_URL=database, REDIS_URL=redis_server.url
    )
    async with (
        built(settings, database),
        built(settings, database, publishing=False) as following,
        served(create_gateway(following)) as (port, _),
    ):
        yield f"http://127.0.0.1:{port}", following


async def token(services: Services, handle: str) -> str:
    """Somebody who is signed in."""
    session = await services.sessions.begin(account_id(handle))
    return services.tokens.mint(account_id(handle), session.family)


async def test_whoever_its_kind_lets_in_hears_what_happens_in_it_and_nobody_else(
    beside: tuple[str, Services], writer: Writer
) -> None:
    url, services = beside
    MEMBERS.add(account_id("ann"))
    at = f"/ws/club/{CLUB.id}/"
    ann, ben = await token(services, "ann"), await token(services, "ben")
    first, second = account("first"), account("second")
    await writer.append(request(first, concerns=CLUB))

    closed = (4404, {"r": "not_found"})
    assert await refused(url, at) == closed
    assert await refused(url, at, ben) == closed
    assert await refused(url, at + "?html=1", ann) == closed
    assert await refused(url, f"/ws/club/{uuid4()}/", ann) == closed
    assert await refused(url, f"/ws/den/{CLUB.id}/", ann) == closed

    async with watching(url, at + "?since=start", ann) as viewer:
        assert told(await viewer.event()) == ("greeted", 1, 0, "first")
        first.grant_role("ADMIN", None)
        await writer.append(request(first, concerns=CLUB))
        await writer.append(request(account("elsewhere"), concerns=Scope("club", uuid4())))
        await writer.append(request(second, concerns=CLUB))
        assert told(await viewer.event()) == ("greeted", 3, 1, "second")
        MEMBERS.clear()
        await Rights(streaming(services)).end_denied()
        assert await viewer.closed() == (4403, {"r": "not_allowed"})


def told(event: dict[str, Any]) -> tuple[str, int, int, str]:
    return event["type"], event["id"], event["prev"], event["data"]["handle"]
