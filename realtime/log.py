"""What the stream asks of the log: facts of one tournament, also those this release does not know."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import structlog

from eventstore.reader import COLUMNS, Reader, recorded
from eventstore.records import Recorded

log = structlog.get_logger("realtime")
PAGE = 500
FIELDS = tuple(name.strip() for name in COLUMNS.split(","))


def known(row: Sequence[Any]) -> Recorded:
    """A row of COLUMNS; where its fact cannot be read, a fact without a topic, which nobody is told of."""
    try:
        return recorded(row)
    except Exception:
        at = dict(zip(FIELDS, row, strict=True))
        log.exception("a fact cannot be read and is told to nobody", position=at["position"])
        taken = ("position", "originator_id", "originator_version", "tournament_id", "sequence")
        ids = ("recorded_at", "actor", "command_id", "correlation_id", "causation_id")
        return Recorded(topic="", event=None, **{name: at[name] for name in (*taken, *ids)})


class TournamentLog:
    """Facts in order, read so that nothing else waits: decoded in threads where there are many."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def head(self, tournament_id: UUID) -> int:
        """The number of its last event; 0 where there is no such tournament."""
        return await self._reader.sequence(tournament_id)

    async def heads(self, tournaments: Sequence[UUID]) -> dict[UUID, int]:
        """The number of the last event of each."""
        return await self._reader.sequences(tournaments)

    async def after(self, tournament_id: UUID, event: int, until: int, limit: int = PAGE) -> list[Recorded]:
        """The next facts beyond `event`, up to `until`."""
        rows = await self._reader.rows_of_tournament(tournament_id, ("",), event, until, limit)
        if len(rows) < PAGE // 10:
            return [known(row) for row in rows]
        return await asyncio.to_thread(_all, rows)

    async def all(self, tournament_id: UUID, until: int) -> AsyncIterator[list[Recorded]]:
        """Every fact up to `until`, page by page."""
        last = 0
        while last < until and (facts := await self.after(tournament_id, last, until)):
            yield facts
            last = facts[-1].sequence or until


def _all(rows: Sequence[Sequence[Any]]) -> list[Recorded]:
    return [known(row) for row in rows]
