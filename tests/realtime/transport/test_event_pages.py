"""Pages of events tell what the stream tells, and those that are full never change."""

from itertools import pairwise
from typing import Any

import httpx
import pytest

from bootstrap.settings import Settings, load
from realtime.rooms.room import PAGE
from tests.support.api import Caller, code
from tests.support.streaming import Told, enter, room, source, watching

FOR_EVER = "max-age=31536000, immutable"
ENTRANTS = [f"E{number}" for number in range(64)]


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    """A ring smaller than a page."""
    return load(PALIO_HOME=tmp_path, SECRET_KEY="k" * 32, PALIO_REQUEST_LIMIT="off", PALIO_STREAM_RING=8)


async def chain(caller: Caller, at: str) -> list[httpx.Response]:
    """Every page, each where the one before leads."""
    pages, after = [], 0
    while after is not None:
        pages.append(await caller.call("GET", f"{at}events/?after={after}"))
        assert pages[-1].status_code == 200, pages[-1].text
        after = pages[-1].json()["next"]
    return pages


def told(pages: list[httpx.Response]) -> list[Told]:
    return [event for page in pages for event in page.json()["events"]]


async def test_pages_socket_and_event_source_tell_the_same(organiser: Caller, url: str) -> None:
    at = await organiser.live(ENTRANTS, capacity=64)
    visitor = Caller(organiser.client, organiser.services)
    public, whole = told(await chain(visitor, at)), told(await chain(organiser, at))
    for caller, expected in ((visitor, public), (organiser, whole)):
        async with watching(url, room(at) + "?since=start", caller.token) as viewer:
            assert await viewer.events(len(expected)) == expected
    async with source(url, at, "?since=start") as browser:
        assert [await browser.event() for _ in public] == public
    assert all(event["prev"] == before["id"] for before, event in pairwise(public))
    assert {event["id"] for event in public} < {event["id"] for event in whole}
    assert public[-1]["id"] > PAGE


async def test_a_full_page_is_the_same_for_ever(organiser: Caller) -> None:
    at = await organiser.tournament(capacity=256)
    await enter(organiser, at, *(f"E{number}" for number in range(PAGE // 2)))
    visitor = Caller(organiser.client, organiser.services)
    full, open_ = await chain(visitor, at)
    epoch = full.json()["epoch"]
    named = await visitor.call("GET", f"{at}events/?after=0&epoch={epoch}")
    assert named.content == full.content
    assert named.headers["cache-control"] == f"public, s-maxage=60, {FOR_EVER}"
    assert full.headers["cache-control"] == "public, max-age=60"
    own = await organiser.call("GET", f"{at}events/?after=0&epoch={epoch}")
    assert own.headers["cache-control"] == f"private, {FOR_EVER}"
    anew = await visitor.call("GET", f"{at}events/?after=0&epoch=another")
    assert (anew.status_code, code(anew)) == (409, "epoch_changed")
    assert open_.headers["cache-control"] == "public, no-cache"
    assert full.headers["vary"] == open_.headers["vary"] == "Authorization"

    await enter(organiser, at, "Zoe")
    later = await chain(visitor, at)
    assert later[0].content == full.content
    assert told(later)[-1]["data"]["name"] == "Zoe"
    assert "Zoe" not in open_.text


async def test_a_page_may_begin_anywhere(organiser: Caller) -> None:
    at = await organiser.live(ENTRANTS, capacity=64)
    visitor = Caller(organiser.client, organiser.services)
    everything = told(await chain(visitor, at))
    last = everything[-1]["id"]
    for after in (5, PAGE - 1, PAGE, PAGE + 1, last - 1, last, last + 1000):
        page = (await visitor.call("GET", f"{at}events/?after={after}")).json()
        following = page["next"] or last
        assert page["events"] == [each for each in everything if after < each["id"] <= following]


async def test_what_an_account_sees_is_for_its_own_cache(organiser: Caller) -> None:
    at = await organiser.tournament()
    visitor = Caller(organiser.client, organiser.services)
    (own,), (public,) = await chain(organiser, at), await chain(visitor, at)
    assert own.headers["cache-control"] == "private, no-cache"
    assert [event["id"] for event in own.json()["events"]] == [1, 3, 4]
    assert [event["id"] for event in public.json()["events"]] == [3, 4]
    ended = await visitor.call("GET", f"{at}events/", Authorization="Bearer nonsense")
    assert (ended.status_code, code(ended)) == (401, "token_invalid")


async def test_a_hidden_tournament_has_no_pages_and_no_stream(organiser: Caller) -> None:
    at = await organiser.tournament(visibility="private")
    ben = await organiser.signed_in("ben")
    visitor = Caller(organiser.client, organiser.services)
    for caller in (visitor, ben):
        for path in ("events/", "events/stream/"):
            answer = await caller.call("GET", at + path)
            assert (answer.status_code, code(answer)) == (404, "not_found")
    (page,) = await chain(organiser, at)
    assert page.headers["cache-control"].startswith("private")


async def test_numbers_and_origins_that_are_not_ours_are_refused(organiser: Caller) -> None:
    at = await organiser.tournament()
    for query, status, why in (
        ("events/?after=-1", 422, "invalid_request"),
        ("events/?types=nothing", 422, "invalid_query"),
        ("events/stream/?since=x", 422, "invalid_query"),
        ("events/stream/?since=99", 409, "epoch_changed"),
        ("events/stream/?epoch=another", 409, "epoch_changed"),
    ):
        answer = await organiser.call("GET", at + query)
        assert (answer.status_code, code(answer)) == (status, why), query
    foreign = await organiser.call("GET", at + "events/stream/", Origin="https://elsewhere.test")
    assert (foreign.status_code, code(foreign)) == (403, "origin_refused")
