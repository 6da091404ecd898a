"""Every router there is, wherever it is served: what the reference and the matrix are made of."""

from fastapi import APIRouter

from api.app import ROUTERS
from api.kernel.routing import READING, problems
from realtime.transport import http


def _mounted() -> APIRouter:
    """The routes of the stream, whose refusals are documented as everyone's."""
    router = APIRouter()
    router.include_router(http.routes, responses=problems((*READING, 409)))
    return router


MOUNTED = _mounted()
EVERY: list[APIRouter] = [*ROUTERS, MOUNTED]
