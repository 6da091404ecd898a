"""Whether those who watch still may, asked again and again; who cannot be asked about leaves."""

import asyncio
import random
from collections.abc import Sequence

import structlog

from identity.access import Claims
from realtime.access.access import Again
from realtime.access.connection import Connection
from realtime.access.streaming import Streaming
from realtime.rooms.log import UNAVAILABLE

log = structlog.get_logger("realtime")
LOOKED = 2.0
"""Seconds between two looks: whoever may not watch any longer is gone within five."""
UNANSWERED = 10.0
"""Seconds for which those stay about whom nobody answers."""
SPREAD_MS = 5_000


class Rights:
    """Goes round every two seconds."""

    def __init__(self, streaming: Streaming, *, unanswered: float = UNANSWERED) -> None:
        """`unanswered` is for how many seconds the database may say nothing."""
        self._streaming = streaming
        self._unanswered = unanswered
        self._answered = asyncio.get_running_loop().time()
        self._asking: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await asyncio.sleep(LOOKED)
                await self.look(LOOKED)
        finally:
            if self._asking is not None:
                self._asking.cancel()

    async def look(self, patience: float) -> None:
        """Ask, and after so many seconds go on: a database that has stopped may not even say no."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self.end_denied())
        await asyncio.wait({self._asking}, timeout=patience)
        now = asyncio.get_running_loop().time()
        if self._asking.done():
            self._note(self._asking.exception(), now)
        if now - self._answered > self._unanswered:
            self._asking.cancel()
            self._asking = None
            await self._end_unknown()

    def _note(self, failure: BaseException | None, now: float) -> None:
        if failure is None:
            self._answered = now
        elif isinstance(failure, UNAVAILABLE):
            log.warning("the database does not answer; who watches is looked at again later")
        else:  # a mistake of ours: they may stay no longer for it
            log.error("who watches cannot be looked at", exc_info=failure)

    async def end_denied(self) -> None:
        """Whose session ended, who lost a role, and visitors of what is hidden now.

        What concerns an account is its own for as long as its session lasts.
        """
        hidden = {room.scope for room in self._streaming.hub.rooms if room.hidden}
        known: list[tuple[Connection, Claims]] = []
        async for each in self._streaming.everyone():
            if each.claims is not None:
                known.append((each, each.claims))
            elif each.room.scope in hidden:
                each.end(4403, "not_allowed")
        if known:
            await self._ask(known)

    async def _ask(self, known: Sequence[tuple[Connection, Claims]]) -> None:
        sessions = {claims.session for _, claims in known}
        watchers = {(each.room.scope, claims.account) for each, claims in known}
        again = await self._streaming.access.again(sessions, watchers)
        for each, claims in known:
            if each.claims is not claims:
                continue  # it has shown another token meanwhile, and is asked about next time
            if claims.session in again.over:
                each.end(4003, "token_invalid")
            elif _less(again, each, claims):
                each.end(4403, "not_allowed")

    async def _end_unknown(self) -> None:
        """Nobody knows whether they still may; visitors may watch whatever is not hidden."""
        log.warning("the database does not answer; who watches by a token is sent away")
        async for each in self._streaming.everyone():
            if each.claims is not None:
                later = 1_000 + random.randrange(SPREAD_MS)  # noqa: S311 - it spreads and hides nothing
                each.end(1013, "unavailable", later)


def _less(again: Again, each: Connection, claims: Claims) -> bool:
    """Whether they may see less than they are shown."""
    now = again.askings.get((each.room.scope, claims.account))
    return now is None or now.less_than(each.asking)
