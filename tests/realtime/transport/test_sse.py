"""The stream as server-sent events: the same events, the same cursor, the same ends."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.kernel.protocol import with_deadline
from api.kernel.services import Services
from bootstrap.settings import Settings, load
from realtime.access.rights import Rights
from realtime.access.watch import Watch, drain
from realtime.rings.frames import frame
from realtime.transport.protocol import BUFFER
from realtime.transport.sse import PIECE, EventSink
from tests.support.api import Caller, code
from tests.support.sockets import served
from tests.support.streaming import PATIENCE, enter, filled, narrow, room, source, streaming, until, watching


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return load(PALIO_HOME=tmp_path, SECRET_KEY="k" * 32, PALIO_STREAM_PER_ACCOUNT=1)


async def test_events_come_under_their_number_after_a_welcome(organiser: Caller, at: str, url: str) -> None:
    async with source(url, at) as visitor:
        assert await visitor.next() == {"retry": "2000"}
        assert json.loads((await visitor.next())["data"])["type"] == "welcome"
        await enter(organiser, at, "Ann", "Ben")
        assert [(await visitor.event())["data"]["name"] for _ in range(2)] == ["Ann", "Ben"]


async def test_the_last_event_a_browser_has_counts_more_than_the_address(
    organiser: Caller, at: str, url: str
) -> None:
    await enter(organiser, at, "Ann", "Ben")
    async with source(url, at, "?since=start") as visitor:
        first = [await visitor.event() for _ in range(3)]
    async with source(url, at, "?since=start", Last_Event_ID=str(first[-1]["id"])) as visitor:
        assert (await visitor.event())["data"]["name"] == "Ben"


async def test_a_browser_comes_back_from_wherever_it_was_told_it_is(
    organiser: Caller, at: str, url: str
) -> None:
    async with source(url, at) as visitor:
        assert await visitor.next() == {"retry": "2000"}
        last = (await visitor.next())["id"]
    await enter(organiser, at, "Ann", "Ben")
    async with source(url, at, Last_Event_ID=last) as visitor:
        head = [await visitor.event() for _ in range(2)][-1]["id"]
    async with source(url, at, "?since=start&types=match_started") as chooser:
        numbered = [fields async for fields in chooser.numbered(2)]
        assert [json.loads(each["data"])["type"] for each in numbered] == ["welcome", "bookmark"]
        assert [each["id"] for each in numbered] == ["0", str(head)]


async def test_a_browser_that_was_told_to_begin_again_does_not_have_to_twice(
    organiser: Caller, at: str, url: str
) -> None:
    async with source(url, at, "?html=1") as page:
        await page.next()
        await enter(organiser, at, "Ann")
        await page.event()
    async with source(url, at, "?html=1&since=1") as page:
        _, reset = [fields async for fields in page.numbered(2)]
    assert json.loads(reset["data"]) == {"type": "reset", "id": int(reset["id"])}


async def test_staff_see_what_visitors_do_not(organiser: Caller, at: str, url: str) -> None:
    bearer = f"Bearer {organiser.token}"
    async with source(url, at, "?since=start", Authorization=bearer) as staff:
        assert (await staff.event())["id"] == 1
    async with source(url, at, "?since=start") as visitor:
        seen = await visitor.event()
    assert (seen["id"], seen["prev"]) == (3, 0)


async def test_sockets_and_event_sources_share_places_and_give_them_back(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    bearer = f"Bearer {organiser.token}"
    async with source(url, at, Authorization=bearer):
        answer = await organiser.get(at + "events/stream/")
        assert (answer.status_code, code(answer)) == (429, "connection_limit_exceeded")
        assert answer.headers["retry-after"] == "5"
    await until(lambda: not streaming(services).connections)
    async with watching(url, room(at), organiser.token) as staff:
        await enter(organiser, at, "Ann")
        await staff.event()


async def test_a_place_is_given_back_where_that_takes_a_while(
    organiser: Caller, at: str, url: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = asyncio.Event()
    leases = streaming(services).leases
    release = leases.release

    async def slowly(*taken: Any) -> None:
        await asyncio.sleep(0.01)
        await release(*taken)
        released.set()

    monkeypatch.setattr(leases, "release", slowly)
    async with source(url, at) as visitor:
        await visitor.next()
    await asyncio.wait_for(released.wait(), PATIENCE)


async def test_whoever_may_not_watch_any_longer_is_told_so_at_the_end(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with source(url, at, Authorization=f"Bearer {organiser.token}") as staff:
        await services.sessions.end_all(organiser.account, "sign_out")
        await Rights(streaming(services)).end_denied()
        while (last := await staff.next()).get("event") != "close":
            pass
        assert json.loads(last["data"]) == {"type": "close", "code": 4003, "reason": {"r": "token_invalid"}}
        with pytest.raises(StopAsyncIteration):
            await staff.next()


async def test_a_server_that_ends_ends_the_stream(at: str, url: str, services: Services) -> None:
    async with source(url, at) as visitor:
        await drain(streaming(services))
        while (last := await visitor.next()).get("event") != "close":
            pass
        assert json.loads(last["data"])["reason"]["r"] == "restart"
        with pytest.raises(StopAsyncIteration):
            await visitor.next()
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        answer = await client.get(at + "events/stream/")
    assert (answer.status_code, code(answer)) == (503, "restart")


async def test_where_nothing_happens_there_is_a_sign_of_life() -> None:
    said = EventSink(heartbeat=0).read()
    assert await anext(said) == b"retry: 2000\n\n"
    assert [await anext(said), await anext(said)] == [b": still here\n\n"] * 2


async def test_what_waits_to_be_read_has_a_bound() -> None:
    sink, resumed = EventSink(), []
    sink.resumed = lambda: resumed.append(True)
    while not sink.paused:
        sink.message(frame(b"x" * 1000))
    said = sink.read()
    await anext(said)
    assert BUFFER < sink.unsent < BUFFER + 2000
    while sink.paused:
        assert len(await anext(said)) <= PIECE
    assert (sink.unsent, resumed) == (0, [True])
    sink.close(4010, "slow")
    assert b'"code":4010' in await anext(said)


async def test_who_reads_nothing_is_hung_up_on(at: str, services: Services) -> None:
    asked = f"GET {at}events/stream/ HTTP/1.1\r\nHost: palio.test\r\n\r\n"
    app = create_app(services)
    async with served(app, http=with_deadline(10, unread=0.1)) as (port, _):
        with narrow(f"http://127.0.0.1:{port}") as unread:
            await asyncio.get_running_loop().sock_sendall(unread, asked.encode())
            await until(lambda: streaming(services).connections)
            await filled(services)
            watch = Watch(streaming(services), slowest=0)
            await watch.end_slow()
            await watch.end_slow()
            await until(lambda: not streaming(services).connections)
