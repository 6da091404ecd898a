"""Palio's server as a process of its own, into whose hub facts are brought as the log's tail brings them."""

import asyncio
import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import msgspec
import uvloop

from benchmarks.stream.publishing import fact, flat_out, paced
from bootstrap.container import services
from bootstrap.serving import listening, served
from bootstrap.settings import load
from eventstore.ending import end
from eventstore.records import Scope
from realtime.rings import lane
from realtime.rooms.hub import Hub


class Asked(msgspec.Struct, frozen=True):
    """One line on stdin: a rate, or how many messages may be under way, or neither for silence."""

    rate: float | None = None
    under_way: int | None = None
    progress: str = ""


class Script:
    """Brings facts of one match into its room, as it is told to."""

    def __init__(self, hub: Hub, tournament_id: UUID, match: UUID) -> None:
        self._hub = hub
        self._tournament_id = tournament_id
        self._match = match

    async def follow(self, lines: asyncio.StreamReader) -> None:
        """Until stdin ends."""
        task = None
        while line := await lines.readline():
            if task is not None:
                await end(task)
            asked = msgspec.json.decode(line, type=Asked)
            head = (await self._hub.room(Scope("tournament", self._tournament_id))).head
            if asked.rate is not None:
                task = asyncio.create_task(paced(self._bring, head, asked.rate))
            elif asked.under_way is not None:
                task = asyncio.create_task(flat_out(self._bring, head, asked.under_way, Path(asked.progress)))

    async def _bring(self, numbers: Iterable[int]) -> None:
        self._hub.take([fact(self._tournament_id, self._match, number) for number in numbers])


async def serve(tournament_id: UUID, match: UUID, *, joined: bool) -> None:
    """By the environment's settings."""
    settings = load()
    assert settings.database_url is not None
    async with services(settings, settings.database_url) as made:
        hub: Hub = made.mounted.state["streaming"].hub
        if not joined:
            hub._window, lane.JOINED = 0.0, 1  # each event in a frame of its own, and at once
        async with served(settings, made, listening(settings.host, settings.port)):
            lines = asyncio.StreamReader()
            await asyncio.get_running_loop().connect_read_pipe(
                lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
            )
            await Script(hub, tournament_id, match).follow(lines)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(serve(UUID(sys.argv[1]), UUID(sys.argv[2]), joined=sys.argv[3] == "joined"))
