"""The real store on a fresh database."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from psycopg_pool import AsyncConnectionPool

from application.kernel.engine import Engine
from application.subjects import MENU
from domain.account.account import Account
from domain.kernel import moment
from eventstore.reader import Reader
from eventstore.records import Append, Metadata
from eventstore.writer import Writer


@pytest.fixture
async def writer(database: str) -> AsyncIterator[Writer]:
    async with Writer(database) as writer:
        yield writer


@pytest.fixture
async def reader(database: str) -> AsyncIterator[Reader]:
    async with AsyncConnectionPool(database, open=False, min_size=1, max_size=4) as pool:
        yield Reader(pool)


@pytest.fixture
def engine(writer: Writer, reader: Reader) -> Engine:
    return Engine(MENU, writer, reader, clock=moment.now)


def account(handle: str | None = None) -> Account:
    """A new account whose first fact is pending."""
    return Account(handle=handle or uuid4().hex, display_name="x", role="PLAYER", credential=None)


def request(*aggregates: Account, **settings: object) -> Append:
    """The pending facts of `aggregates` as one request."""
    facts = [fact for aggregate in aggregates for fact in aggregate.collect_events()]
    metadata = settings.pop("metadata", None) or Metadata(command_id=uuid4(), name="Test")
    return Append(metadata=metadata, events=facts, **settings)
