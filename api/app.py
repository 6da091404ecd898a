"""The application: routers, pages, problems, documentation; nothing else."""

from collections.abc import Sequence
from typing import Any

import psycopg
from fastapi import APIRouter, FastAPI

from api.account import demo, tokens
from api.account import page as sign_in
from api.account import routes as accounts
from api.bracket import routes as bracket
from api.bracket import seeding, stages
from api.bracket.pages import bracket as bracket_page
from api.bracket.pages import overlays, standings
from api.entry import routes as registrations
from api.game import routes as games
from api.health import routes as health
from api.history import page as feed
from api.history import routes as history
from api.kernel import documentation, problems, routing, schema
from api.kernel.edge import Edge
from api.kernel.services import Services
from api.match import correction
from api.match import page as match
from api.match import routes as matches
from api.pages import assets
from api.pages.front import Front
from api.tournament import directory
from api.tournament import routes as tournaments

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
