"""A room misses nothing, whatever happens while it is asked for something."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.services import Services
from domain.errors import NotFound
from eventstore.records import Recorded
from realtime.hub import Hub
from realtime.log import AccountLog, TournamentLog
from realtime.relay import Audience, Told, relay
from realtime.room import Kind, Room
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
