"""The WebSocket endpoint: decides who may watch, and hears what they say; the hub does the telling."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import msgspec
from starlette.routing import WebSocketRoute
from starlette.types import Message, Receive, Scope, Send

from domain.kernel.refusals import NotFound, Refusal, SignInRequired
from eventstore import records
from identity.errors import TokenExpired, TokenInvalid
from realtime.access.access import Credentials
from realtime.access.asked import Asked, asked
from realtime.access.connection import Connection
from realtime.access.errors import Draining, EpochChanged, Unavailable
from realtime.access.streaming import Admitted, Streaming, joined
from realtime.kernel import messages as m
from realtime.rings.frames import message
from realtime.rings.member import Sink
from realtime.rooms.log import UNAVAILABLE
from realtime.transport.plain import plain
from realtime.transport.protocol import SINK, reason

CLOSES: dict[type[Refusal], int] = {
    TokenExpired: 4002,
    TokenInvalid: 4003,
    SignInRequired: 4403,
    NotFound: 4404,
    EpochChanged: 4011,
    Draining: 1012,
    Unavailable: 1013,
}
POLICY = 4008
SCHEMA = "A text frame with one message of palio.v1 is expected."
Find = Callable[[Mapping[str, UUID], Streaming], Awaitable[tuple[records.Scope | None, UUID | None]]]
_decode = msgspec.json.Decoder(m.Ping | m.Auth).decode


class Gateway:
    """An ASGI application for the routes of one kind of address."""

    def __init__(self, find: Find) -> None:
        """`find` says whose room an address leads to, and to which part of it; without one to one's own."""
        self._find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection from its handshake to its end."""
        if (await receive())["type"] != "websocket.connect":
            return
        streaming: Streaming = scope["app"].state.streaming
        try:
            whose, part = await self._find(scope["path_params"], streaming)
            asking = asked(scope, part)
            streaming.check_origin(asking.origin)
            admitted = await streaming.admit(asking, whose, scope["state"]["address"])
        except Refusal as refusal:
            await _refuse(refusal, scope, send)
            return
        except UNAVAILABLE:
            await _refuse(Unavailable(retry_after=1), scope, send)
            return
        try:
            await _accept(scope, send)
            await _follow(streaming, asking, admitted, scope, receive, send)
        finally:
            await streaming.leases.release(admitted.taken)


def whole(kind: str) -> Find:
    """The room of the one thing that the address names."""

    async def find(path: Mapping[str, UUID], _: Streaming) -> tuple[records.Scope, None]:
        (named,) = path.values()
        return records.Scope(kind, named), None

    return find


def part(kind: str) -> Find:
    """That thing alone, in the room of what it is a part of."""

    async def find(path: Mapping[str, UUID], streaming: Streaming) -> tuple[records.Scope, UUID]:
        (named,) = path.values()
        return await streaming.around(records.Scope(kind, named)), named

    return find


async def own(_: Mapping[str, UUID], __: Streaming) -> tuple[None, None]:
    """Whatever concerns whoever asks."""
    return None, None


async def _accept(scope: Scope, send: Send) -> None:
    chosen = m.SUBPROTOCOL if m.SUBPROTOCOL in scope.get("subprotocols", ()) else None
    await send({"type": "websocket.accept", "subprotocol": chosen})


async def _refuse(refusal: Refusal, scope: Scope, send: Send) -> None:
    """Accept, then close: before the handshake a browser would be told nothing but that it failed."""
    await _accept(scope, send)
    after = refusal.context.get("retry_after")
    why = reason(refusal.code, after and after * 1000)
    await send({"type": "websocket.close", "code": CLOSES.get(type(refusal), POLICY), "reason": why})


async def _follow(
    streaming: Streaming, asking: Asked, admitted: Admitted, scope: Scope, receive: Receive, send: Send
) -> None:
    own: Sink | None = scope.get("extensions", {}).get(SINK)
    if own is not None:
        await _hear(streaming, asking, admitted, own, receive)
        return
    async with plain(send) as sink:
        await _hear(streaming, asking, admitted, sink, receive)


async def _hear(
    streaming: Streaming, asking: Asked, admitted: Admitted, sink: Sink, receive: Receive
) -> None:
    pace = streaming.paces.of(admitted.claims.account if admitted.claims else None)
    clock = asyncio.get_running_loop().time
    with joined(streaming, admitted, sink, asking.wanted) as connection:
        while (heard := await receive())["type"] == "websocket.receive":
            if not pace.allow(clock()):
                connection.end(POLICY, "message_rate_limit_exceeded", 5_000)
            else:
                await _answer(streaming, connection, heard)


async def _answer(streaming: Streaming, connection: Connection, heard: Message) -> None:
    """What was said is one of the few things there are to say."""
    text = heard.get("text")
    said = (text if text is not None else heard.get("bytes", "")) or ""
    if len(said.encode() if isinstance(said, str) else said) > streaming.limits.payload_bytes:
        connection.end(4009, "payload_too_large")
        return
    try:
        spoken = _decode(said) if text is not None else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        spoken = None
    match spoken:
        case m.Ping():
            connection.sink.message(message(m.Pong(head=connection.member.lane.ring.head)))
        case m.Auth(token=token):
            await _renew(streaming, connection, token)
        case _:
            refused = m.Error(code="invalid_schema", detail=SCHEMA)
            connection.sink.message(message(refused))


async def _renew(streaming: Streaming, connection: Connection, token: str) -> None:
    """A fresh token of the same account takes the place of the one that ends."""
    try:
        claims = await streaming.access.identify(Credentials(token=token))
        if claims is None or connection.claims is None or claims.account != connection.claims.account:
            raise TokenInvalid()
        connection.expire_in(streaming.access.ends_in(claims))
    except Refusal as refusal:
        connection.end(CLOSES.get(type(refusal), POLICY), refusal.code)
        return
    connection.claims = claims
    connection.sink.message(message(m.AuthOk(exp=int(claims.expires_at.timestamp()))))


sockets = [
    WebSocketRoute("/ws/tournament/{tournament_id:uuid}/", Gateway(whole("tournament"))),
    WebSocketRoute("/ws/match/{match_id:uuid}/", Gateway(part("match"))),
    WebSocketRoute("/ws/me/", Gateway(own)),
]
