"""The tables of jobs are those of the release installed, and the application may use them and no more."""

from hashlib import sha256
from importlib.resources import files
from typing import Any

import psycopg
import pytest
from psycopg import errors
from psycopg_pool import AsyncConnectionPool

from application.kernel.jobs import Job
from bootstrap.container import prepare
from bootstrap.jobs.queue import Queue
from tests.support.jobs import stored

LAST = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
SCHEMA = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"
"""Of the text that migration 0008 takes in, whose own checksum covers only the line that names it."""
FORBIDDEN = (
    "TRUNCATE jobs.procrastinate_jobs CASCADE",
    "ALTER TABLE jobs.procrastinate_jobs DISABLE TRIGGER ALL",
    "DELETE FROM jobs.procrastinate_events",
    "DELETE FROM palio.reactions",
    "CREATE TABLE jobs.another ()",
)


def test_the_release_installed_has_no_migration_beyond_it() -> None:
    names = [entry.name for entry in files("procrastinate.sql").joinpath("migrations").iterdir()]
    assert max(name for name in names if name.endswith(".sql")) == LAST


def test_the_schema_that_a_new_database_gets_is_the_one_that_others_have() -> None:
    schema = files("procrastinate.sql").joinpath("schema.sql").read_bytes()
    assert sha256(schema).hexdigest() == SCHEMA


async def test_a_database_is_brought_up_to_date_once(database: str) -> None:
    done = await prepare(database)
    assert (done.applied, done.rebuilt) == ([], [])


async def test_whoever_holds_a_connection_of_the_application_may_put_a_job_in(
    queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await queue.defer(Job("wave", {"to": "ann"}))

    (row,) = await stored(jobs_pool)
    assert (row["task_name"], row["queue_name"], row["args"]) == ("wave", "wave", {"to": "ann"})


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not_do_more(database: str, statement: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("SET ROLE palio_app")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement.encode())
