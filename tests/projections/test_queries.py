"""Queries ask for what they show, and get the same from memory and from tables."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from psycopg_pool import AsyncConnectionPool

from application.kernel.actor import Actor
from application.kernel.engine import Engine
from application.match.commands import CorrectResult
from domain.account.ids import account_id
from domain.bracket.ids import bracket_id
from domain.match.ids import match_id
from domain.match.score import GameScore
from eventstore.database import pool as opened_pool
from eventstore.reader import Reader
from eventstore.records import Scope
from projections.feed.queries import feed
from projections.kernel.moments import Moments
from projections.kernel.rows import LiveRows, Row, live
from projections.kernel.runner import Runner
from projections.views import VIEWS
from tests.projections.test_views import evening


@pytest.fixture
async def pool(database: str) -> AsyncIterator[AsyncConnectionPool[Any]]:
    async with opened_pool(database, 4) as pool:
        yield pool


class Counted:
    """Rows of the tables, counted by table as they are given out."""

    def __init__(self, rows: LiveRows) -> None:
        self._rows = rows
        self.given: dict[str, int] = {}

    async def select(self, view: str, table: str, where: Mapping[str, Any], **settings: Any) -> list[Row]:
        found = await self._rows.select(view, table, where, **settings)
        self.given[table] = self.given.get(table, 0) + len(found)
        return found


async def test_a_page_of_the_feed_asks_for_the_names_and_matches_it_mentions(
    engine: Engine, pool: AsyncConnectionPool[Any]
) -> None:
    tournament = await evening(engine)
    await Runner(VIEWS, pool).step()

    async with live(pool) as rows:
        counted = Counted(rows)
        over = await feed(counted, tournament, after=None, limit=1)
        final = await feed(counted, tournament, after=over.next, limit=1)

    assert [entry["text"] for entry in over.items] == ["The tournament is over: Ben won."]
    assert [entry["text"] for entry in final.items] == [
        "Final (match 3): Ben beat Ann 1–1 after extra time (4–3 on penalties) by ruling."
    ]
    assert (counted.given["match"], counted.given["registration"]) == (1, 1 + 2)


async def test_who_sat_in_a_match_then_is_the_same_from_the_tables_and_as_of_a_moment(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    tournament = await evening(engine)
    semi = match_id(bracket_id(tournament), 1, 1)
    correction = CorrectResult(match=semi, games=[GameScore([0, 2])], reason="typed wrong")
    await engine.execute(correction, Actor(account=account_id("organiser")))
    await Runner(VIEWS, pool).step()

    async with live(pool) as rows:
        now = await feed(rows, tournament, after=None, limit=100)
    moment = Moments(VIEWS, reader).after(
        Scope("tournament", tournament), await reader.sequence(Scope("tournament", tournament))
    )
    then = await feed(moment, tournament, after=None, limit=100)

    assert [entry["text"] for entry in now.items] == [entry["text"] for entry in then.items]
    assert "Final (match 3): Ann against Ben has begun." in {entry["text"] for entry in now.items}
