"""Whoever may watch does so over a real socket, from where they left off, and sees what is theirs to see."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from websockets.exceptions import InvalidStatus

from api.kernel.services import Services
from bootstrap.settings import Settings, load
from eventstore.records import Scope
from realtime.access.watch import Watch
from realtime.kernel.messages import SUBPROTOCOL
from realtime.rings.lane import JOINED
from realtime.rooms.room import PAGE
from tests.support.api import Caller
from tests.support.streaming import Viewer, bearer, connected, enter, refused, room, streaming, watching

RING = 4
NAMES = [f"E{number}" for number in range(12)]
NONSENSE = ('{"type":"subscribe"}', '{"type":"ping","id":1}', "[]", "nonsense", b'{"type":"ping"}', "")


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    """A ring so small that what is a little older is read from the log."""
    return load(
        PALIO_HOME=tmp_path, SECRET_KEY="k" * 32, PALIO_STREAM_RING=RING, PALIO_STREAM_PER_ADDRESS="off"
    )


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["data"]["name"] for event in events]


async def test_a_visitor_is_told_what_happens_from_now_on(organiser: Caller, at: str, url: str) -> None:
    async with watching(url, room(at)) as visitor:
        await enter(organiser, at, "Ann", "Ben")
        told = await visitor.events(2)
    assert names(told) == ["Ann", "Ben"]
    assert {event["type"] for event in told} == {"registration_created"}


async def test_the_welcome_says_what_there_is_and_where_the_viewer_is(
    organiser: Caller, at: str, url: str
) -> None:
    async with connected(url, room(at)) as visitor, connected(url, room(at) + "?since=3") as another:
        welcome, second = await visitor.message(), await another.message()
    assert welcome == {
        "type": "welcome",
        "epoch": streaming(organiser.services).hub.epoch,
        "head": 4,
        "from": 4,
        "ping_s": 20,
        "exp": None,
        "limits": {"messages_per_second": 10, "burst": 20, "payload_bytes": 16384},
        "viewers": 1,
    }
    assert (second["from"], second["viewers"]) == (3, 2)


async def test_from_the_start_everything_is_told_once_and_in_order(
    organiser: Caller, at: str, url: str
) -> None:
    await enter(organiser, at, *NAMES)
    async with watching(url, room(at) + "?since=start") as visitor:
        told = await visitor.events(2 + len(NAMES))
    assert [event["type"] for event in told[:2]] == ["tournament_updated"] * 2
    assert names(told[2:]) == NAMES
    assert told[0]["prev"] == 0
    assert all(event["prev"] == before["id"] for before, event in pairwise(told))


@pytest.mark.parametrize("missed", [RING - 1, len(NAMES)], ids=["kept", "older"])
async def test_who_comes_back_is_told_what_was_missed_and_goes_on(
    organiser: Caller, at: str, url: str, missed: int
) -> None:
    await enter(organiser, at, *NAMES)
    async with watching(url, room(at) + "?since=start") as visitor:
        left = (await visitor.events(2 + len(NAMES) - missed))[-1]["id"]
    async with watching(url, f"{room(at)}?since={left}") as visitor:
        assert names(await visitor.events(missed)) == NAMES[-missed:]
        await enter(organiser, at, "Zoe")
        assert names([await visitor.event()]) == ["Zoe"]


async def test_who_comes_back_while_things_happen_misses_nothing(
    organiser: Caller, at: str, url: str
) -> None:
    await enter(organiser, at, *NAMES)
    async with watching(url, room(at) + "?since=start") as early:
        await enter(organiser, at, "Ann")
        async with watching(url, room(at) + "?since=start") as late:
            await enter(organiser, at, "Ben")
            expected = ["Open", "Open", *NAMES, "Ann", "Ben"]
            for visitor in (early, late):
                assert names(await visitor.events(len(expected))) == expected


async def test_a_crowd_of_events_comes_joined_and_loses_none(organiser: Caller, url: str) -> None:
    at = await organiser.tournament(capacity=256)
    await enter(organiser, at, *[f"E{number}" for number in range(JOINED // 2)])
    async with watching(url, room(at)) as visitor:
        for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
            assert (await organiser.post(at + step)).status_code == 200
        head = await organiser.services.reader.sequence(Scope("tournament", UUID(at.split("/")[3])))
        while visitor.last < head:
            await visitor.event()
    assert head > PAGE


async def test_staff_are_told_what_visitors_are_not(organiser: Caller, at: str, url: str) -> None:
    ben = await organiser.signed_in("ben")
    start = room(at) + "?since=start"
    async with watching(url, start) as visitor, watching(url, start, organiser.token) as staff:
        for role in ("REFEREE", "DESK"):
            answer = await organiser.put(f"{at}staff/{ben.account}/", {"role": role.lower()})
            assert answer.status_code == 200, answer.text
        await enter(organiser, at, "Ann")
        told, seen = await staff.events(6), await visitor.events(3)
    assert [event["type"] for event in told] == [
        "tournament_updated",
        "tournament_updated",
        "tournament_updated",
        "staff_updated",
        "staff_updated",
        "registration_created",
    ]
    assert seen[0]["prev"] == 0
    assert seen[2]["prev"] == seen[1]["id"]
    assert told[5]["prev"] == told[4]["id"]
    assert told[5] == {**seen[2], "prev": told[5]["prev"]}


@pytest.mark.parametrize("how", ["header", "subprotocol", "query", "ticket"])
async def test_an_account_is_known_by(organiser: Caller, at: str, url: str, how: str) -> None:
    token = organiser.token or ""
    ticket = organiser.services.tickets.issue(organiser.services.tokens.read(token))
    given: dict[str, dict[str, Any]] = {
        "header": {"token": token},
        "subprotocol": {"subprotocols": [SUBPROTOCOL, bearer(token)]},
        "query": {"path": f"?token={token}"},
        "ticket": {"path": f"?ticket={ticket}"},
    }
    chosen = given[how]
    path = room(at) + chosen.pop("path", "")
    async with connected(url, path, **chosen) as staff:
        assert (await staff.message())["exp"] is not None
        assert staff.socket.subprotocol == (SUBPROTOCOL if how == "subprotocol" else None)


async def test_a_ticket_opens_one_connection(organiser: Caller, at: str, url: str) -> None:
    claims = organiser.services.tokens.read(organiser.token or "")
    path = f"{room(at)}?ticket={organiser.services.tickets.issue(claims)}"
    async with watching(url, path):
        assert (await refused(url, path))[0] == 4003
    assert (await refused(url, path))[0] == 4003


async def test_a_subprotocol_nobody_speaks_is_not_selected(at: str, url: str, organiser: Caller) -> None:
    async with watching(url, room(at), subprotocols=["other.v1"]) as visitor:
        assert visitor.socket.subprotocol is None
    alone = [bearer(organiser.token or "")]
    async with connected(url, room(at), subprotocols=alone) as staff:
        assert (await staff.message())["exp"] is not None
        assert staff.socket.subprotocol is None


async def test_a_viewer_who_chose_is_told_that_alone_and_has_no_gaps(
    organiser: Caller, at: str, url: str
) -> None:
    path = room(at) + "?types=bracket_updated,match_started&since=start"
    async with watching(url, path) as visitor:
        await enter(organiser, at, *NAMES)
        for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
            await organiser.post(at + step)
        told = await visitor.events(2)
    assert [event["type"] for event in told] == ["bracket_updated"] * 2


async def test_a_viewer_who_chose_hears_now_and_then_how_far_things_are(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at) + "?types=match_started") as visitor:
        async with watching(url, room(at)) as everyone:
            await enter(organiser, at, "Ann")
            head = (await everyone.event())["id"]
        await Watch(streaming(services))._bookmark()
        assert await visitor.of_type("bookmark") == {"type": "bookmark", "id": head}


async def test_a_match_has_a_stream_of_its_own(organiser: Caller, url: str) -> None:
    at = await organiser.live(["Ann", "Ben", "Cid", "Dan"])
    first, second, _ = (await organiser.get(at + "matches/")).json()["items"]
    async with watching(url, f"/ws/match/{second['id']}/") as visitor:
        for match in (first, second):
            answer = await organiser.post(f"/api/matches/{match['id']}/forfeit/", {"side": 0})
            assert answer.status_code == 200, answer.text
        told = await visitor.event()
    assert told["type"] == "match_completed"
    assert told["data"]["match_id"] == second["id"]


async def test_who_asks_in_html_is_told_what_to_put_where(organiser: Caller, at: str, url: str) -> None:
    async with watching(url, room(at) + "?html=1") as page:
        await enter(organiser, at, "Ann")
        told = await page.event()
    assert "Ann" in told["html"]
    assert "Ann" in told["say"]


async def test_a_page_that_is_too_old_is_told_to_begin_from_the_state(
    organiser: Caller, at: str, url: str
) -> None:
    async with watching(url, room(at) + "?html=1"):
        await enter(organiser, at, *NAMES)
    async with watching(url, room(at) + "?html=1&since=3") as page:
        reset = await page.of_type("reset")
        page.last = reset["id"]
        await enter(organiser, at, "Zoe")
        told = await page.event()
        while "Zoe" not in told["say"]:  # the last of those before may come after the reset
            told = await page.event()


async def test_a_ping_is_answered_with_the_head(organiser: Caller, at: str, url: str) -> None:
    async with watching(url, room(at)) as visitor:
        await visitor.say(type="ping")
        assert await visitor.of_type("pong") == {"type": "pong", "head": visitor.last}


async def test_what_is_no_message_is_refused_and_the_stream_goes_on(
    organiser: Caller, at: str, url: str
) -> None:
    async with watching(url, room(at)) as visitor:
        for said in NONSENSE:
            await visitor.socket.send(said)
            assert (await visitor.of_type("error"))["code"] == "invalid_schema", said
        await enter(organiser, at, "Ann")
        assert names([await visitor.event()]) == ["Ann"]


async def test_an_address_that_cannot_be_understood_is_refused(at: str, url: str) -> None:
    for query in ("since=-1", "since=x", "since=9007199254740993", "types=", "types=nothing"):
        assert await refused(url, f"{room(at)}?{query}") == (4008, {"r": "invalid_query"}), query


async def test_an_address_that_is_none_is_refused_before_the_handshake(url: str) -> None:
    with pytest.raises(InvalidStatus):
        async with connected(url, "/ws/tournament/open/"):
            raise AssertionError("it was opened")


async def ends(viewer: Viewer, token: str | None) -> tuple[int, dict[str, Any]]:
    """What becomes of a viewer who shows a token."""
    await viewer.say(type="auth", token=token)
    return await viewer.closed()


async def test_a_fresh_token_takes_the_place_of_the_old_one(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at), organiser.token) as staff:
        (connection,) = streaming(services).connections
        renewed = await services.sessions.begin(organiser.account or UUID(int=0))
        fresh = services.tokens.mint(renewed.account, renewed.family)
        await staff.say(type="auth", token=fresh)
        expires = services.tokens.read(fresh).expires_at
        assert (await staff.of_type("auth_ok"))["exp"] == int(expires.timestamp())
        connection.expire_in(0)
        assert await staff.closed() == (4002, {"r": "token_expired"})


async def test_a_token_of_another_account_is_not_taken(organiser: Caller, at: str, url: str) -> None:
    ben = await organiser.signed_in("ben")
    async with watching(url, room(at), organiser.token) as staff:
        assert await ends(staff, ben.token) == (4003, {"r": "token_invalid"})


async def test_a_visitor_stays_one(organiser: Caller, at: str, url: str) -> None:
    async with watching(url, room(at)) as visitor:
        assert await ends(visitor, organiser.token) == (4003, {"r": "token_invalid"})
