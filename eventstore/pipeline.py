"""One connection with several statements on their way: one is sent while another is carried out."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus

from eventstore.database import connect

Rows = list[tuple[Any, ...]]


class Pipeline:
    """One prepared statement, sent any number of times without waiting for the answers.

    psycopg's own pipeline mode waits for all that is under way whenever it is asked for one answer, so this
    speaks to libpq.
    """

    def __init__(self, connection: psycopg.AsyncConnection[Any], name: str) -> None:
        self._connection = connection
        self._libpq = connection.pgconn
        self._name = name.encode()
        self._encoding = connection.info.encoding
        self._loop = asyncio.get_running_loop()
        self._socket = self._libpq.socket
        self._answers: deque[asyncio.Future[Rows]] = deque()
        self._said: Rows | psycopg.Error = []
        self._look: asyncio.TimerHandle | None = None
        self.lost = False

    @classmethod
    async def open(cls, url: str, name: str, statement: str) -> "Pipeline":
        """Prepare `statement`, a whole PREPARE of `name`, on a connection of its own."""
        connection = await connect(url)
        try:
            await connection.execute(statement.encode())
            pipeline = cls(connection, name)
            pipeline._begin()
        except BaseException:
            await connection.close()
            raise
        return pipeline

    def _begin(self) -> None:
        self._libpq.nonblocking = 1
        self._libpq.enter_pipeline_mode()
        self._loop.add_reader(self._socket, self._read)
        self._look_again()

    def _look_again(self) -> None:
        """Ten times a second: of a socket that was reset, uvloop says nothing (psycopg looks as often)."""
        self._read()
        if not self.lost:
            self._look = self._loop.call_later(0.1, self._look_again)

    async def close(self) -> None:
        """Give up what is under way."""
        self._lose(psycopg.OperationalError("the connection was closed"))
        await self._connection.close()

    def send(self, values: Sequence[str]) -> asyncio.Future[Rows]:
        """The rows, once they are committed; OperationalError where the connection was lost: they may be."""
        answer: asyncio.Future[Rows] = self._loop.create_future()
        self._answers.append(answer)
        try:
            encoded = [value.encode(self._encoding) for value in values]
            self._libpq.send_query_prepared(self._name, encoded, result_format=1)
            self._libpq.pipeline_sync()
        except psycopg.OperationalError as error:
            self._lose(error)
        else:
            self._flush()
        return answer

    def _flush(self) -> None:
        try:
            more = self._libpq.flush()
        except psycopg.OperationalError as error:
            self._lose(error)
            return
        if more:
            self._loop.add_writer(self._socket, self._flush)
        else:
            self._loop.remove_writer(self._socket)

    def _read(self) -> None:
        try:
            self._libpq.consume_input()
            while self._answers and not self._libpq.is_busy():
                self._take()
        except psycopg.OperationalError as error:
            self._lose(error)

    def _take(self) -> None:
        """One result. An answer counts at the sync that ends its transaction, since a commit may fail."""
        result = self._libpq.get_result()
        if result is None:
            if self._libpq.status == ConnStatus.BAD:
                raise psycopg.OperationalError("the connection is lost")
            return
        if result.status == ExecStatus.TUPLES_OK:
            transformer = Transformer(self._connection)
            transformer.set_pgresult(result)
            self._said = transformer.load_rows(0, result.ntuples, tuple)
        elif result.status == ExecStatus.PIPELINE_SYNC:
            said, self._said = self._said, []
            _tell(self._answers.popleft(), said)
        else:
            self._said = error_from_result(result, self._encoding)

    def _lose(self, error: psycopg.OperationalError) -> None:
        if not self.lost:
            self.lost = True
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            if self._look:
                self._look.cancel()
        while self._answers:
            _tell(self._answers.popleft(), error)


def _tell(answer: asyncio.Future[Rows], said: Rows | psycopg.Error) -> None:
    if answer.done():
        return
    if isinstance(said, psycopg.Error):
        answer.set_exception(said)
    else:
        answer.set_result(said)
