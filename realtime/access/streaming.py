"""What every way of watching stands on: the hub, the door, the places, and the connections there are."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import msgspec

from domain.kernel.refusals import NotFound, SignInRequired
from eventstore.reader import Reader
from eventstore.records import Scope
from identity.access import Claims
from realtime.access.access import Access
from realtime.access.asked import Asked
from realtime.access.connection import Connection
from realtime.access.errors import Draining, EpochChanged, OriginRefused
from realtime.access.leases import Lease, Leases, Taken
from realtime.access.limits import Limits, Paces
from realtime.kernel.audiences import VISITOR, Asking
from realtime.kernel.messages import Allowed, Welcome
from realtime.rings.frames import message
from realtime.rings.lane import SLICE, Lane
from realtime.rings.member import Member, Sink, Wanted
from realtime.rooms.hub import Hub
from realtime.rooms.personal import Personal
from realtime.rooms.room import Kind, Room

PING = 20
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Admitted(msgspec.Struct, frozen=True):
    """Somebody who may watch: whom they speak for, what they see, and from which event on."""

    claims: Claims | None
    room: Room | Personal
    asking: Asking
    lane: Lane
    cursor: int
    taken: Taken


class Origins(msgspec.Struct, frozen=True):
    """Whose pages may open the stream; on one's own machine any page of that machine, whatever its port."""

    known: Sequence[str]
    alone: bool = False

    def allow(self, origin: str) -> bool:
        """Whether a page of that origin may."""
        return origin in self.known or (self.alone and urlsplit(origin).hostname in LOOPBACK)


class Streaming:
    """Built once in a process that streams."""

    def __init__(
        self,
        hub: Hub,
        access: Access,
        leases: Leases,
        limits: Limits,
        origins: Origins,
        reader: Reader,
    ) -> None:
        self._reader = reader
        self.hub = hub
        self.access = access
        self.leases = leases
        self.limits = limits
        self.paces = Paces(limits)
        self.connections: set[Connection] = set()
        self._origins = origins

    async def everyone(self) -> AsyncIterator[Connection]:
        """Who is connected, some at a time: thousands are never gone through while others wait."""
        everyone = list(self.connections)
        for start in range(0, len(everyone), SLICE):
            for each in everyone[start : start + SLICE]:
                yield each
            await asyncio.sleep(0)

    def held(self) -> list[Taken]:
        """The places of those who are here."""
        return [each.taken for each in self.connections]

    def check_origin(self, origin: str | None) -> None:
        """Only pages of ours; whoever sends no origin is no browser. Raises OriginRefused."""
        if origin is not None and not self._origins.allow(origin):
            raise OriginRefused(origin=origin[:80])

    async def admit(self, asked: Asked, scope: Scope | None, address: str) -> Admitted:
        """Let somebody into the room of a scope; where none is named, of their account.

        Raises Draining, TokenExpired, TokenInvalid, SignInRequired, NotFound, EpochChanged,
        TooManyConnections, RoomFull.
        """
        if self.hub.draining:
            raise Draining(retry_after=2)
        claims = await self.access.identify(asked.credentials)
        account = claims.account if claims else None
        lease = Lease(account=account, address=address, room=scope.id if scope else None)
        taken = await self.leases.take(lease)
        try:  # a room is opened for whoever has a place, and for nobody else
            room = await self.hub.open(scope or _own(claims))
            asking = await self.asking(room, claims)
            cursor = await self._cursor(asked, room)
            kind = await self.hub.drawn(room, asking) if asked.html else Kind(asking)
            lane = room.lane(kind)
            return Admitted(claims, room, asking, lane, lane.ring.head if cursor is None else cursor, taken)
        except BaseException:
            await self.leases.release(taken)
            raise

    async def around(self, part: Scope) -> Scope:
        """The scope that something is a part of: of a match its tournament. Raises NotFound."""
        found = await self._reader.scope_of(part.id)
        if found is None or found.id == part.id:
            raise NotFound(what=part.kind)
        return found

    async def asking(self, room: Room | Personal, claims: Claims | None) -> Asking:
        """As what they may be there. Raises NotFound where they may not."""
        if claims is not None:
            return await self.access.asking(room.scope, claims.account)
        if room.hidden:
            raise NotFound(what=room.scope.kind)
        return VISITOR

    async def _cursor(self, asked: Asked, room: Room | Personal) -> int | None:
        """A number beyond the end may be one this process has not read yet; else it is of another log."""
        if asked.epoch not in (None, self.hub.epoch):
            raise EpochChanged(head=room.head)
        if asked.since is not None and asked.since > room.head:
            await room.fill()
            if asked.since > room.head:
                raise EpochChanged(head=room.head)
        return asked.since


def _own(claims: Claims | None) -> Scope:
    """The room of what concerns an account. Raises SignInRequired."""
    if claims is None:
        raise SignInRequired(action="follow what concerns you")
    return Scope("account", claims.account)


@contextmanager
def joined(
    streaming: Streaming, admitted: Admitted, sink: Sink, wanted: Wanted | None
) -> Iterator[Connection]:
    """Welcome, and from there on nothing is awaited until the member is live; gone at the end."""
    claims = admitted.claims
    member = Member(admitted.lane, sink, admitted.cursor, wanted)
    connection = Connection(admitted.room, member, sink, claims, admitted.asking, admitted.taken)
    if claims is not None:
        connection.expire_in(streaming.access.ends_in(claims))
    streaming.connections.add(connection)
    sink.message(message(_welcome(streaming, admitted)), admitted.cursor)
    admitted.lane.join(member)
    try:
        yield connection
    finally:
        streaming.connections.discard(connection)
        connection.over()


def _welcome(streaming: Streaming, admitted: Admitted) -> Welcome:
    """The first message."""
    limits = streaming.limits
    return Welcome(
        epoch=streaming.hub.epoch,
        head=admitted.lane.ring.head,
        from_=admitted.cursor,
        ping_s=PING,
        exp=int(admitted.claims.expires_at.timestamp()) if admitted.claims else None,
        limits=Allowed(limits.messages_per_second, limits.burst, limits.payload_bytes),
        viewers=admitted.room.members + 1,
    )
