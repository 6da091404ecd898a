"""A room misses nothing, whatever happens while it is asked for something."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from api.kernel.services import Services
from domain.kernel.refusals import NotFound
from eventstore.records import Recorded, Scope
from realtime.kernel.audiences import STAFF, VISITOR, Asking
from realtime.kernel.subject import Told
from realtime.relay import relay
from realtime.rings.ring import Entry, Page
from realtime.rooms.hub import Hub
from realtime.rooms.log import AccountLog, ScopeLog
from realtime.rooms.room import Kind, Room, entry
from realtime.scene import Scene
from realtime.subjects import TOLD
from tests.support.api import Caller
from tests.support.streaming import enter, streaming, watching
from tests.support.streaming import room as room_at


class Board:
    """Notes what it is given to draw."""

    def __init__(self) -> None:
        self.drawn: list[int | None] = []

    def draw(self, fact: Recorded) -> dict[str, str | None]:
        self.drawn.append(fact.sequence)
        return {"html": None, "say": None}


class Busy(ScopeLog):
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
    room = Room(scope(at), log, unasked, lambda *_: None)
    names = iter("ABCDEF")

    async def happen() -> None:
        if (name := next(names, None)) is not None:
            await enter(organiser, at, name)
            room.take(await ScopeLog(services.reader).after(room.scope, room.head, 10_000))

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

    monkeypatch.setattr("realtime.rooms.room.relay", broken)
    room = Room(scope(at), ScopeLog(services.reader), unasked, lambda *_: None)
    await room.open()
    heard = room.lane(Kind(VISITOR)).ring.after(0, 100) or []
    page = await room.page(VISITOR, 0)
    assert [entry.id for entry in heard] == [entry.id for entry in page.entries]
    assert [entry.kind for entry in heard] == ["tournament_updated"]  # registration opened


async def test_a_fact_that_no_subject_knows_is_noted_and_told_by_a_release_that_does(
    api: Caller, services: Services, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)
    topic = "Tournament.RegistrationClosed"
    with monkeypatch.context() as earlier, capture_logs() as noted:
        earlier.delitem(TOLD, topic)
        async with watching(url, room_at(at)) as viewer:
            assert (await organiser.post(at + "close-registration/")).status_code == 200
            assert (await organiser.post(at + "cancel/", {"reason": "rain"})).status_code == 200
            assert (await viewer.event())["data"]["status"] == "cancelled"
    (fact,) = [one for one in await services.reader.of_scope(scope(at)) if one.topic == topic]
    untold = {"event": "a fact could not be told", "topic": topic, "position": fact.position}
    assert [one for one in noted if untold.items() <= one.items()]
    later = Room(scope(at), ScopeLog(services.reader), unasked, lambda *_: None)
    await later.open()
    heard = later.lane(Kind(VISITOR)).ring.after(0, 100) or []
    assert fact.sequence in [entry.id for entry in heard]


async def test_what_goes_wrong_with_a_fact_leaves_all_lanes_with_the_same_events(
    api: Caller, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)

    def unheard(_: Room, told: Told) -> None:
        raise LookupError

    def unwritten(told: Told, before: int, **drawn: Any) -> Entry:
        if not drawn and told.event.data.name == "Ben":
            raise ValueError
        return entry(told, before, **drawn)

    log = ScopeLog(services.reader)
    room = Room(scope(at), log, unasked, unheard)
    await room.open()
    await room.picture(made(Board()))
    kinds = [Kind(asking, html=html) for asking in (VISITOR, STAFF) for html in (False, True)]
    lanes, opened = [room.lane(kind) for kind in kinds], room.head
    monkeypatch.setattr("realtime.rooms.room.entry", unwritten)
    await enter(organiser, at, "Ann", "Ben", "Cat")
    await room.fill()
    told = [[one.id for one in lane.ring.after(opened, 100) or []] for lane in lanes]
    assert told == [told[0]] * len(lanes)
    assert len(told[0]) == 2
    assert room.head == await log.head(room.scope)
    page = await room.page(VISITOR, 0)
    assert [one.id for one in page.entries][-2:] == told[0]


async def test_a_room_goes_on_while_it_is_drawn_and_where_that_fails(api: Caller, services: Services) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)
    room = Room(scope(at), ScopeLog(services.reader), unasked, lambda *_: None)
    await room.open()
    asked, ready = list[int](), asyncio.Event()

    class Broken(Board):
        def draw(self, fact: Recorded) -> dict[str, str | None]:
            raise LookupError

    async def boards(_: UUID, event: int) -> Any:
        asked.append(event)
        await ready.wait()
        return Broken() if len(asked) == 1 else Board()

    drawing = asyncio.create_task(room.picture(boards))
    await asyncio.sleep(0)
    await enter(organiser, at, "Ann")
    before = room.head
    await asyncio.wait_for(room.fill(), 5)
    assert room.head > before
    ready.set()
    await drawing
    assert asked == [before, room.head]


async def test_whoever_asks_a_room_to_read_on_waits_for_one_reading(api: Caller, services: Services) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)
    log = Busy(services.reader)
    log.happen = nothing
    room = Room(scope(at), log, unasked, lambda *_: None)
    await room.open()
    await enter(organiser, at, "Ann")
    readings = 0

    async def count() -> None:
        nonlocal readings
        readings += 1

    log.happen = count
    await asyncio.gather(*(room.fill() for _ in range(20)))
    assert readings == 2  # one finds Ann, the next nothing
    first = asyncio.create_task(room.fill())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await enter(organiser, at, "Ben")
    await room.fill()  # asked once the other reads, which may have read too early
    await first
    assert room.head == await ScopeLog(services.reader).head(room.scope)


async def test_a_page_that_many_ask_for_is_told_from_the_log_once(
    api: Caller, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=64)
    hub = streaming(services).hub
    room = await hub.room(scope(at))
    page, asked = room.page, list[int]()

    async def counted(asking: Asking, number: int) -> Page:
        asked.append(number)
        return await page(asking, number)

    monkeypatch.setattr(room, "page", counted)
    pages = await asyncio.gather(*(hub.page(room.scope, VISITOR, 0) for _ in range(20)))
    assert asked == [0]
    assert {len(page.entries) for page in pages} == {2}


async def test_a_room_that_cannot_be_filled_keeps_no_other_waiting(
    api: Caller, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    hub = Hub(AccountLog(services.reader, services.pool), "epoch")  # nothing feeds it
    places = [await organiser.tournament(slug=slug) for slug in ("one", "two")]
    broken, well = [await hub.room(scope(at)) for at in places]
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
            await hub.room(Scope("tournament", uuid4()))
    assert not hub.watched
    assert not hub.rooms._seen


def scope(at: str) -> Scope:
    """Of the tournament that has this address in the API."""
    return Scope("tournament", UUID(at.split("/")[3]))


def made(board: Board) -> Any:
    """It is there at once."""

    async def boards(*_: object) -> Board:
        return board

    return boards


async def nothing() -> None:
    """Happens."""


async def unasked(*_: object) -> Sequence[Any]:
    raise AssertionError("no page is asked for")
