"""The WebSocket endpoint: decides who may watch, and hears what they say; the hub does the telling."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import msgspec
from starlette.routing import WebSocketRoute
from starlette.types import Message, Receive, Scope, Send

from domain.kernel.refusals import NotFound, Refusal, SignInRequired
from identity.errors import TokenExpired, TokenInvalid
from realtime import messages as m
from realtime.access.access import Credentials
from realtime.access.asked import Asked, asked
from realtime.access.connection import Connection
from realtime.access.errors import Draining, EpochChanged, Unavailable
from realtime.access.streaming import Admitted, Streaming, joined
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
About = Callable[[Mapping[str, UUID], Streaming], Awaitable[tuple[UUID | None, UUID | None]]]
_decode = msgspec.json.Decoder(m.Ping | m.Auth).decode


class Gateway:
    """An ASGI application for the routes of one kind of address."""

    def __init__(self, about: About) -> None:
        """`about` finds the tournament that an address is about, and the match, where there is one."""
        self._about = about

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection from its handshake to its end."""
        if (await receive())["type"] != "websocket.connect":
            return
        streaming: Streaming = scope["app"].state.streaming
        try:
            tournament_id, match = await self._about(scope["path_params"], streaming)
            asking = asked(scope, match)
            streaming.check_origin(asking.origin)
            admitted = await streaming.admit(asking, tournament_id, scope["state"]["address"])
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


async def _tournament(path: Mapping[str, UUID], _: Streaming) -> tuple[UUID, UUID | None]:
    return path["tournament_id"], None


async def _match(path: Mapping[str, UUID], streaming: Streaming) -> tuple[UUID, UUID | None]:
    return await streaming.tournament_of(path["match_id"]), path["match_id"]


async def _me(_: Mapping[str, UUID], __: Streaming) -> tuple[UUID | None, UUID | None]:
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
    WebSocketRoute("/ws/tournament/{tournament_id:uuid}/", Gateway(_tournament)),
    WebSocketRoute("/ws/match/{match_id:uuid}/", Gateway(_match)),
    WebSocketRoute("/ws/me/", Gateway(_me)),
]
