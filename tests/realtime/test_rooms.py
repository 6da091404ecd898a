"""A room misses nothing, whatever happens while it is asked for something."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.services import Services
from domain.errors import NotFound
from eventstore.records import Recorded
from realtime.log import TournamentLog
from realtime.room import Room
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
