"""The log takes each command whole, once, in one order for all."""

import asyncio
from uuid import uuid4

import psycopg
import pytest
from psycopg import AsyncConnection

from eventstore.database import connect
from eventstore.mapper import to_bytes
from eventstore.migrate import migrate, scripts
from eventstore.reader import Reader
from eventstore.records import Append, Appended, Conflict, KeyReused, Metadata, Scope
from eventstore.writer import WORTH, Writer
from tests.support.store import account, request


async def test_positions_are_dense_and_a_refused_request_leaves_no_hole(
    writer: Writer, reader: Reader
) -> None:
    first = account()
    taken = request(first)
    await writer.append(taken)

    clash = Append(metadata=Metadata(command_id=uuid4(), name="Test"), events=taken.events)
    answers = await asyncio.gather(
        writer.append(request(account())),
        writer.append(clash),
        writer.append(request(account())),
        return_exceptions=True,
    )

    assert isinstance(answers[1], Conflict)
    assert [fact.position for fact in await reader.since(0)] == [1, 2, 3]


async def test_two_writers_of_one_stream_in_one_batch_leave_one(writer: Writer, reader: Reader) -> None:
    requests = [request(account("same")) for _ in range(8)]

    answers = await asyncio.gather(*map(writer.append, requests), return_exceptions=True)

    assert sum(isinstance(answer, Conflict) for answer in answers) == 7
    assert await reader.head() == 1


async def test_a_gap_in_a_stream_is_a_conflict(writer: Writer) -> None:
    one = account()
    one.collect_events()
    one.grant_role("ADMIN", None)

    with pytest.raises(Conflict):
        await writer.append(request(one))


async def test_a_guard_holds_only_while_its_stream_stands_still(writer: Writer) -> None:
    relied_on = account()
    await writer.append(request(relied_on))
    await writer.append(request(account(), guards=[(relied_on.id, 1)]))
    relied_on.grant_role("ADMIN", None)
    await writer.append(request(relied_on))

    with pytest.raises(Conflict):
        await writer.append(request(account(), guards=[(relied_on.id, 1)]))


async def test_every_tournament_counts_its_own_events(writer: Writer, reader: Reader) -> None:
    mine, other = uuid4(), uuid4()
    for tournament in (mine, other, mine, None, mine):
        await writer.append(request(account(), concerns=Scope("tournament", tournament)))

    assert [fact.sequence for fact in await reader.of_scope(Scope("tournament", mine))] == [1, 2, 3]
    assert [fact.position for fact in await reader.of_scope(Scope("tournament", mine))] == [1, 3, 5]
    assert [fact.sequence for fact in await reader.of_scope(Scope("tournament", other))] == [1]


async def test_the_same_command_again_gets_the_answer_stored_with_it(writer: Writer, reader: Reader) -> None:
    who = Metadata(command_id=uuid4(), name="Test", request_hash=b"one")
    first = await writer.append(request(account(), metadata=who, answer=b'{"n":1}'))
    again = await asyncio.gather(*(writer.append(request(account(), metadata=who)) for _ in range(20)))

    assert {(answer.position, answer.answer, answer.replayed) for answer in again} == {(1, b'{"n":1}', True)}
    assert not first.replayed
    assert await reader.head() == 1


async def test_the_same_key_with_another_request_is_refused(writer: Writer) -> None:
    id_ = uuid4()
    await writer.append(request(account(), metadata=Metadata(command_id=id_, name="T", request_hash=b"a")))

    with pytest.raises(KeyReused):
        await writer.append(
            request(account(), metadata=Metadata(command_id=id_, name="T", request_hash=b"b"))
        )


async def test_thousands_of_facts_go_in_together(writer: Writer, reader: Reader) -> None:
    appended = await writer.append(
        request(*(account() for _ in range(4096)), concerns=Scope("tournament", uuid4()))
    )

    assert (appended.position, appended.sequence) == (4096, 4096)
    assert await reader.head() == 4096


async def test_one_batch_may_hold_what_is_stored_what_is_known_and_what_conflicts(
    writer: Writer, reader: Reader
) -> None:
    tournament = uuid4()
    taken, old = account(), Metadata(command_id=uuid4(), name="Old", request_hash=b"old")
    clash = request(taken, metadata=old, concerns=Scope("tournament", tournament))
    await writer.append(clash)

    answers = await asyncio.gather(
        writer.append(request(account(), account(), concerns=Scope("tournament", tournament))),
        writer.append(request(account(), metadata=old)),
        writer.append(request(concerns=Scope("tournament", tournament))),
        writer.append(request(account(), guards=[(taken.id, 1)])),
        writer.append(Append(metadata=Metadata(command_id=uuid4(), name="Clash"), events=clash.events)),
        writer.append(request(account(), account(), account(), concerns=Scope("tournament", tournament))),
        return_exceptions=True,
    )

    assert isinstance(answers.pop(4), Conflict)
    assert [(a.position, a.sequence, a.replayed) for a in answers if isinstance(a, Appended)] == [
        (3, 3, False),
        (1, 1, True),
        (3, None, False),
        (4, None, False),
        (7, 6, False),
    ]
    assert [fact.position for fact in await reader.since(0)] == list(range(1, 8))
    assert [fact.sequence for fact in await reader.of_scope(Scope("tournament", tournament))] == list(
        range(1, 7)
    )


async def test_who_stops_waiting_does_not_stop_the_append(writer: Writer, reader: Reader) -> None:
    left = asyncio.create_task(writer.append(request(account())))
    await asyncio.sleep(0)
    left.cancel()

    appended = await writer.append(request(account()))

    assert left.cancelled()
    assert (appended.position, await reader.head()) == (2, 2)


async def test_a_request_that_cannot_be_encoded_fails_alone(writer: Writer, reader: Reader) -> None:
    broken = Append(metadata=Metadata(command_id=uuid4(), name="\ud800"), events=[])
    answers = await asyncio.gather(
        writer.append(request(account())), writer.append(broken), return_exceptions=True
    )

    assert isinstance(answers[1], UnicodeEncodeError)
    assert (await writer.append(request(account()))).position == await reader.head() == 2


async def test_a_fact_the_log_could_not_give_back_is_refused_alone(writer: Writer, reader: Reader) -> None:
    answers = await asyncio.gather(
        writer.append(request(account("a\0b"))), writer.append(request(account())), return_exceptions=True
    )

    assert isinstance(answers[0], psycopg.DataError)
    assert isinstance(answers[1], Appended)
    assert await reader.head() == 1


async def test_the_log_holds_a_fact_byte_for_byte_as_it_was_encoded(database: str, writer: Writer) -> None:
    one = account('Žofia 🏆 " \\ \n \x7f \u2028')
    (fact,) = one.pending_events
    await writer.append(request(one))

    app = await connect(database)
    async with app:
        rows = await (await app.execute("SELECT state FROM facts", binary=True)).fetchall()
    assert rows == [(to_bytes(fact)[2],)]


async def test_a_fact_comes_back_as_it_was_stated(writer: Writer, reader: Reader) -> None:
    one = account("Ann")
    one.grant_role("ADMIN", "trusted")
    stated = list(one.pending_events)
    await writer.append(request(one))

    assert [fact.event for fact in await reader.since(0)] == stated
    assert (await reader.streams({one.id: 1}))[one.id] == stated[1:]


async def test_sixteen_writers_and_a_tailing_reader_miss_nothing(database: str, reader: Reader) -> None:
    seen: list[int] = []

    async def write() -> None:
        async with Writer(database) as own:
            for _ in range(25):
                await own.append(request(account()))

    async def tail() -> None:
        while len(seen) < 400:
            seen.extend(fact.position for fact in await reader.since(seen[-1] if seen else 0))

    await asyncio.wait_for(asyncio.gather(tail(), *(write() for _ in range(16))), 60)
    assert seen == list(range(1, 401))


async def test_many_who_wait_are_stored_in_two_batches_and_the_second_conflicts_with_the_first(
    writer: Writer, reader: Reader
) -> None:
    relied_on = account()
    await writer.append(request(relied_on))
    relied_on.grant_role("ADMIN", None)
    first = [request(relied_on), request(account("same")), *(request(account()) for _ in range(WORTH - 2))]
    second = [*(request(account()) for _ in range(WORTH - 2)), request(account("same"))]
    second.append(request(account(), guards=[(relied_on.id, 1)]))

    answers = await asyncio.gather(*map(writer.append, [*first, *second]), return_exceptions=True)

    assert [isinstance(answer, Conflict) for answer in answers] == [False] * (2 * WORTH - 2) + [True] * 2
    stored = await reader.since(1)
    assert [fact.position for fact in stored] == list(range(2, 2 * WORTH))
    assert [fact.command_id for fact in stored] == [
        append.metadata.command_id for append in [*first, *second[:-2]]
    ]
    assert len({fact.recorded_at for fact in stored}) == 2


@pytest.mark.parametrize("callers", [8, 4 * WORTH], ids=["one batch under way", "two batches under way"])
async def test_a_connection_lost_while_writing_is_resolved_not_misreported(
    database: str, writer: Writer, reader: Reader, callers: int
) -> None:
    async def kill() -> None:
        async with await AsyncConnection.connect(database, autocommit=True) as owner:
            for _ in range(15):
                await asyncio.sleep(0.02)
                await owner.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND query LIKE '%palio.append%'"
                    " AND pid <> pg_backend_pid()"
                )

    async def write() -> list[int]:
        return [(await writer.append(request(account()))).position for _ in range(60)]

    _, *answers = await asyncio.gather(kill(), *(write() for _ in range(callers)))
    positions = sorted(position for answer in answers for position in answer)
    assert positions == list(range(1, 60 * callers + 1))
    assert await reader.head() == 60 * callers


@pytest.mark.parametrize("table", ["facts", "commands"])
@pytest.mark.parametrize("change", ["UPDATE {} SET position = 9", "DELETE FROM {}", "TRUNCATE {}"])
async def test_what_has_happened_cannot_be_changed_by_anyone(
    database: str, writer: Writer, table: str, change: str
) -> None:
    await writer.append(request(account()))
    owner = await connect(database, role=None)
    async with owner:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await owner.execute(change.format(table).encode())


async def test_the_application_writes_through_the_append_function_alone(database: str) -> None:
    app = await connect(database)
    async with app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await app.execute("UPDATE log_head SET position = 9")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await app.execute("INSERT INTO facts (position) VALUES (9)")


async def test_four_processes_migrating_at_once_take_turns(postgres: str) -> None:
    from tests.support.postgres import at

    async with await AsyncConnection.connect(postgres, autocommit=True) as owner:
        await owner.execute("CREATE DATABASE migrating_at_once")
    applied = await asyncio.gather(*(migrate(at(postgres, "migrating_at_once")) for _ in range(4)))
    assert sorted(map(len, applied)) == [0, 0, 0, len(scripts())]
