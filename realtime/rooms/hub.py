"""Every room that is watched in this process, kept up to date by whatever brings the facts.

A feed is a hint: what it brings out of order or not at all is read from the log, whose heads are compared
with the rooms' every few seconds, or four times a second while the feed itself says that it lags.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog

from domain.kernel.refusals import NotFound, Refusal
from eventstore.records import Recorded, Scope
from realtime.kernel.audiences import Asking
from realtime.rings.lane import WINDOW
from realtime.rings.ring import SIZE, Page
from realtime.rooms.accounts import Accounts
from realtime.rooms.log import ENTERED, UNAVAILABLE, AccountLog
from realtime.rooms.personal import Personal
from realtime.rooms.picture import Boards
from realtime.rooms.room import PAGE, Kind, Room
from realtime.rooms.rooms import Rooms
from realtime.rooms.sharing import Shared
from realtime.subjects import ROOMS

log = structlog.get_logger("realtime")
PAGES = 500
COMPARED = 2.0
LAGGING = 0.25
ACCOUNT = "account"


class Hub:
    """Rooms by scope; those of accounts, over all that concerns them, are kept apart."""

    def __init__(
        self,
        facts: AccountLog,
        epoch: str,
        boards: Boards | None = None,
        *,
        ring: int = SIZE,
        window: float = WINDOW,
    ) -> None:
        """`ring` is how many events of each room are kept, `window` seconds in which events are joined."""
        self.epoch = epoch
        self.draining = False
        self.rooms = Rooms(self._make)
        self.accounts = Accounts(facts, self.room, window)
        self._facts = facts
        self._boards = boards
        self._ring = ring
        self._window = window
        self._tasks: set[asyncio.Task[None]] = set()
        self._pulled: Shared[tuple[Scope, Asking, int, int], Page] = Shared()
        self._pages: OrderedDict[tuple[Scope, Asking, int], Page] = OrderedDict()

    @property
    def watched(self) -> bool:
        """Whether anyone needs the facts."""
        return bool(self.rooms or self.accounts.rooms)

    def wants(self, scope: Scope | None, topic: str) -> bool:
        """Whether anyone needs a fact such as this one."""
        return scope in self.rooms or (topic == ENTERED and bool(self.accounts.rooms))

    async def open(self, scope: Scope) -> Room | Personal:
        """The room of whatever it is. Raises NotFound."""
        return await (self.personal(scope.id) if scope.kind == ACCOUNT else self.room(scope))

    async def room(self, scope: Scope) -> Room:
        """The room of a scope, of a kind that has rooms. Raises NotFound."""
        if scope.kind not in ROOMS:
            raise NotFound(what=scope.kind)
        return await self.rooms.room(scope)

    async def personal(self, account: UUID) -> Personal:
        """The room of what concerns an account."""
        return await self.accounts.rooms.room(account)

    def _make(self, scope: Scope) -> Room:
        return Room(
            scope,
            self._facts,
            self.page,
            self.accounts.hear,
            ring=self._ring,
            window=self._window,
        )

    async def drawn(self, room: Room | Personal, asking: Asking) -> Kind:
        """The class of viewers who are told in HTML, by the board that the room then has. Raises NotFound."""
        if self._boards is None or not isinstance(room, Room) or not room.scene.kind.drawn:
            raise NotFound(what="page")
        await self._picture(room, self._boards)
        return Kind(asking, html=True)

    async def _picture(self, room: Room, boards: Boards) -> None:
        try:
            await room.picture(boards)
        except (Refusal, *UNAVAILABLE):
            raise
        except Exception:  # events come all the same
            log.exception("a room could not be drawn; its pages fetch their state")

    def take(self, facts: Iterable[Recorded]) -> None:
        """What the feed brings, of any scopes, in the log's order."""
        by_room: dict[Room, list[Recorded]] = defaultdict(list)
        for fact in facts:
            if (room := self.rooms.get(fact.scope)) is not None:
                by_room[room].append(fact)
            else:
                self.accounts.entered(fact)
        for room, found in by_room.items():
            self.bring(room, found)

    def bring(self, room: Room, facts: Iterable[Recorded]) -> None:
        """Facts for one room; what is missing before them is read from the log."""
        if not room.take(facts):
            self._begin(self._fill(room))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fill(self, room: Room) -> None:
        try:
            await room.fill()
        except UNAVAILABLE:
            log.warning("the log does not answer; the stream waits", **_named(room.scope))
        except Exception:  # one room must not keep the others waiting
            log.exception("a room could not be filled", **_named(room.scope))

    async def compare(self) -> None:
        """Read what rooms have missed, by the heads the log has."""
        heads = await self._facts.heads([room.scope for room in self.rooms])
        for room in self.rooms:
            if heads.get(room.scope, 0) > room.head:
                await self._fill(room)
            if room.undrawn and self._boards:
                self._begin(self._redraw(room, self._boards))
        await self.accounts.look()

    async def _redraw(self, room: Room, boards: Boards) -> None:
        with suppress(*UNAVAILABLE):
            await self._picture(room, boards)

    async def follow(self, lagging: Callable[[], bool]) -> None:
        """Until cancelled: compare, as often as the feed makes it needful."""
        while True:
            await asyncio.sleep(LAGGING if lagging() else COMPARED)
            try:
                if self.watched:
                    await self.compare()
            except UNAVAILABLE:
                continue

    def close_idle(self) -> None:
        """Forget rooms that nobody needs any longer."""
        self.accounts.rooms.close_idle()
        self.rooms.close_idle(self.accounts.tournaments)

    async def page(self, scope: Scope, asking: Asking, number: int) -> Page:
        """A page whose end has been reached changes no more, and is told once for all who come late."""
        key = (scope, asking, number)
        if (kept := self._pages.get(key)) is not None:
            self._pages.move_to_end(key)
            return kept
        room = await self.room(scope)
        until = min((number + 1) * PAGE, room.head)  # who asks later asks for no less than there is
        page = await self._pulled.get((*key, until), lambda: room.page(asking, number))
        if page.last == (number + 1) * PAGE:
            self._pages[key] = page
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        return page


def _named(scope: Scope) -> dict[str, str]:
    return {scope.kind: str(scope.id)}
