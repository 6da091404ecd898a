"""The personal rooms of a process, and who of them has reason to read the log."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from domain.entry.ids import registration_of_account
from eventstore.records import Recorded, Scope
from realtime.entry.entrants import registration
from realtime.kernel.subject import Told
from realtime.rooms.log import ENTERED, UNAVAILABLE, AccountLog
from realtime.rooms.personal import Personal
from realtime.rooms.room import Room
from realtime.rooms.rooms import Rooms

log = structlog.get_logger("realtime")
AT_ONCE = 4
"""How many read the log at a time: a tournament that starts concerns everyone in it."""


class Accounts:
    """Rooms by account.

    Rooms of tournaments say whom their events concern, and keep up with the log whatever a feed loses; that
    an account enters one whose room is not open here is heard from the feed, or else found by `look`.
    """

    def __init__(self, facts: AccountLog, room: Callable[[Scope], Awaitable[Room]], window: float) -> None:
        self.rooms: Rooms[UUID, Personal] = Rooms(lambda account: Personal(account, facts, room, window))
        self._facts = facts
        self._looked: int | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._woken: set[UUID] = set()
        self._turns = asyncio.Semaphore(AT_ONCE)

    @property
    def tournaments(self) -> set[Scope]:
        """Those that any of them needs."""
        return {each for personal in self.rooms for each in personal.needed}

    def hear(self, room: Room, told: Told) -> None:
        """An event of a tournament."""
        if not self.rooms:
            return
        now = room.scene.at(room.head)
        if told.about.concerned is None:
            for each in self.rooms:
                if registration(now, registration_of_account(room.scope.id, each.account)):
                    self._wake(each, told.event.position)
            return
        for concerned in told.about.concerned:
            known = registration(now, concerned)
            if known and (found := self.rooms.get(known["account_id"])):
                self._wake(found, told.event.position)

    def entered(self, fact: Recorded) -> None:
        """Somebody entered a tournament whose room is not open."""
        if fact.topic == ENTERED and (found := self.rooms.get(fact.event.account)):
            self._wake(found, fact.position)

    async def look(self) -> None:
        """Read for those who entered unheard, and where reading failed before."""
        rooms = list(self.rooms)
        if not rooms:
            self._looked = None
            return
        since = min(each.head for each in rooms) if self._looked is None else self._looked
        until = await self._facts.position()
        entries = await self._facts.entries(since, until)
        heads = await self._facts.heads(list({over for each in rooms for over in each.over}))
        for each in rooms:
            entered = any(own(entry, each.account) for entry in entries)
            again = any(heads.get(over) != last for over, last in each.over.items())
            if each.head < each.wanted or entered or again:
                await each.fill(until)
        self._looked = until

    def _wake(self, personal: Personal, position: int) -> None:
        if position > personal.head:
            personal.wanted = max(personal.wanted, position)
            if personal.account in self._woken:
                return  # its turn has not come yet, and then it reads to the end
            self._woken.add(personal.account)
            task = asyncio.create_task(self._fill(personal))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fill(self, personal: Personal) -> None:
        async with self._turns:
            self._woken.discard(personal.account)
            try:
                await personal.fill(personal.wanted)
            except UNAVAILABLE:
                log.warning("the log does not answer; the stream waits", account=str(personal.account))


def own(entry: tuple[Scope, UUID], account: UUID) -> bool:
    """Whether a tournament and a registration in it are of the account."""
    tournament, entered = entry
    return entered == registration_of_account(tournament.id, account)
