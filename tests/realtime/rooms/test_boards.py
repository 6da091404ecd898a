"""Pages are told what to swap in, as long as that is little, and right."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from api.bracket.pages.board import Board
from api.kernel.services import Services
from eventstore.records import Recorded, Scope
from realtime.rooms.picture import LARGEST_HTML
from tests.support.api import Caller
from tests.support.streaming import Told, enter, room, streaming, until, watching


async def fetched(organiser: Caller, at: str, told: Told) -> Any:
    """What the page would fetch to come from the event before to this one."""
    address = f"/t/{at.split('/')[3]}/at/{told['id']}?from={told['id'] - 1}"
    return (await organiser.client.get(address)).json()["html"]


async def test_a_page_for_whom_very_much_has_changed_is_left_to_fetch_it(organiser: Caller, url: str) -> None:
    at = await organiser.tournament(capacity=256)
    await enter(organiser, at, *(f"Entrant number {number}" for number in range(130)))
    async with watching(url, room(at) + "?html=1") as page:
        for step in ("close-registration/", "bracket/generate/"):
            assert (await organiser.post(at + step)).status_code == 200
        closed, _, drawn = await page.events(3)
        assert 0 < len(closed["html"].encode()) <= LARGEST_HTML
        assert drawn["type"] == "bracket_updated"
        assert "html" not in drawn
        assert drawn["say"]
        assert len((await fetched(organiser, at, drawn)).encode()) > LARGEST_HTML


async def test_after_a_fact_that_could_not_be_drawn_pages_begin_again_and_are_then_drawn_for(
    organiser: Caller, url: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await organiser.tournament()
    hub = streaming(services).hub
    here = await hub.room(Scope("tournament", UUID(at.split("/")[3])))
    draw, broken = Board.draw, [True]

    def fails_once(board: Board, fact: Recorded) -> dict[str, str | None]:
        if fact.topic == "Registration.Submitted" and broken:
            broken.clear()
            raise LookupError
        return draw(board, fact)

    monkeypatch.setattr(Board, "draw", fails_once)
    async with watching(url, room(at)) as visitor, watching(url, room(at) + "?html=1") as page:
        await enter(organiser, at, "Ann")
        entered = await visitor.event()
        page.last = (await page.of_type("reset"))["id"]
        assert page.last >= entered["id"]
        await hub.compare()
        await until(lambda: not here.undrawn)
        await enter(organiser, at, "Ben")
        told = await page.event()
        assert told["data"]["name"] == "Ben"
        assert told["html"] == await fetched(organiser, at, told)


async def test_a_fact_that_cannot_be_read_keeps_no_page_from_being_drawn_for(
    organiser: Caller, url: str, database: str
) -> None:
    at = await organiser.tournament()
    await enter(organiser, at, "Ann", "Ben")
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as owner:
        await owner.execute("ALTER TABLE palio.facts DISABLE TRIGGER ALL")
        await owner.execute(
            "UPDATE palio.facts SET topic = 'Later.Release' WHERE position ="
            " (SELECT max(position) FROM palio.facts WHERE topic = 'Registration.Submitted')"
        )
    async with watching(url, room(at) + "?html=1") as page:
        await enter(organiser, at, "Cat")
        told = await page.event()
    assert "Cat" in told["say"]
    assert "Cat" in told["html"]
