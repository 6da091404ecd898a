"""The WebSocket protocol as this server speaks it, by every case of the Autobahn TestSuite."""

import logging
from collections.abc import AsyncIterator

import pytest

from realtime.transport.protocol import StreamProtocol
from tests.realtime.transport.cases import beyond, closing, framing, sizes, text
from tests.realtime.transport.cases.case import Case, behaviour, refused
from tests.support import rawsocket
from tests.support.rawsocket import PING, PONG, TEXT, Frame, frame, opened
from tests.support.sockets import echo, served

TRIPS = 1_000
AT_ONCE = "the writes follow each other without a pause, since the server is asked nothing in between"
BY_PONG = "a pong tells that the server has read so far, where the suite waits a second"

SUITE: dict[str, tuple[int, str]] = {
    "1.1": (8, ""),
    "1.2": (8, ""),
    "2": (11, ""),
    "3": (7, ""),
    "4.1": (5, ""),
    "4.2": (5, ""),
    "5": (20, f"5.19, 5.20: {BY_PONG}"),
    "6.1": (3, ""),
    "6.2": (4, ""),
    "6.3": (2, ""),
    "6.4": (4, f"6.4.1, 6.4.2: {BY_PONG}; 6.4.3, 6.4.4: within one frame no pong can come, so {AT_ONCE}"),
    **{f"6.{group}": (len(listed.split()), "") for group, (_, _, listed) in text.GROUPS.items()},
    "6.6": (11, ""),
    "6.11": (5, ""),
    "7.1": (6, "7.1.6: runs where messages of 256 KiB are taken"),
    "7.3": (6, "the close frame may not be missing, as it may in the suite"),
    "7.5": (1, ""),
    "7.7": (13, ""),
    "7.9": (9, ""),
    "7.13": (2, "the suite takes any answer; here it is 1002, for such codes may not be used"),
    "9.1": (6, "9: where messages of 16 MiB are taken; nothing is timed"),
    "9.2": (6, ""),
    "9.3": (9, ""),
    "9.4": (9, ""),
    "9.5": (6, ""),
    "9.6": (6, ""),
    "9.7": (6, ""),
    "9.8": (6, ""),
    "10.1": (1, ""),
}
"""How many cases each section has, and why one of them is not played as the suite plays it.

12 and 13, compression, are replaced: it is offered in every way and never negotiated. The client's octets
are the suite's throughout, and so is the order of what must come back.
"""
CASES = [*framing.cases(), *text.cases(), *closing.cases()]
APART = ["5.19", "5.20", *text.broken_in_the_middle(), "7.1.6"]
LARGE, ROUND_TRIPS = [*sizes.large()], [*sizes.trips()]
OFFERS = [
    "permessage-deflate",
    "permessage-deflate; client_no_context_takeover",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; client_max_window_bits",
    "permessage-deflate; client_max_window_bits; server_max_window_bits=9",
    "permessage-deflate; server_max_window_bits=15, permessage-deflate",
    "x-webkit-deflate-frame",
]


@pytest.fixture(scope="session")
async def port() -> AsyncIterator[int]:
    """Where messages have the size Palio takes."""
    async with served(echo, beyond.LARGEST) as (at, _):
        yield at


@pytest.fixture(scope="session")
async def roomy() -> AsyncIterator[int]:
    """Where messages may have any size the suite sends."""
    async with served(echo, 16 * sizes.MIB) as (at, _):
        yield at


def number(case: Case | sizes.Large | sizes.Trips) -> str:
    return case.number


def test_no_case_of_the_suite_is_missing() -> None:
    played = sorted([*map(number, [*CASES, *LARGE, *ROUND_TRIPS]), *APART])
    assert played == sorted(
        f"{section}.{case}" for section, (cases, _) in SUITE.items() for case in range(1, cases + 1)
    )
    assert len(played) == 301


async def test_what_is_chopped_reaches_the_server_in_chops(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    received = StreamProtocol.data_received

    def reading(protocol: StreamProtocol, octets: bytes) -> None:
        read.append(octets)
        received(protocol, octets)

    async with opened(port) as raw:
        monkeypatch.setattr(StreamProtocol, "data_received", reading)
        assert await behaviour(raw, next(case for case in CASES if case.number == "2.6")) == "OK"
    assert [len(octets) for octets in read[:-1]] == [1] * (2 + 4 + 125)


@pytest.mark.parametrize("case", CASES, ids=number)
async def test_the_server_behaves_as_the_suite_asks(
    port: int, case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(port) as raw:
        assert await behaviour(raw, case) in (["OK", "NON-STRICT"] if case.loose else ["OK"])
    assert [one for one in caplog.records if one.levelno > logging.INFO] == []


@pytest.mark.parametrize("large", LARGE, ids=number)
async def test_a_large_message_comes_back(roomy: int, large: sizes.Large) -> None:
    async with opened(roomy) as raw:
        assert await behaviour(raw, large.case()) == "OK"


@pytest.mark.parametrize("trips", ROUND_TRIPS, ids=number)
async def test_a_thousand_messages_come_back(roomy: int, trips: sizes.Trips) -> None:
    payload = (b"*" if trips.opcode == TEXT else b"\xfe") * trips.size
    async with opened(roomy) as raw:
        for _ in range(TRIPS):
            await raw.send(frame(trips.opcode, payload))
            assert await raw.receive() == Frame(trips.opcode, payload)
        assert await behaviour(raw, Case("", [rawsocket.closing()])) == "OK"


@pytest.mark.parametrize("chop", [framing.TOGETHER, framing.FRAMEWISE], ids=["5.19", "5.20"])
async def test_a_ping_is_answered_before_the_message_is_whole(port: int, chop: int) -> None:
    first, second = framing.between_pings(chop)
    async with opened(port) as raw:
        for octets in first:
            await raw.send(octets)
        assert await raw.receive() == Frame(PONG, b"pongme 1!")
        for octets in second:
            await raw.send(octets)
        assert await raw.receive() == Frame(PONG, b"pongme 2!")
        assert await raw.receive() == Frame(TEXT, b"fragment1fragment2fragment3fragment4fragment5")


@pytest.mark.parametrize("which", ["6.4.1", "6.4.2"])
async def test_text_is_refused_with_the_frame_that_breaks_it(port: int, which: str) -> None:
    good, bad, _ = text.broken_in_the_middle()[which]
    async with opened(port) as raw:
        await raw.send(good)
        await raw.send(frame(PING, b"so far"))
        assert await raw.receive() == Frame(PONG, b"so far")
        assert await behaviour(raw, refused(which, [bad], code=1007)) == "OK"


@pytest.mark.parametrize("which", ["6.4.3", "6.4.4"])
async def test_text_that_breaks_within_a_frame_is_refused_by_its_end(port: int, which: str) -> None:
    writes = text.broken_in_the_middle()[which]
    async with opened(port) as raw:
        assert await behaviour(raw, refused(which, writes, code=1007, chop=framing.FRAMEWISE)) == "OK"


async def test_a_close_behind_a_large_message_is_answered_whatever_becomes_of_the_message(roomy: int) -> None:
    async with opened(roomy) as raw:
        assert await behaviour(raw, closing.large_before_a_close(256 * sizes.KIB)) in ("OK", "NON-STRICT")


@pytest.mark.parametrize("offer", OFFERS)
async def test_compression_is_never_negotiated(port: int, offer: str) -> None:
    async with opened(port, Sec_WebSocket_Extensions=offer) as raw:
        assert b"extensions" not in raw.answer.lower()
        assert await behaviour(raw, refused("12 and 13", [frame(TEXT, b"\xf2\x48\x00", rsv=4)])) == "OK"


@pytest.mark.parametrize("case", beyond.CASES.values(), ids=beyond.CASES.keys())
async def test_what_the_suite_does_not_ask(port: int, case: Case, caplog: pytest.LogCaptureFixture) -> None:
    async with opened(port) as raw:
        assert await behaviour(raw, case) == "OK"
    assert [one for one in caplog.records if one.levelno > logging.INFO] == []
