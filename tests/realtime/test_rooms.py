"""A room misses nothing, whatever happens while it is asked for something."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.services import Services
from domain.errors import NotFound
from eventstore.reader import Reader
from eventstore.records import Recorded
from realtime.hub import Hub
from realtime.lane import Lane
from realtime.log import AccountLog, TournamentLog
from realtime.relay import Audience, Told, relay
from realtime.room import LARGEST_HTML, PAGE, Kind, Room
from realtime.scene import Scene
from tests.support.api import Caller
from tests.support.streaming import enter, streaming


class Board:
    """Notes what it is given to draw."""

    def __init__(self) -> None:
        self.drawn: list[int | None] = []

    def draw(self, fact: Recorded) -> None:
        self.drawn.append(fact.sequence)


class Busy(TournamentLog):
    """Something happens whenever it has been read."""

    happen: Callable[[], Awaitable[None]]

    async def after(self, *asked: Any) -> list[Recorded]:
        facts = await super().after(*asked)
        await self.happen()
        return facts


async def test_a_board_is_given_what_happens_while_it_is_made(api: Caller, services: Services) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)
    log = Busy(services.reader)
    room = Room(UUID(at.split("/")[3]), log, unasked, lambda *_: None)
    names = iter("ABCDEF")

    async def happen() -> None:
        if (name := next(names, None)) is not None:
            await enter(organiser, at, name)
            room.take(await TournamentLog(services.reader).after(room.tournament_id, room.head, 10_000))

    board, begun = Board(), 0

    async def boards(_: UUID, event: int) -> Any:
        nonlocal begun
        begun = event
        return board

    log.happen = nothing
    await room.open()
    log.happen = happen
    await room.picture(boards)
    await happen()
    assert board.drawn == list(range(begun + 1, room.head + 1))


async def test_a_fact_that_cannot_be_told_costs_nobody_the_others(
    api: Caller, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)

    def broken(recorded: Recorded, scene: Scene) -> Told | None:
        if recorded.topic == "Tournament.Published":
            raise LookupError
        return relay(recorded, scene)

    monkeypatch.setattr("realtime.room.relay", broken)
    room = Room(UUID(at.split("/")[3]), TournamentLog(services.reader), unasked, lambda *_: None)
    await room.open()
    heard = room.lane(Kind(Audience.PUBLIC)).ring.after(0, 100) or []
    page = await room.page(Audience.PUBLIC, 0)
    assert [entry.id for entry in heard] == [entry.id for entry in page.entries]
    assert [entry.kind for entry in heard] == ["tournament_updated"]  # registration opened


async def test_a_room_that_cannot_be_filled_keeps_no_other_waiting(
    api: Caller, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    hub = Hub(AccountLog(services.reader, services.pool), "epoch")  # nothing feeds it
    places = [await organiser.tournament(slug=slug) for slug in ("one", "two")]
    broken, well = [await hub.room(UUID(at.split("/")[3])) for at in places]
    for at in places:
        await enter(organiser, at, "Ann")
    before = well.head
    monkeypatch.setattr(broken, "fill", unasked)
    await hub.compare()
    assert well.head > before


async def test_tournaments_that_are_not_there_leave_nothing_behind(services: Services) -> None:
    hub = streaming(services).hub
    for _ in range(3):
        with pytest.raises(NotFound):
            await hub.room(uuid4())
    assert not hub.watched
    assert not hub.rooms._seen


async def nothing() -> None:
    """Happens."""


async def unasked(*_: object) -> Sequence[Any]:
    raise AssertionError("no page is asked for")


class Drawn:
    """A board that draws what it is told to."""

    def __init__(self, *html: str) -> None:
        self._html = iter(html)

    def draw(self, fact: Recorded) -> dict[str, str | None]:
        told = fact.topic == "Registration.Submitted"
        return {"html": next(self._html) if told else "", "say": "said"}


async def test_a_frame_carries_no_more_html_than_a_phone_can_take(api: Caller, services: Services) -> None:
    lane, _ = await drawing(api, services, Drawn("x" * LARGEST_HTML, "x" * (LARGEST_HTML + 1)))
    told = [json.loads(bytes(entry.frame.payload)) for entry in lane.ring.after(0, 10) or []]
    assert [len(event.get("html") or "") for event in told] == [LARGEST_HTML, 0]
    assert [event["say"] for event in told] == ["said", "said"]


async def test_a_board_that_could_not_draw_a_fact_draws_none_after_it(
    api: Caller, services: Services
) -> None:
    lane, room = await drawing(api, services, Drawn())  # it fails at once
    told = [json.loads(bytes(entry.frame.payload)) for entry in lane.ring.after(0, 10) or []]
    assert [event.get("html") for event in told] == [None, None]
    assert room.board is None

    async def boards(*_: object) -> Any:
        return Drawn()

    await room.picture(boards)
    assert room.board is not None


async def test_a_tournament_that_cannot_be_drawn_is_watched_all_the_same(
    api: Caller, services: Services
) -> None:
    _, room = await drawing(api, services, Drawn())
    tried = []

    async def boards(*asked: object) -> Any:
        tried.append(asked)
        raise LookupError

    await room.picture(boards)
    await room.picture(boards)
    assert (room.board, len(tried)) == (None, 1)


async def drawing(api: Caller, services: Services, board: Drawn) -> tuple[Lane, Room]:
    """What is told in HTML where two entered while that board drew."""
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)
    room = Room(UUID(at.split("/")[3]), TournamentLog(services.reader), unasked, lambda *_: None)
    await room.open()
    lane = room.lane(Kind(Audience.PUBLIC, html=True))
    room.board = board
    lane.ring.floor = 0
    await enter(organiser, at, "Ann", "Ben")
    await room.fill()
    return lane, room


async def test_those_who_ask_while_a_room_is_filled_share_the_next_reading(
    api: Caller, services: Services
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)
    log = Counting(services.reader)
    room = Room(UUID(at.split("/")[3]), log, unasked, lambda *_: None)
    await room.open()
    log.asked = 0
    await asyncio.gather(*(room.fill() for _ in range(50)))
    assert log.asked == 1
    first = asyncio.create_task(room.fill())
    await asyncio.sleep(0)
    await enter(organiser, at, "Ann")
    before = room.head
    await asyncio.gather(*(room.fill() for _ in range(50)), first)
    assert room.head > before
    assert log.asked <= 4


async def test_a_page_that_many_miss_is_told_once(api: Caller, services: Services) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=300)
    await enter(organiser, at, *(f"E{number}" for number in range(110)))
    log = Counting(services.reader, services.pool)
    hub = Hub(log, "epoch")
    room = await hub.room(UUID(at.split("/")[3]))
    assert room.head > PAGE
    log.asked = 0
    pages = await asyncio.gather(*(hub.page(room.tournament_id, Audience.PUBLIC, 0) for _ in range(20)))
    assert (len({id(page) for page in pages}), log.asked) == (1, 1)


class Counting(AccountLog):
    """How often it was read."""

    asked = 0

    def __init__(self, reader: Reader, pool: Any = None) -> None:
        super().__init__(reader, pool)

    async def after(self, *asked: Any) -> list[Recorded]:
        self.asked += 1
        await asyncio.sleep(0.01)
        return await super().after(*asked)
