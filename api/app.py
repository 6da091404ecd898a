"""The application: routers, pages, problems, documentation; nothing else."""

from collections.abc import Sequence
from typing import Any

import psycopg
from fastapi import APIRouter, FastAPI

from api import documentation, problems, routing, schema
from api.edge import Edge
from api.pages import assets, correction, directory, feed, match, overlays, sign_in, standings
from api.pages import bracket as bracket_page
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
    seeding,
    stages,
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
        seeding,
        stages,
        matches,
        history,
        accounts,
        tokens,
        games,
        demo,
        health,
    )
]
PAGES = [
    subject.routes
    for subject in (directory, bracket_page, standings, feed, match, correction, overlays, sign_in)
]
UNAVAILABLE = (psycopg.OperationalError, psycopg.InterfaceError)
ABOUT = "A tournament engine that never overwrites anything; every command answers with its position."


def create_app(services: Services) -> Front:
    """The whole interface over `services`: the API, the pages beside it, and what is mounted.

    Raises Unnamed where a route is not in the authorization table.
    """
    app = _made(services, ROUTERS)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    app.include_router(assets.routes)
    documentation.install(app)
    routing.check(PAGES)
    return Front(Edge(app, services.rules, services.throttle))


def create_gateway(services: Services) -> Edge:
    """What is mounted, and how it is: a process beside others that leaves the API to them."""
    return Edge(_made(services, [health.routes]), services.rules, services.throttle)


def _made(services: Services, own: Sequence[APIRouter]) -> FastAPI:
    app = FastAPI(
        title="Palio",
        version="0.1.0",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    routers = [*own, *services.mounted.routers]
    routing.check(routers)
    app.state.services = services
    for name, value in services.mounted.state.items():
        setattr(app.state, name, value)
    for router in routers:
        app.include_router(router)
    app.router.routes.extend(services.mounted.sockets)
    problems.install(app, UNAVAILABLE)
    described: Any = lambda: schema.openapi(app)  # noqa: E731
    app.openapi = described  # type: ignore[method-assign]
    return app
