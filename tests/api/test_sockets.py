"""The real server on a real socket: slow clients, half requests, and its log."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest

from api.kernel.services import Services
from bootstrap.settings import Settings, load
from eventstore.records import Scope
from tests.support.api import Caller

GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
ANSWERED = b'{"status":"ok"}'
HEADS = {
    "one long header": [GET + b"X-Long: ", *[b"x" * 4096] * 20],
    "many headers": [GET, *[b"".join(b"X-%d: %s\r\n" % (n, b"x" * 80) for n in range(50))] * 20],
    "a long address": [b"GET /", *[b"x" * 4096] * 20],
    "all at once": [GET + b"X-Long: " + b"x" * 80_000 + b"\r\n\r\n"],
}


@pytest.fixture
def settings(tmp_path: object) -> Settings:
    """Half a second for headers, so that nobody waits ten; requests are not counted."""
    return load(
        PALIO_HOME=tmp_path, SECRET_KEY="k" * 32, PALIO_HEADER_DEADLINE=0.5, PALIO_REQUEST_LIMIT="off"
    )


async def connected(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    at = urlsplit(url)
    return await asyncio.open_connection(at.hostname, at.port)


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "])
async def test_half_a_request_is_hung_up_on(url: str, sent: bytes) -> None:
    reader, writer = await connected(url)
    writer.write(sent)
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_bytes_that_trickle_in_do_not_move_the_deadline(url: str) -> None:
    reader, writer = await connected(url)
    writer.write(b"GET /healthz HTTP/1.1\r\n")
    began = asyncio.get_running_loop().time()
    for _ in range(100):
        writer.write(b"X")
        if reader.at_eof() or writer.is_closing():
            break
        await asyncio.sleep(0.05)
    assert asyncio.get_running_loop().time() - began < 4
    writer.close()


async def test_a_second_request_on_the_same_connection_has_a_deadline_too(url: str) -> None:
    reader, writer = await connected(url)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await reader.readuntil(b'{"status":"ok"}')).startswith(b"HTTP/1.1 200")
    writer.write(b"GET /healthz HTTP/1.1\r\n")
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_four_hundred_half_requests_leave_the_others_in_peace(url: str) -> None:
    sockets = [await connected(url) for _ in range(400)]
    for _, writer in sockets:
        writer.write(b"POST /api/token/ HTTP/1.1\r\n")
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        for _ in range(20):
            assert (await client.get("/healthz")).status_code == 200
    ended = await asyncio.wait_for(asyncio.gather(*(reader.read() for reader, _ in sockets)), 20)
    assert ended == [b""] * 400
    for _, writer in sockets:
        writer.close()


async def test_what_is_no_http_gets_an_answer_and_no_stack(url: str) -> None:
    reader, writer = await connected(url)
    writer.write(b"\x16\x03\x01 nonsense\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 5)
    assert b"Traceback" not in answer
    writer.close()


@pytest.mark.parametrize("sent", [b"", b'{"reason": '])
async def test_a_client_that_leaves_within_its_body_has_asked_for_nothing(
    api: Caller, url: str, sent: bytes
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"])
    (final,) = (await organiser.get(at + "matches/")).json()["items"]
    forfeit = f"/api/matches/{final['id']}/double-forfeit/"
    reader, writer = await connected(url)
    head = f"POST {forfeit} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {organiser.token}\r\n"
    writer.write(head.encode() + b"Content-Type: application/json\r\nContent-Length: 18\r\n\r\n")
    writer.write(sent)
    writer.write_eof()
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()

    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        whole = Caller(client, api.services, organiser.token)
        assert (await whole.post(forfeit, {"reason": "rain"})).status_code == 200

    entries = (await organiser.get(at + "audit/?limit=200")).json()["items"]
    assert {entry["reason"] for entry in entries if entry["command"] == "ForfeitBoth"} == {"rain"}


@pytest.mark.parametrize("before", [0, 1], ids=["the first request", "a later request"])
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
async def test_a_head_of_more_than_64_kib_is_refused(url: str, head: list[bytes], before: int) -> None:
    reader, writer = await connected(url)
    for _ in range(before):
        writer.write(GET + b"\r\n")
        await reader.readuntil(ANSWERED)
    for piece in head:
        writer.write(piece)
    answer = await asyncio.wait_for(reader.readuntil(b"}"), 5)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b'"code": "headers_too_large"' in answer
    writer.close()


async def test_trailers_count_as_headers(api: Caller, url: str) -> None:
    reader, writer = await connected(url)
    writer.write(b"POST /api/token/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
    writer.write(b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")
    for _ in range(20):
        writer.write(b"X-Trailer: " + b"x" * 4096 + b"\r\n")
    with suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_a_head_of_almost_64_kib_and_bodies_of_more_are_taken(url: str) -> None:
    reader, writer = await connected(url)
    for _ in range(3):
        writer.write(GET + b"X-Long: " + b"x" * 65_000 + b"\r\n\r\n")
        assert (await asyncio.wait_for(reader.readuntil(ANSWERED), 5)).startswith(b"HTTP/1.1 200")
    head = b"POST /api/token/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    for _ in range(2):
        writer.write(head + b"Content-Length: 200000\r\n\r\n" + b" " * 200_000)
        answer = await asyncio.wait_for(reader.readuntil(b"}"), 5)
        assert answer.startswith(b"HTTP/1.1 4") and b"headers_too_large" not in answer
    writer.close()


async def test_a_crowd_that_looks_back_leaves_the_others_in_peace(
    api: Caller, services: Services, url: str
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live([f"E{number}" for number in range(64)], capacity=64)
    last = await services.reader.sequence(Scope("tournament", UUID(at.split("/")[3])))
    await api.get(at)
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        crowd = [
            asyncio.create_task(client.get(f"{at}bracket/?as_of={last - number}")) for number in range(40)
        ]
        healthy = 0
        async with asyncio.timeout(30):
            while not all(look.done() for look in crowd):
                healthy += (await client.get("/healthz")).status_code == 200
    assert {(await look).status_code for look in crowd} == {200}
    assert healthy > 1
