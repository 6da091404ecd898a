"""Deadlines are read off the views: none is missed, each becomes one job, and a nearer one is noticed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from psycopg_pool import AsyncConnectionPool

from application.kernel.engine import Engine
from application.tournament.commands import CreateTournament, PublishTournament
from bootstrap.jobs.menu import agenda
from bootstrap.jobs.queue import Queue
from bootstrap.jobs.timers import Timers
from domain.tournament import windows
from domain.tournament.definition import Definition
from domain.tournament.tournament import Tournament
from eventstore.ending import end
from eventstore.reader import Reader
from eventstore.writer import Writer
from projections.kernel import sql
from projections.kernel.changes import Put
from projections.kernel.rows import live
from projections.kernel.runner import Runner
from projections.tournament.deadlines.projector import WINDOWS
from projections.tournament.deadlines.queries import due, upcoming
from projections.views import VIEWS
from tests.jobs.test_following_windows import HOUR, NOON, Evening
from tests.kernel.test_engine import opened
from tests.support.jobs import stored, until

DEADLINES = next(view for view in VIEWS if view.name == "deadlines")


@pytest.fixture
async def runner(jobs_pool: AsyncConnectionPool[Any]) -> AsyncIterator[Runner]:
    runner = Runner(VIEWS, jobs_pool)
    task = asyncio.create_task(runner.run())
    yield runner
    await end(task)


class Clock:
    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def published(engine: Engine, runner: Runner, **defined: datetime) -> str:
    """Shown by the views."""
    organiser = await opened(engine, "organiser", "ORGANIZER")
    tournament = uuid4()
    definition = Definition(name="Open", slug="open", **defined)
    create = CreateTournament(tournament=tournament, owner=organiser.account, definition=definition)
    await engine.execute(create, organiser)
    outcome = await engine.execute(PublishTournament(tournament=tournament), organiser)
    await runner.wait(outcome.position)
    return str(tournament)


def timers(pool: AsyncConnectionPool[Any], queue: Queue, runner: Runner, clock: Clock) -> Timers:
    return Timers(partial(agenda, pool), queue, runner, clock)


async def test_the_views_and_the_domain_agree_on_every_next_step(jobs_pool: AsyncConnectionPool[Any]) -> None:
    offsets = (None, -HOUR, HOUR)
    statuses = ("draft", "published", "registration_open", "registration_closed", "check_in", "live")
    for status, own, end_of_it, opened_at in product(statuses, offsets, offsets, offsets):
        opens, closes = ("check_in_opens_at", "check_in_closes_at")
        if status in ("published", "registration_open"):
            opens, closes = ("registration_opens_at", "registration_closes_at")
        defined = {opens: own and NOON + own, closes: end_of_it and NOON + end_of_it}
        since = opened_at and NOON + opened_at / 2
        one = Tournament(id=uuid4(), definition=Definition(name="x", slug="x", **defined), owner=uuid4())
        one.status = status
        row = {"status": status, "opened_at": since} | {name: defined.get(name) for name in WINDOWS}
        async with jobs_pool.connection() as connection:
            await connection.execute("DELETE FROM view_deadlines.tournament")
            put = Put("tournament", {"tournament_id": one.id}, row)
            await sql.write(connection, DEADLINES.schema, [put])
        async with live(jobs_pool) as rows:
            asked = [(found["window"], found["at"]) for found in await due(rows, NOON)]
            later = await upcoming(rows, NOON)

        step = windows.next_step(one, since, NOON)
        assert asked == ([step] if step and step.at <= NOON else []), row
        assert later == (step.at if step and step.at > NOON else None), row


async def test_an_instant_that_passed_while_nobody_looked_becomes_a_job(
    engine: Engine, queue: Queue, runner: Runner, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    tournament = await published(engine, runner, registration_opens_at=NOON - HOUR)
    assert await timers(jobs_pool, queue, runner, Clock()).look() is None

    (row,) = await stored(jobs_pool)
    assert (row["task_name"], row["args"]) == ("follow_windows", {"tournament": tournament})


async def test_an_instant_to_come_is_told_and_becomes_a_job_in_its_time(
    engine: Engine, queue: Queue, runner: Runner, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await published(engine, runner, registration_opens_at=NOON + HOUR)
    clock = Clock()
    looking = timers(jobs_pool, queue, runner, clock)
    assert await looking.look() == NOON + HOUR
    assert await stored(jobs_pool) == []

    clock.now = NOON + HOUR
    assert await looking.look() is None
    assert len(await stored(jobs_pool)) == 1


async def test_an_end_is_due_where_registration_was_opened_before_it(
    writer: Writer, reader: Reader, queue: Queue, runner: Runner, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    evening = await Evening(writer, reader).begins()
    await evening.at(NOON + HOUR)
    await runner.wait(await reader.head())
    clock = Clock(NOON + 2 * HOUR)
    assert await timers(jobs_pool, queue, runner, clock).look() == NOON + 3 * HOUR


async def test_several_processes_put_in_one_job_and_none_puts_it_in_again(
    engine: Engine, queue: Queue, runner: Runner, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await published(engine, runner, registration_opens_at=NOON)
    several = [timers(jobs_pool, queue, runner, Clock()) for _ in range(3)]
    await asyncio.gather(*(one.look() for one in several))
    assert len(await stored(jobs_pool)) == 1

    async with jobs_pool.connection() as connection:
        await connection.execute("UPDATE jobs.procrastinate_jobs SET status = 'failed'")
    for one in several:
        await one.look()
    assert len(await stored(jobs_pool)) == 1


async def test_whoever_sleeps_till_a_far_instant_is_woken_by_a_nearer_one(
    engine: Engine, queue: Queue, runner: Runner, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    looked = 0

    async def counted(instant: datetime) -> Any:
        nonlocal looked
        found = await agenda(jobs_pool, instant)
        looked += 1
        return found

    task = asyncio.create_task(Timers(counted, queue, runner, Clock()).run())

    async def sleeping() -> bool:
        return looked > 0

    await until(sleeping)
    await published(engine, runner, registration_opens_at=NOON - timedelta(seconds=1))
    await until(lambda: stored(jobs_pool))
    await end(task)
