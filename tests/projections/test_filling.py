"""Facts become rows: the same twice is the same once, and one that cannot be taken costs a few attempts."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from domain.account.account import Account
from eventstore.database import connect
from eventstore.mapper import from_bytes
from eventstore.records import Recorded
from eventstore.writer import Writer
from projections.kernel import filling, sql
from projections.kernel.changes import Change, Put
from projections.kernel.runner import Runner
from projections.kernel.view import View
from projections.views import VIEWS
from tests.contract.test_stored_facts import SAMPLES, STREAM
from tests.projections.test_views import pool, rows
from tests.support.store import account, request

__all__ = ["pool"]
AT = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
BATCH = filling.BATCH


def recorded(position: int, sample: dict[str, Any]) -> Recorded:
    fact = from_bytes(sample["topic"], sample["version"], sample["state"].encode(), STREAM, position)
    ids = ("tournament", STREAM, position, AT, STREAM, STREAM, STREAM, STREAM)
    return Recorded(position, STREAM, position, sample["topic"], fact, *ids)


FACTS = [recorded(position, sample) for position, sample in enumerate(SAMPLES, 1)]


async def tables(connection: Any, view: View) -> dict[str, list[dict[str, Any]]]:
    found = await connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", (view.schema,)
    )
    shown = connection.cursor(row_factory=dict_row)
    return {
        table: await (await shown.execute(f"SELECT * FROM {view.schema}.{table} ORDER BY 1, 2")).fetchall()
        for (table,) in await found.fetchall()
    }


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_every_stored_sample_twice_changes_nothing(database: str, view: View) -> None:
    def changes(facts: list[Recorded]) -> list[Change]:
        return [change for fact in facts for change in view.project(fact)]

    assert changes(FACTS)
    async with await connect(database) as connection:
        for facts in [*([fact] for fact in FACTS), FACTS]:
            await sql.write(connection, view.schema, changes(facts))
            once = await tables(connection, view)
            await sql.write(connection, view.schema, changes(facts))
            assert await tables(connection, view) == once
    assert any(once.values())


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_fact_outside_its_topics_changes_a_view(view: View) -> None:
    others = [fact for fact in FACTS if not fact.topic.startswith(view.topics)]
    assert [fact.topic for fact in others if list(view.project(fact))] == []


@pytest.fixture
async def poison(writer: Writer) -> UUID:
    """The account whose fact nobody wants, among enough for a batch and a half."""
    made: list[Account] = [account() for _ in range(BATCH * 3 // 2)]
    await writer.append(request(*made))
    return made[BATCH * 2 // 3].id


def raising(fact: Recorded) -> Iterator[Change]:
    raise ValueError("cannot be taken")


def too_large(fact: Recorded) -> Iterator[Change]:
    yield Put("account", {"account_id": fact.originator_id}, {"version": 2**40})


@pytest.mark.parametrize(
    ("wrong", "error"),
    [(raising, "ValueError: cannot be taken"), (too_large, "NumericValueOutOfRange: ")],
    ids=["the projector raises", "the table refuses"],
)
async def test_a_fact_that_cannot_be_taken_is_found_by_halving_and_costs_the_other_views_nothing(
    wrong: Callable[[Recorded], Iterator[Change]],
    error: str,
    poison: UUID,
    pool: AsyncConnectionPool[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempts: list[int] = []

    def choosy(fact: Recorded) -> Iterator[Change]:
        yield Put("account", {"account_id": fact.originator_id}, {"version": 1})
        if fact.originator_id == poison:
            yield from wrong(fact)

    def easy(fact: Recorded) -> Iterator[Change]:
        yield Put("game", {"game_id": fact.originator_id}, {"active": True})

    async def counted(connection: Any, position: int, limit: int) -> list[Recorded]:
        attempts.append(limit)
        return await since(connection, position, limit)

    since = filling.since
    monkeypatch.setattr(filling, "since", counted)
    runner = Runner(
        [
            View("accounts", 1, "projections.account", ("Account",), {"Account.Opened": choosy}),
            View("games", 1, "projections.game", ("Account",), {"Account.Opened": easy}),
        ],
        pool,
    )
    while await runner.step():
        pass

    (letter,) = await rows(pool, "palio.dead_letters")
    assert (letter["view"], letter["position"]) == ("accounts", BATCH * 2 // 3 + 1)
    assert letter["error"].startswith(error)
    assert len(await rows(pool, "view_accounts.account")) == BATCH * 3 // 2 - 1
    assert len(await rows(pool, "view_games.game")) == BATCH * 3 // 2
    assert attempts.count(BATCH) == 2  # each view once as a whole, and then halves of one
    assert len(attempts) <= 2 + 2 * BATCH.bit_length()
