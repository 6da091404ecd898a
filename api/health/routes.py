"""Health: alive without asking anyone, ready when what is needed answers."""

from typing import Any

import psycopg
from fastapi import APIRouter, Response

from api.kernel.auth import Serving
from eventstore.migrate import pending

routes = APIRouter(tags=["health"])
BEHIND = 10_000


@routes.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@routes.get("/readiness", responses={503: {"description": "Something needed is missing."}})
async def readiness(serving: Serving, response: Response) -> dict[str, Any]:
    """Database, migrations, views and Redis; without Redis the service is degraded, but ready."""
    checks: dict[str, Any] = {"database": "ok", "migrations": "ok", "views": "ok", "redis": "not used"}
    ready = True
    try:
        async with serving.pool.connection(timeout=2) as connection:
            if missing := await pending(connection):
                checks["migrations"], ready = f"{len(missing)} pending", False
        lag = await serving.reader.head() - serving.runner.position
        if lag > BEHIND:
            checks["views"], ready = f"{lag} events behind", False
    except psycopg.Error:
        checks, ready = {**checks, "database": "unavailable", "views": "unknown"}, False
    if serving.redis_answers is not None:
        checks["redis"] = "ok" if await serving.redis_answers() else "degraded"
    response.status_code = 200 if ready else 503
    return {"status": "ready" if ready else "not ready", "checks": checks}
