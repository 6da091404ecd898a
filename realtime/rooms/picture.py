"""A room's board: made when pages watch, carried on fact by fact, and dropped once it is wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

import structlog

from eventstore.records import Recorded, Scope
from realtime.rooms.log import ScopeLog

log = structlog.get_logger("realtime")
LARGEST_HTML = 64 * 1024
"""Bytes; a page for whom more has changed fetches it, compressed, from where caches keep it."""
Drawn = dict[str, str | None]


class Board(Protocol):
    """A web page's picture of a tournament, moved on fact by fact."""

    def draw(self, fact: Recorded) -> Drawn:
        """Take in the next fact; `html` and `say` for what it changed."""


Boards = Callable[[UUID, int], Awaitable[Board]]


class Undrawn(Exception):
    """A fact could not be drawn: what the board would show from there on is wrong."""


class Picture:
    """`board` is None until pages watch, and again after a fact that could not be drawn."""

    def __init__(self, scope: Scope, facts: ScopeLog, head: Callable[[], int]) -> None:
        """`head` is the last event the room has taken in."""
        self.board: Board | None = None
        self._scope = scope
        self._facts = facts
        self._head = head
        self._making = asyncio.Lock()

    @property
    def missing(self) -> bool:
        """Whether there is no board, and none is being made."""
        return self.board is None and not self._making.locked()

    async def make(self, boards: Boards) -> None:
        """Have a board that is where the room is, which goes on meanwhile."""
        async with self._making:
            while self.board is None:
                at = self._head()
                board = await boards(self._scope.id, at)
                try:
                    await self._catch_up(board, at)
                except Undrawn:
                    continue  # one made from here on knows what to do with that fact
                self.board = board

    async def _catch_up(self, board: Board, at: int) -> None:
        while at < self._head():
            for fact in await self._facts.after(self._scope, at, self._head()):
                _drawn(board, fact)
                at = fact.sequence or at

    def draw(self, fact: Recorded) -> Drawn:
        """Nothing where there is no board: pages then fetch the state. Raises Undrawn, and has none then."""
        if self.board is None:
            return {}
        try:
            return _drawn(self.board, fact)
        except Undrawn:
            self.board = None
            raise


def _drawn(board: Board, fact: Recorded) -> Drawn:
    try:
        drawn = board.draw(fact)
        html = drawn["html"]
        return drawn if html is None or len(html.encode()) <= LARGEST_HTML else {**drawn, "html": None}
    except Exception as failure:
        log.exception("a fact could not be drawn", topic=fact.topic, position=fact.position)
        raise Undrawn from failure
