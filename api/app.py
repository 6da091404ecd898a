"""The application: routers, pages, problems, documentation; nothing else."""

from typing import Any

import psycopg
from fastapi import FastAPI

from api import documentation, problems, routing, schema
from api.edge import Edge
from api.pages import assets, directory
from api.pages.front import Front
from api.routes import (
    accounts,
    bracket,
    demo,
    games,
    health,
    history,
    matches,
    registrations,
    tokens,
    tournaments,
)
from api.services import Services

ROUTERS = [
    subject.routes
    for subject in (
        registrations,
        tournaments,
        bracket,
        matches,
        history,
        accounts,
        tokens,
        games,
        demo,
        health,
    )
]
PAGES = [subject.routes for subject in (directory,)]
UNAVAILABLE = (psycopg.OperationalError, psycopg.InterfaceError)
ABOUT = "A tournament engine that never overwrites anything; every command answers with its position."


def create_app(services: Services) -> Front:
    """The whole HTTP interface over `services`: the API, and the pages beside it.

    Raises Unnamed where a route is not in the authorization table.
    """
    app = FastAPI(
        title="Palio",
        version="0.1.0",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    app.state.services = services
    for router in ROUTERS:
        app.include_router(router)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    app.include_router(assets.routes)
    documentation.install(app)
    problems.install(app, UNAVAILABLE)
    routing.check([*ROUTERS, *PAGES])
    described: Any = lambda: schema.openapi(app)  # noqa: E731
    app.openapi = described  # type: ignore[method-assign]
    return Front(Edge(app, services.rules, services.throttle))
