"""Every way a connection ends has a code of its own, a reason in JSON, and leaves the others alone."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from websockets.exceptions import ConnectionClosed

from api.kernel.services import Services
from bootstrap.settings import Settings, load
from identity.access import AccessTokens, Claims
from realtime.access.leases import RETRY_AFTER
from realtime.access.rights import Rights
from realtime.access.watch import Watch, drain
from realtime.kernel.messages import SUBPROTOCOL
from realtime.transport.codes import CODES
from realtime.transport.gateway import CLOSES, POLICY
from realtime.transport.protocol import reason
from tests.support.api import Caller
from tests.support.streaming import MUCH, Viewer, enter, flooded, narrow, refused, room, streaming, watching

KEY = b"k" * 32
RING = 2
EXPIRED = (4002, {"r": "token_expired"})
INVALID = (4003, {"r": "token_invalid"})
TOO_FAST = (4008, {"r": "message_rate_limit_exceeded", "retry_ms": 5000})
TOO_LARGE = (4009, {"r": "payload_too_large"})
NOT_ALLOWED = (4403, {"r": "not_allowed"})
NOT_FOUND = (4404, {"r": "not_found"})
EPOCH_CHANGED = (4011, {"r": "epoch_changed"})
COME_LATER = {"retry_ms": RETRY_AFTER * 1000}


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    """Few places, and tokens that end when they say so."""
    return load(
        PALIO_HOME=tmp_path,
        SECRET_KEY=KEY.decode(),
        PALIO_LEEWAY_SECONDS=0,
        PALIO_STREAM_PER_ACCOUNT=2,
        PALIO_STREAM_PER_ADDRESS=4,
        PALIO_STREAM_PER_ROOM=3,
        PALIO_STREAM_RING=RING,
    )


async def private(organiser: Caller, at: str) -> None:
    """Hide a tournament from whoever does not belong to it."""
    definition = {"name": "Open", "slug": "open", "visibility": "private"}
    assert (await organiser.put(at, {"definition": definition})).status_code == 200


async def hears(organiser: Caller, at: str, name: str, *viewers: Viewer) -> None:
    """Whoever is left is told what happens."""
    await enter(organiser, at, name)
    for viewer in viewers:
        assert (await viewer.event())["data"]["name"] == name


def minted(services: Services, organiser: Caller, minutes: float) -> str:
    """A token of the organiser's that is good for so long."""
    tokens = AccessTokens([KEY], services.rules.origin, minutes=minutes)
    return tokens.mint(organiser.account, services.tokens.read(organiser.token).session)


def test_every_reason_fits_into_a_close_frame() -> None:
    codes = [each.name for each in CODES] + ["message_rate_limit_exceeded", "connection_limit_exceeded"]
    assert all(len(reason(code, 99_999).encode()) <= 123 for code in codes)


def test_every_refusal_is_answered_with_one_of_the_codes() -> None:
    assert {*CLOSES.values(), POLICY} < {each.code for each in CODES}


async def test_4002_a_token_that_has_ended_is_refused_at_the_door(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    old = minted(services, organiser, -1)
    assert await refused(url, room(at), old) == EXPIRED
    async with watching(url, room(at), organiser.token) as staff:
        await staff.say(type="auth", token=old)
        assert await staff.closed() == EXPIRED


async def test_4002_a_token_ends_while_its_holder_watches(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at), minted(services, organiser, 0.04)) as staff:
        assert await staff.closed() == EXPIRED


async def test_4002_a_ticket_lasts_no_longer_than_the_token_it_was_issued_for(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    claims = services.tokens.read(organiser.token or "")
    ended = Claims(claims.account, claims.session, datetime.now(UTC))
    async with watching(url, f"{room(at)}?ticket={services.tickets.issue(ended)}") as staff:
        assert await staff.closed() == EXPIRED


async def test_4003_what_is_no_token_of_ours_is_refused(at: str, url: str) -> None:
    foreign = AccessTokens([b"x" * 32], "http://elsewhere.test").mint(uuid4(), uuid4())
    for token in ("nonsense", foreign):
        assert await refused(url, room(at), token) == INVALID
        assert await refused(url, f"{room(at)}?token={token}") == INVALID
        assert await refused(url, f"{room(at)}?ticket={token}") == INVALID
    unreadable = [SUBPROTOCOL, "base64url.bearer.palio._w"]
    assert await refused(url, room(at), subprotocols=unreadable) == INVALID


async def test_4003_a_session_ends_while_its_holder_watches(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at), organiser.token) as staff, watching(url, room(at)) as visitor:
        await services.sessions.end_all(organiser.account or uuid4(), "sign_out")
        await Rights(streaming(services)).end_denied()
        assert await staff.closed() == INVALID
        assert await refused(url, room(at), organiser.token) == INVALID
        await visitor.say(type="ping")
        assert (await visitor.of_type("pong"))["head"]


async def test_4008_two_hundred_messages_at_once_are_too_many(organiser: Caller, at: str, url: str) -> None:
    async with watching(url, room(at)) as visitor, watching(url, room(at)) as another:
        for _ in range(200):
            await visitor.socket.send('{"type":"ping"}')
        assert await visitor.closed() == TOO_FAST
        await hears(organiser, at, "Ann", another)


async def test_4008_the_connections_of_an_account_keep_one_pace(organiser: Caller, at: str, url: str) -> None:
    async with (
        watching(url, room(at), organiser.token) as one,
        watching(url, room(at), organiser.token) as two,
    ):
        for viewer in (one, two):
            for _ in range(11):
                await viewer.socket.send('{"type":"ping"}')
        assert await two.closed() == TOO_FAST


@pytest.mark.parametrize(
    ("most", "why", "known"),
    [(2, "connection_limit_exceeded", True), (3, "room_full", False)],
    ids=["of an account", "in a room"],
)
async def test_4008_where_all_places_are_taken_one_is_free_when_somebody_leaves(
    organiser: Caller, at: str, url: str, most: int, why: str, known: bool
) -> None:
    token = organiser.token if known else None
    async with AsyncExitStack() as inside:
        viewers = [await inside.enter_async_context(watching(url, room(at), token)) for _ in range(most - 1)]
        async with watching(url, room(at), token):
            for _ in range(3):
                assert await refused(url, room(at), token) == (4008, {"r": why, **COME_LATER})
        viewers.append(await inside.enter_async_context(watching(url, room(at), token)))
        await hears(organiser, at, "Ann", *viewers)


async def test_4008_an_address_has_so_many_places_whatever_it_watches(
    organiser: Caller, at: str, url: str
) -> None:
    other = await organiser.tournament(slug="other")
    async with watching(url, room(at)), watching(url, room(at)), watching(url, room(other)):
        async with watching(url, room(other)):
            assert await refused(url, room(other)) == (4008, {"r": "connection_limit_exceeded", **COME_LATER})
        async with watching(url, room(other)) as visitor:
            await hears(organiser, other, "Ann", visitor)


async def test_who_is_refused_otherwise_takes_no_place(organiser: Caller, at: str, url: str) -> None:
    for _ in range(5):
        assert await refused(url, room(at) + "?since=99") == EPOCH_CHANGED
        assert await refused(url, room(at), "nonsense") == INVALID
    async with watching(url, room(at)) as visitor:
        await hears(organiser, at, "Ann", visitor)


async def test_4009_a_message_may_have_16_kib(organiser: Caller, at: str, url: str) -> None:
    for said in ("x" * 17_000, b"x" * 17_000, "ä" * 8_200):
        async with watching(url, room(at)) as visitor, watching(url, room(at)) as another:
            await visitor.socket.send(said)
            assert await visitor.closed() == TOO_LARGE
            await hears(organiser, at, f"{len(said)} {type(said).__name__}", another)


async def test_1009_nobody_reads_64_kib(at: str, url: str) -> None:
    async with watching(url, room(at)) as visitor:
        await visitor.socket.send("x" * 70_000)
        with pytest.raises(ConnectionClosed) as end:
            await visitor.message()
        assert end.value.rcvd is not None and end.value.rcvd.code == 1009


async def test_4010_who_reads_nothing_is_closed_and_comes_back(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at), sock=narrow(url)) as slow:
        sink = await flooded(services, slow)
        held = sink.transport.get_write_buffer_size()
        async with watching(url, room(at)) as quick:
            for name in ("Ann", "Ben"):
                await hears(organiser, at, name, quick)
        assert sink.transport.get_write_buffer_size() == held < 1_000_000
        watch = Watch(streaming(services), slowest=0)
        await watch.end_slow()
        await watch.end_slow()
        slow.listen()
        assert await slow.closed() == (4010, {"r": "slow", "retry_ms": 1000})
    async with watching(url, f"{room(at)}?since={slow.last}") as again:
        assert [event["data"]["name"] for event in await again.events(2)] == ["Ann", "Ben"]


async def test_4010_who_reads_slowly_stays_until_it_reads_nothing_any_more(
    at: str, url: str, services: Services
) -> None:
    watch = Watch(streaming(services), slowest=0)
    async with watching(url, room(at), sock=narrow(url)) as slow:
        sink = await flooded(services, slow)
        for _ in range(40):
            sink.message(MUCH)
        for _ in range(4):
            held = sink.unsent
            await watch.end_slow()
            await slow.read_until(lambda held=held: sink.unsent < held)
        assert sink.paused
        assert streaming(services).connections
        await watch.end_slow()
        await watch.end_slow()
        assert not streaming(services).connections
        slow.vanish()


async def test_4010_who_takes_a_while_and_reads_on_stays(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at), sock=narrow(url)) as slow:
        sink = await flooded(services, slow)
        await Watch(streaming(services), slowest=60).end_slow()
        slow.listen()
        await hears(organiser, at, "Ann", slow)
        assert not sink.paused


async def test_4011_numbers_of_another_log_mean_nothing_here(at: str, url: str, services: Services) -> None:
    assert await refused(url, room(at) + "?epoch=another") == EPOCH_CHANGED
    assert await refused(url, room(at) + "?since=5") == EPOCH_CHANGED
    async with watching(url, f"{room(at)}?since=4&epoch={streaming(services).hub.epoch}") as visitor:
        assert visitor.last == 4


async def test_4403_staff_who_are_dismissed_watch_no_longer_as_such(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    ben = await organiser.signed_in("ben")
    staff = f"{at}staff/{ben.account}/"
    assert (await organiser.put(staff, {"role": "referee"})).status_code == 200
    async with (
        watching(url, room(at), ben.token) as referee,
        watching(url, room(at), organiser.token) as owner,
    ):
        assert (await organiser.delete(staff)).status_code == 200
        await services.runner.wait(await services.reader.head(), 10)
        await Rights(streaming(services)).end_denied()
        assert await referee.closed() == NOT_ALLOWED
        assert (await owner.event())["type"] == "staff_updated"
    async with watching(url, room(at), ben.token):
        """Anyone may watch what is public."""


async def test_4403_visitors_watch_no_longer_what_was_made_private(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at)) as visitor, watching(url, room(at), organiser.token) as owner:
        await private(organiser, at)
        await owner.event()
        await services.runner.wait(await services.reader.head(), 10)
        await Rights(streaming(services)).end_denied()
        assert await visitor.closed() == NOT_ALLOWED
        await hears(organiser, at, "Ann", owner)


async def test_4404_what_may_not_be_known_of_is_not_there(organiser: Caller, url: str) -> None:
    draft = (await organiser.post("/api/tournaments/", {"name": "Draft", "slug": "draft"})).json()["id"]
    hidden = await organiser.live(["Ann", "Ben"], visibility="private")
    (final,) = (await organiser.get(hidden + "matches/")).json()["items"]
    ben = await organiser.signed_in("ben")
    for path in (
        f"/ws/tournament/{draft}/",
        room(hidden),
        f"/ws/tournament/{uuid4()}/",
        f"/ws/match/{final['id']}/",
        f"/ws/match/{uuid4()}/",
    ):
        assert await refused(url, path) == NOT_FOUND
        assert await refused(url, path, ben.token) == NOT_FOUND
    for path in (f"/ws/tournament/{draft}/", room(hidden)):
        async with watching(url, path, organiser.token):
            """Whoever runs it may watch it."""


async def test_1012_a_server_that_ends_sends_everyone_away_to_come_back(
    at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at)) as one, watching(url, room(at)) as two:
        await drain(streaming(services), batch=1, pause=0)
        for viewer in (one, two):
            code, why = await viewer.closed()
            assert (code, why["r"]) == (1012, "restart")
            assert 0 <= why["retry_ms"] < 5_000
    assert await refused(url, room(at)) == (1012, {"r": "restart", "retry_ms": 2000})


async def test_1013_where_the_log_does_not_answer_one_may_try_again(
    organiser: Caller, at: str, url: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise psycopg.OperationalError

    await enter(organiser, at, *[f"E{number}" for number in range(2 * RING)])
    async with watching(url, room(at)) as now:
        monkeypatch.setattr(services.reader, "rows_of_scope", broken)
        async with watching(url, room(at) + "?since=start") as late:
            assert await late.closed() == (1013, {"r": "unavailable", "retry_ms": 1000})
        await now.say(type="ping")
        await now.of_type("pong")


async def test_1001_who_leaves_is_answered(at: str, url: str, services: Services) -> None:
    async with watching(url, room(at)) as visitor:
        await visitor.socket.close(1001, "away")
        assert visitor.socket.close_code == 1001
    assert not streaming(services).connections
