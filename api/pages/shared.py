"""What many visitors ask for at once: after an event, everyone who has the page open asks for it again."""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Sequence
from urllib.parse import parse_qsl

import msgspec
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT = 2.0
"""Seconds for which a page is given to others: what is hidden from visitors is hidden within that time."""
MOST = 100
MOMENT = re.compile(r"/t/[^/]+/at/\d+")
PAGE = re.compile(r"/t/[^/]+(/.*)?")
POSITION = re.compile(r"[0-9]{1,19}")
OWN = ("cookie", "authorization")
"""Whoever sends these may see what others may not."""


class Copy(msgspec.Struct):
    """A page as it was sent; the moment it was drawn, and what it is known to show."""

    turn: asyncio.Lock
    sent: Sequence[Message] = ()
    position: int = 0
    drawn_at: float = 0.0

    def serves(self, position: int) -> bool:
        """Whether it is as new as asked."""
        return self.position >= position and time.monotonic() - self.drawn_at < KEPT


class Shared:
    """Draws once for all visitors who ask for a page as of a position of the log, or for a moment of it.

    One of them draws while the others wait. Whoever asks without a position has just come, and is shown
    what is there now.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._copies: OrderedDict[tuple[object, ...], Copy] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a copy, or what is drawn now."""
        headers = Headers(scope=scope)
        method, path = scope["method"], scope["path"]
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        position = asked.pop("at_least", "0" if "at" in asked or MOMENT.fullmatch(path) else "")
        alike = method == "GET" and PAGE.fullmatch(path) and POSITION.fullmatch(position)
        if not alike or any(name in headers for name in OWN):
            await self._app(scope, receive, send)
            return
        squeezed = "gzip" in headers.get("accept-encoding", "")
        reads = "text/html" in headers.get("accept", "")
        copy = self._copy((path, *sorted(asked.items()), squeezed, reads))
        sent = copy.sent
        if not copy.serves(int(position)):
            async with copy.turn:
                if copy.serves(int(position)):
                    sent = copy.sent
                else:
                    sent = await self._drawn(copy, int(position), scope, receive)
        for message in sent:  # outside the turn: whoever reads slowly keeps nobody waiting
            await send(message)

    async def _drawn(self, copy: Copy, position: int, scope: Scope, receive: Receive) -> Sequence[Message]:
        began, sent = time.monotonic(), list[Message]()

        async def heard(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, heard)
        if sent and sent[0].get("status") == 200:
            copy.sent, copy.position, copy.drawn_at = sent, position, began
        return sent

    def _copy(self, key: tuple[object, ...]) -> Copy:
        found = self._copies.setdefault(key, Copy(asyncio.Lock()))
        self._copies.move_to_end(key)
        if len(self._copies) > MOST:
            self._copies.popitem(last=False)
        return found
