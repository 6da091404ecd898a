"""Jobs are seen: by `palio jobs`, by the doctor, and by whoever asks whether the service is ready."""

import json
from pathlib import Path
from typing import Any

import pytest
from psycopg_pool import AsyncConnectionPool

from application.kernel.jobs import Job
from bootstrap.jobs.queue import Queue
from bootstrap.jobs.working import working
from bootstrap.settings import Settings
from projections.views import VIEWS
from tests.support.api import Caller
from tests.support.jobs import statuses, stored, until
from tests.support.process import palio, running


@pytest.fixture
def variables(database: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": database, "PALIO_HOME": str(tmp_path)}


async def failed(pool: AsyncConnectionPool[Any], queue: Queue) -> int:
    """The number of a job that has failed, and says of what."""
    await queue.defer(Job("wave", {"to": "ann"}))
    async with pool.connection() as connection:
        await connection.execute(
            "UPDATE jobs.procrastinate_jobs SET status = 'failed', attempts = 8 WHERE task_name = 'wave'"
        )
        await connection.execute(
            "INSERT INTO jobs.errors SELECT id, 'no hand' FROM jobs.procrastinate_jobs WHERE attempts = 8"
        )
    return int((await stored(pool))[-1]["id"])


async def test_a_failed_job_is_listed_retried_and_discarded(
    variables: dict[str, str], queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    number = str(await failed(jobs_pool, queue))
    code, out, _ = await palio("jobs", "list", "--status", "failed", "--json", **variables)
    (job,) = json.loads(out)["items"]
    told = (job["job"], job["arguments"], job["status"], job["tries"], job["error"])
    assert (code, told) == (0, ("wave", {"to": "ann"}, "failed", 8, "no hand"))

    assert (await palio("jobs", "retry", number, **variables))[0] == 0
    assert await statuses(jobs_pool) == ["todo"]
    code, _, err = await palio("jobs", "discard", number, **variables)
    assert (code, "there is no failed job" in err) == (3, True)


async def test_the_doctor_names_failed_jobs_and_what_to_do(
    variables: dict[str, str], queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    code, out, _ = await palio("doctor", **variables)
    assert (code, "ok   jobs: 0 waiting, 0 running, 0 failed; no worker is there" in out) == (0, True)

    number = str(await failed(jobs_pool, queue))
    code, out, _ = await palio("doctor", **variables)
    assert (code, "FAIL jobs" in out, "palio jobs retry" in out) == (1, True, True)
    assert (await palio("jobs", "discard", number, **variables))[0] == 0
    assert (await palio("doctor", **variables))[0] == 0


async def test_readiness_says_how_jobs_stand_and_stays_ready(
    api: Caller, settings: Settings, database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    async def jobs() -> dict[str, Any]:
        answer = await api.client.get("/readiness")
        assert answer.status_code == 200
        return dict(answer.json()["checks"]["jobs"])

    none = {"waiting": 0, "failed": 0, "stalled": 0, "oldest_seconds": None}
    assert await jobs() == {"status": "no worker seen lately", **none}
    await queue.defer(Job("rebuild_views", {"views": []}))
    assert (await jobs())["oldest_seconds"] >= 0

    async def well() -> bool:
        return await jobs() == {"status": "ok", **none}

    async with working(settings, database, api.services):
        await until(well)
        await failed(jobs_pool, queue)
        assert {**await jobs(), "oldest_seconds": None} == {"status": "degraded", **none, "failed": 1}


async def test_a_rebuild_is_left_to_a_worker(
    variables: dict[str, str], jobs_pool: AsyncConnectionPool[Any]
) -> None:
    code, out, _ = await palio("rebuild", "games", "--later", **variables)
    assert (code, "Left to a worker: games. palio jobs list" in out) == (0, True)
    code, out, _ = await palio("rebuild", "--later", "--json", **variables)
    assert json.loads(out) == {"later": [view.name for view in VIEWS]}

    async def done() -> bool:
        return await statuses(jobs_pool) == ["succeeded", "succeeded"]

    async with running("worker", **variables) as worker:
        await until(done, within=60)
        worker.terminate()
        assert await worker.wait() == 0
    code, out, _ = await palio("jobs", "list", **variables)
    assert (code, out.count("rebuild_views"), "0 waiting, 0 running, 0 failed" in out) == (0, 2, True)


async def test_a_view_that_there_is_not_is_refused_at_once(variables: dict[str, str]) -> None:
    code, _, err = await palio("rebuild", "tables", "--later", **variables)
    assert (code, "there is no view tables" in err) == (3, True)
