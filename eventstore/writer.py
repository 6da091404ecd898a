"""Group commit: whatever has queued while the last transaction ran is carried by the next one."""

import asyncio
import time
from types import TracebackType
from typing import Any

import psycopg

from eventstore.batch import APPEND, documents
from eventstore.ending import end
from eventstore.pipeline import Pipeline, Rows
from eventstore.records import Append, Appended, Conflict, KeyReused, StoreUnavailable

PREPARE = f"PREPARE append (json, json, json) AS {APPEND.format('$1', '$2', '$3')}"
LOST = (psycopg.OperationalError, psycopg.InterfaceError)
WORTH = 16
"""How many requests are worth a commit of their own while another is under way."""


class Waiting:
    """A request and whoever waits for its answer."""

    __slots__ = ("answer", "deadline", "request", "sent")

    def __init__(self, request: Append, deadline: float) -> None:
        self.request = request
        self.answer: asyncio.Future[Appended] = asyncio.get_running_loop().create_future()
        self.deadline = deadline
        self.sent = False


class Writer:
    """The one way into the log. Use as `async with Writer(url) as writer`."""

    def __init__(self, url: str, *, batch: int = 256, deadline: float = 10.0) -> None:
        self._url = url
        self._batch = batch
        self._deadline = deadline
        self._queue: list[Waiting] = []
        self._under_way = 0
        self._turn = asyncio.Event()
        self._opening = asyncio.Lock()
        self._pipeline: Pipeline | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Writer":
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task:
            await end(self._task)
        if self._pipeline:
            await self._pipeline.close()

    async def append(self, request: Append) -> Appended:
        """Store the facts of one command, whole or not at all.

        Raises Conflict, KeyReused, or StoreUnavailable after the deadline. A command stored before with the
        same request gets the answer stored with it. Who stops waiting does not stop the append.
        """
        waiting = Waiting(request, time.monotonic() + self._deadline)
        self._queue.append(waiting)
        self._turn.set()
        try:
            async with asyncio.timeout(self._deadline):
                return await waiting.answer
        except TimeoutError:
            raise StoreUnavailable("the database cannot be reached") from None

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as carrying:
            while True:
                await self._turn.wait()
                self._turn.clear()
                while batch := self._next():
                    self._under_way += 1
                    carrying.create_task(self._carry(batch))

    def _next(self) -> list[Waiting]:
        """What is sent now: all who wait, or half of many, so that the other half can be sent meanwhile."""
        size = len(self._queue)
        if self._under_way and (self._under_way == 2 or size < WORTH):
            return []
        if not self._under_way and size >= 2 * WORTH:
            size = size // 2
        size = min(size, self._batch)
        batch, self._queue = self._queue[:size], self._queue[size:]
        return batch

    async def _carry(self, batch: list[Waiting]) -> None:
        try:
            await self._until_answered(batch)
        finally:
            self._under_way -= 1
            self._turn.set()

    async def _until_answered(self, batch: list[Waiting]) -> None:
        """A connection lost, or one that hangs, is opened again, and the whole batch sent again.

        Sending again is safe: the log knows the commands of a commit whose acknowledgement was lost, and the
        head row's lock makes us wait for a transaction of ours that is still ending.
        """
        while batch:
            try:
                rows = await self._send(batch)
            except (*LOST, TimeoutError):
                batch = self._still_in_time(batch)
                await asyncio.sleep(0.05)
            except Exception as error:
                await self._each_alone(batch, error)
                return
            else:
                for row in rows:
                    settle(batch[row[0] - 1], row)
                return

    async def _send(self, batch: list[Waiting]) -> Rows:
        values = documents([waiting.request for waiting in batch])
        pipeline = await self._open()
        try:
            async with asyncio.timeout(self._deadline):
                return await pipeline.send(values)
        except TimeoutError:
            await pipeline.close()
            raise

    async def _open(self) -> Pipeline:
        async with self._opening:
            if self._pipeline is None or self._pipeline.lost:
                if self._pipeline is not None:
                    await self._pipeline.close()
                self._pipeline = await Pipeline.open(self._url, "append", PREPARE)
            return self._pipeline

    def _still_in_time(self, batch: list[Waiting]) -> list[Waiting]:
        for waiting in batch:
            waiting.sent = True
        now = time.monotonic()
        return [waiting for waiting in batch if waiting.deadline >= now]

    async def _each_alone(self, batch: list[Waiting], error: Exception) -> None:
        """One request that cannot be encoded, or that the database cannot take, must not spoil the others."""
        if len(batch) > 1:
            for waiting in batch:
                await self._until_answered([waiting])
        elif not batch[0].answer.done():
            batch[0].answer.set_exception(error)


def settle(waiting: Waiting, row: tuple[Any, ...]) -> None:
    """Tell the caller what the log says of its request."""
    _, status, position, sequence, stored_hash, stored_answer = row
    if waiting.answer.done():
        return
    if status == "conflict":
        waiting.answer.set_exception(Conflict())
    elif status == "stored":
        waiting.answer.set_result(Appended(position, sequence, waiting.request.answer))
    elif stored_hash == waiting.request.metadata.request_hash:
        replayed = not waiting.sent
        waiting.answer.set_result(Appended(position, sequence, stored_answer, replayed, known=True))
    else:
        waiting.answer.set_exception(KeyReused())
