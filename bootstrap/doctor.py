"""What Palio needs to run, examined one by one."""

import shutil
import sys
from collections.abc import Awaitable, Callable

import msgspec

from bootstrap.settings import Settings, load

FREE = 1024**3


class Finding(msgspec.Struct, frozen=True):
    """One thing examined: whether it is as it should be, and what was found, with a way out where not."""

    what: str
    ok: bool
    found: str


async def examine() -> list[Finding]:
    """Everything, the later ones only where the earlier are in order."""
    findings = [_python()]
    try:
        settings = load()
    except Exception as error:
        return [*findings, Finding("settings", False, str(error))]
    findings += [Finding("settings", True, settings.environment), _disk(settings)]
    for what, question in (("database", _database), ("jobs", _jobs), ("redis", _redis)):
        findings.append(await _asked(what, settings, question))
    return findings


async def _asked(what: str, settings: Settings, question: Callable[[Settings], Awaitable[str]]) -> Finding:
    try:
        return Finding(what, True, await question(settings))
    except Exception as error:
        return Finding(what, False, f"{type(error).__name__}: {error}".strip())


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info[:2] == (3, 11), f"{version} (3.11 is needed)")


def _disk(settings: Settings) -> Finding:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        return Finding("disk", False, f"{settings.home} cannot be made ({failure.strerror}): set PALIO_HOME")
    free = shutil.disk_usage(settings.home).free
    return Finding("disk", free > FREE, f"{free / 1024**3:.1f} GiB free where {settings.home} is")


async def _database(settings: Settings) -> str:
    from bootstrap.container import database_url, services

    async with database_url(settings) as url, services(settings, url) as made:
        head = await made.reader.head()
        await made.runner.wait(head, 30)
        async with made.pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT view, count(*) FROM palio.dead_letters GROUP BY 1 ORDER BY 1"
            )
            letters = await cursor.fetchall()
            cursor = await connection.execute(
                "SELECT pg_has_role(session_user, relowner, 'USAGE') FROM pg_class"
                " WHERE oid = 'palio.facts'::regclass"
            )
            owns_the_log = await cursor.fetchone() == (True,)
    if owns_the_log and settings.environment == "production":
        raise RuntimeError(
            "DATABASE_URL signs in as the owner of the log, who could change what is stored:"
            " let it be a member of palio_app and no more (docs/how-to/deploy.md)"
        )
    where = "embedded" if settings.database_url is None else "DATABASE_URL"
    if letters:
        counts = ", ".join(f"{count} by {view}" for view, count in letters)
        raise RuntimeError(
            f"facts that views could not take, see palio.dead_letters: {counts}."
            f" Once a release can take them: palio rebuild {letters[0][0]}"
        )
    return f"{where}, {head} events, views up to date"


async def _jobs(settings: Settings) -> str:
    from bootstrap.container import database_url
    from bootstrap.jobs.queue import Queue
    from bootstrap.jobs.telling import words
    from eventstore import database

    async with database_url(settings) as url, database.pool(url, 1) as pool:
        backlog = await Queue(pool, stalled_after=settings.jobs_stalled_after).backlog()
    if backlog.failed:
        raise RuntimeError(f"{words(backlog)}: palio jobs list --status failed, then palio jobs retry")
    return words(backlog)


async def _redis(settings: Settings) -> str:
    from bootstrap.throttling import stores

    async with stores(settings.redis_url) as (_, answers):
        if answers is None:
            return "not used: counters live in memory"
        if not await answers():
            raise RuntimeError("REDIS_URL does not answer; Palio runs on without it, counting in memory")
        return "answers"
