"""Health: alive without asking anyone, ready when what is needed answers."""

from typing import Any

import psycopg
from fastapi import APIRouter, Response

from api.kernel.auth import Serving
from application.kernel.jobs import Backlog
from eventstore.migrate import pending

routes = APIRouter(tags=["health"])
BEHIND = 10_000
UNSEEN = 60.0
"""Seconds without a sign of any worker after which it is said that there is none."""


@routes.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@routes.get("/readiness", responses={503: {"description": "Something needed is missing."}})
async def readiness(serving: Serving, response: Response) -> dict[str, Any]:
    """Database, migrations, views, jobs and Redis; degraded without Redis or by jobs, but ready."""
    checks: dict[str, Any] = {"database": "ok", "migrations": "ok", "views": "ok", "redis": "not used"}
    ready = True
    try:
        async with serving.pool.connection(timeout=2) as connection:
            if missing := await pending(connection):
                checks["migrations"], ready = f"{len(missing)} pending", False
        lag = await serving.reader.head() - serving.runner.position
        if lag > BEHIND:
            checks["views"], ready = f"{lag} events behind", False
        checks["jobs"] = _told(await serving.jobs.backlog())
    except psycopg.Error:
        checks, ready = {**checks, "database": "unavailable", "views": "unknown", "jobs": "unknown"}, False
    if serving.redis_answers is not None:
        checks["redis"] = "ok" if await serving.redis_answers() else "degraded"
    response.status_code = 200 if ready else 503
    return {"status": "ready" if ready else "not ready", "checks": checks}


def _told(backlog: Backlog) -> dict[str, Any]:
    """How the jobs stand: degraded while one has failed, or nobody is there to do them."""
    unseen = backlog.seen_seconds is None or backlog.seen_seconds > UNSEEN
    status = "no worker seen lately" if unseen else "degraded" if backlog.failed else "ok"
    shown = ("waiting", "failed", "stalled", "oldest_seconds")
    return {"status": status, **{name: getattr(backlog, name) for name in shown}}
