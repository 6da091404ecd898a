"""The application: routers, pages, problems, documentation; nothing else."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import psycopg
from fastapi import APIRouter, FastAPI
from jinja2 import Environment

from api.account.subject import ROUTES as ACCOUNT
from api.audit.subject import ROUTES as AUDIT
from api.bracket.subject import ROUTES as BRACKET
from api.demo.subject import ROUTES as DEMO
from api.entry.subject import ROUTES as ENTRY
from api.facts.subject import ROUTES as FACTS
from api.feed.subject import ROUTES as FEED
from api.game.subject import ROUTES as GAME
from api.health.subject import ROUTES as HEALTH
from api.kernel import documentation, problems, routing
from api.kernel.edge import Edge
from api.kernel.services import Services
from api.match.subject import ROUTES as MATCH
from api.pages import assets
from api.pages.front import Front
from api.pages.shell import environment
from api.tournament.subject import ROUTES as TOURNAMENT

SUBJECTS = (ENTRY, TOURNAMENT, BRACKET, MATCH, FEED, AUDIT, FACTS, ACCOUNT, GAME, DEMO, HEALTH)
"""The whole interface, in the order of the OpenAPI document: to add a subject, add it here."""
ROUTERS = [router for subject in SUBJECTS for router in subject.api]
PAGES = [router for subject in SUBJECTS for router in subject.pages]
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
    app.state.templates = _templates()
    return Front(Edge(app, services.rules, services.throttle), _templates())


def create_gateway(services: Services) -> Edge:
    """What is mounted, and how it is: a process beside others that leaves the API to them."""
    return Edge(_made(services, HEALTH.api), services.rules, services.throttle)


@cache
def _templates() -> Environment:
    made = environment(*[subject.templates for subject in SUBJECTS if subject.templates])
    made.globals["tabs"] = [tab for subject in SUBJECTS for tab in subject.tabs.items()]
    return made


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
    described: Any = lambda: documentation.openapi(app)  # noqa: E731
    app.openapi = described  # type: ignore[method-assign]
    return app
