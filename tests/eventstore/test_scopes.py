"""Facts are numbered in the scope of their stream, and found by it."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from eventstore.database import connect
from eventstore.reader import Reader
from eventstore.records import Append, Conflict, Metadata, Recorded, Scope
from eventstore.writer import Writer
from tests.support.store import account, request

ANN, CUP, MATCH = UUID(int=1), UUID(int=2), UUID(int=3)


async def numbers(reader: Reader, scope: Scope) -> list[int]:
    return [fact.sequence for fact in await reader.of_scope(scope)]


async def test_one_append_gives_each_scope_its_own_dense_numbers(writer: Writer, reader: Reader) -> None:
    cup, till = Scope("tournament", uuid4()), Scope("ledger", uuid4())
    for _ in range(3):
        entered, paid, received = account(), account(), account()
        await writer.append(
            request(entered, paid, received, concerns=cup, scopes={paid.id: till, received.id: till})
        )

    assert await numbers(reader, cup) == [1, 2, 3]
    assert await numbers(reader, till) == list(range(1, 7))
    assert [fact.position for fact in await reader.of_scope(cup)] == [1, 4, 7]


async def test_the_scope_that_a_command_concerns_gives_the_number_that_is_answered(writer: Writer) -> None:
    cup, till = Scope("tournament", uuid4()), Scope("ledger", uuid4())
    entered, paid = account(), account()
    appended = await writer.append(request(entered, paid, concerns=cup, scopes={paid.id: till}))
    assert (appended.position, appended.sequence) == (2, 1)

    only_paid = account()
    appended = await writer.append(request(only_paid, concerns=cup, scopes={only_paid.id: till}))
    assert (appended.position, appended.sequence) == (3, None)


async def test_a_stream_that_nobody_gave_a_scope_is_one_of_its_own(writer: Writer, reader: Reader) -> None:
    ann, ben = account("ann"), account("ben")
    ann.grant_role("ADMIN", None)
    await writer.append(request(ann, ben))
    ann.grant_role("PLAYER", None)
    await writer.append(request(ann))

    assert await numbers(reader, Scope("account", ann.id)) == [1, 2, 3]
    assert await numbers(reader, Scope("account", ben.id)) == [1]
    assert await reader.scope_of(ann.id) == Scope("account", ann.id)


async def test_who_knows_an_id_finds_nothing_by_it_in_a_scope_of_another_kind(
    writer: Writer, reader: Reader
) -> None:
    ann = account()
    await writer.append(request(ann))
    elsewhere = Scope("tournament", ann.id)

    assert await reader.of_scope(elsewhere) == []
    assert await reader.sequence(elsewhere) == 0
    assert await reader.rows_of_scope(elsewhere, [""], 0, 9, 9) == []


async def test_numbers_stay_dense_whoever_writes_at_once_and_whoever_is_refused(
    database: str, reader: Reader
) -> None:
    cup, till = Scope("tournament", uuid4()), Scope("ledger", uuid4())
    taken = account("taken")

    async def write(writer: Writer, count: int) -> int:
        stored = 0
        for nth in range(count):
            paid = account()
            also = [taken] if nth % 5 == 0 else []
            clash = Append(
                metadata=Metadata(command_id=uuid4(), name="Test"),
                events=[*[fact for one in also for fact in one.pending_events], *paid.collect_events()],
                concerns=cup,
                scopes={paid.id: till},
            )
            try:
                await writer.append(clash)
            except Conflict:
                continue
            stored += 1
        return stored

    async with Writer(database) as one, Writer(database) as other:
        stored = sum(await asyncio.gather(*(write(writer, 40) for writer in (one, other) for _ in range(4))))

    assert await numbers(reader, till) == list(range(1, stored + 1))
    assert await numbers(reader, cup) == [1]


async def test_no_fact_goes_without_a_scope_and_a_number(database: str) -> None:
    async with await connect(database, role=None) as owner:
        found = await owner.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'palio.facts'::regclass AND attnotnull"
        )
        assert {"kind", "scope", "sequence"} <= {name for (name,) in await found.fetchall()}
        with pytest.raises(psycopg.errors.UndefinedColumn):
            await owner.execute("SELECT tournament_id FROM palio.facts")


def test_a_fact_of_a_tournament_alone_is_of_a_tournament() -> None:
    def of(scope: Scope) -> Any:
        return Recorded(1, MATCH, 1, "", None, *scope, 1, None, None, MATCH, MATCH, None).tournament_id  # type: ignore[arg-type]

    assert (of(Scope("tournament", CUP)), of(Scope("account", ANN))) == (CUP, None)
