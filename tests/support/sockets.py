"""Any ASGI application on the protocol classes Palio is served with, and one that says everything again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from api.kernel.protocol import with_deadline
from bootstrap.serving import listening
from realtime.transport.protocol import StreamProtocol


async def echo(_scope: Any, receive: Any, send: Any) -> None:
    """Text comes back as text, octets as octets."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({**message, "type": "websocket.send"})


@asynccontextmanager
async def served(
    app: Any, largest: int = 65_536, **options: Any
) -> AsyncIterator[tuple[int, uvicorn.Server]]:
    """Its port and the server; messages may have `largest` octets, and `options` are uvicorn's."""
    listener = listening("127.0.0.1", 0)
    ours = {
        "http": with_deadline(10),
        "ws": StreamProtocol,
        "ws_max_size": largest,
        "ws_per_message_deflate": True,  # it is never negotiated, whatever is configured
        "lifespan": "off",
        "log_config": None,
    }
    config = uvicorn.Config(app, **{**ours, **options})
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0)
    try:
        yield listener.getsockname()[1], server
    finally:
        server.should_exit = True
        await task
