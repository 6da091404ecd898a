"""`palio jobs`: what waits to be done, what was done of late, and what failed."""

from typing import TYPE_CHECKING, Annotated

import typer

from bootstrap.errors import Refused
from cli.common.output import Json, document, say, table
from cli.common.running import opened, run

if TYPE_CHECKING:
    from application.kernel.jobs import Backlog
    from bootstrap.jobs.queue import Listed

app = typer.Typer(no_args_is_help=True, help="Jobs: what follows from facts, and what was put off.")
Number = Annotated[int, typer.Argument(min=1, help="The job's number.")]


@app.command("list")
def list_jobs(
    status: Annotated[
        str | None, typer.Option(help="waiting, running, done or failed; all by default.")
    ] = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, max=10_000, help="How many.")] = 20,
    json: Json = False,
) -> None:
    """The newest jobs, and how all of them stand; what is done is kept for a day."""
    from bootstrap.jobs.telling import STATUSES, shown, words

    if status not in (None, *STATUSES):
        raise Refused(f"status: one of {', '.join(STATUSES)}")
    backlog, found = run(_list([STATUSES[status]] if status else list(STATUSES.values()), count))
    if json:
        document({"backlog": backlog, "items": [shown(job) for job in found]})
        return
    rows = [tuple(shown(job).values()) for job in found]
    table(("id", "job", "told", "status", "tries", "due", "failed of"), rows, empty="No jobs.")
    say(f"\n{words(backlog)}.")


async def _list(statuses: list[str], count: int) -> "tuple[Backlog, list[Listed]]":
    from bootstrap.jobs.queue import Queue

    async with opened() as (_, services):
        return await services.jobs.backlog(), await Queue(services.pool).listed(statuses, count)


@app.command()
def retry(job: Number) -> None:
    """Let a failed job wait again, as if it had never been tried."""
    run(_failed(job, "retry"))
    say(f"Job {job} waits again.")


@app.command()
def discard(job: Number) -> None:
    """Remove a failed job, which is then never done."""
    run(_failed(job, "discard"))
    say(f"Job {job} is gone.")


async def _failed(job: int, what: str) -> None:
    from bootstrap.jobs.queue import Queue

    async with opened() as (_, services):
        if not await getattr(Queue(services.pool), what)(job):
            raise Refused(f"there is no failed job {job}; palio jobs list --status failed names them")
