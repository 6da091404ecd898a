"""A process at work follows windows from the fact to the status; what only asks questions does no jobs."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg_pool import AsyncConnectionPool

from api.kernel.services import Services
from application.kernel.actor import Actor
from application.kernel.jobs import Job
from application.kernel.repository import fold
from application.tournament.commands import ChangeDefinition, CreateTournament, PublishTournament
from bootstrap.jobs.menu import REBUILD
from bootstrap.jobs.working import working
from bootstrap.settings import Settings
from domain.kernel import moment
from domain.tournament.definition import Definition
from tests.kernel.test_engine import opened
from tests.support.jobs import stored, until

SOON = timedelta(milliseconds=300)
FOREVER = timedelta(days=1)


@pytest.fixture
async def at_work(settings: Settings, database: str, services: Services) -> AsyncIterator[Services]:
    async with working(settings, database, services):
        yield services


async def published(services: Services, **windows: Any) -> tuple[UUID, Actor]:
    organiser = await opened(services.engine, "organiser", "ORGANIZER")
    tournament = uuid4()
    definition = Definition(name="Open", slug="open", **windows)
    create = CreateTournament(tournament=tournament, owner=organiser.account, definition=definition)
    await services.engine.execute(create, organiser)
    await services.engine.execute(PublishTournament(tournament=tournament), organiser)
    return tournament, organiser


async def status(services: Services, tournament: UUID) -> str:
    return str(fold((await services.reader.streams({tournament: 0}))[tournament]).status)


async def test_registration_opens_by_itself_when_its_instant_comes(at_work: Services) -> None:
    now = moment.now()
    windows = {"registration_opens_at": now + SOON, "registration_closes_at": now + FOREVER}
    tournament, _ = await published(at_work, **windows)

    async def is_open() -> bool:
        return await status(at_work, tournament) == "registration_open"

    await until(is_open)
    assert fold((await at_work.reader.streams({tournament: 0}))[tournament]).modified_on >= now + SOON


async def test_an_instant_set_in_the_past_is_followed_at_once(at_work: Services) -> None:
    tournament, organiser = await published(at_work)
    earlier = Definition(name="Open", slug="open", registration_opens_at=moment.now() - FOREVER)
    await at_work.engine.execute(ChangeDefinition(tournament=tournament, definition=earlier), organiser)

    async def is_open() -> bool:
        return await status(at_work, tournament) == "registration_open"

    await until(is_open)


async def test_a_view_is_rebuilt_by_a_job(at_work: Services, jobs_pool: AsyncConnectionPool[Any]) -> None:
    await published(at_work)
    async with jobs_pool.connection() as connection:
        await connection.execute(
            "INSERT INTO palio.dead_letters (view, position, error) VALUES ('games', 1, '')"
        )
    await at_work.jobs.defer(Job(REBUILD, {"views": ["games", "accounts"]}))

    async def rebuilt() -> bool:
        (job,) = [row for row in await stored(jobs_pool) if row["task_name"] == REBUILD]
        return bool(job["status"] == "succeeded")

    await until(rebuilt)
    async with jobs_pool.connection() as connection:
        cursor = await connection.execute("SELECT count(*) FROM palio.dead_letters")
        assert await cursor.fetchone() == (0,)


async def test_what_a_job_failed_of_is_noted_down(
    at_work: Services, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await at_work.jobs.defer(Job(REBUILD, {"views": ["tables"]}))

    async def noted() -> list[Any]:
        async with jobs_pool.connection() as connection:
            return await (await connection.execute("SELECT error FROM jobs.errors")).fetchall()

    assert await until(noted) == [("KeyError: 'tables'",)]


async def test_what_only_asks_questions_does_no_jobs(
    services: Services, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await published(services, registration_opens_at=moment.now() - FOREVER)
    await services.runner.wait(await services.reader.head())

    assert await stored(jobs_pool) == []
    assert (await services.jobs.backlog()).seen_seconds is None
