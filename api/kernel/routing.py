"""Every route names its action in the authorization table; with one that does not, nothing starts."""

from collections.abc import Iterable
from typing import Any

import msgspec
from fastapi import APIRouter
from fastapi.routing import APIRoute

from api.kernel.problems import MEDIA_TYPE, Problem
from application.subjects import MENU

DESCRIBED = {
    400: "The body cannot be read.",
    401: "Sign in, or sign in again.",
    403: "The authorization table says no.",
    404: "There is no such thing, or not for these eyes.",
    408: "The body did not come in time.",
    409: "The state of the world does not allow it now.",
    412: "The version in If-Match is not the present one.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "A field, a parameter or a header is not what was expected.",
    429: "Too many requests or attempts; Retry-After says when to come back.",
    503: "Not available at this moment; Retry-After says when to come back.",
}
READING = (401, 403, 404, 422, 429, 503)
SIGNING = (400, 401, 404, 408, 413, 415, 422, 429, 503)
COMMANDING = (400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 429, 503)


class Unnamed(Exception):
    """A route names no action of the authorization table."""


def problems(statuses: Iterable[int]) -> dict[int | str, dict[str, Any]]:
    """The documentation of refusals."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": DESCRIBED[status], "content": content} for status in statuses}


def asks(action: str) -> dict[str, Any]:
    """Settings of a route that reads."""
    return {"openapi_extra": {"x-action": action}, "responses": problems(READING)}


def does(command: type[msgspec.Struct], **links: dict[str, str]) -> dict[str, Any]:
    """Settings of a route that sends a command; `links` say which routes take what it made."""
    responses = problems(COMMANDING)
    if links:
        followed = {
            name: {"operationId": name, "parameters": parameters} for name, parameters in links.items()
        }
        responses[201] = {"links": followed}
    return {"openapi_extra": {"x-action": command.__name__}, "responses": responses}


def signs(action: str, *also: int) -> dict[str, Any]:
    """Settings of a route that deals in tokens; `also` are statuses it alone has."""
    return {"openapi_extra": {"x-action": action}, "responses": problems((*SIGNING, *also))}


def check(routers: Iterable[APIRouter]) -> None:
    """Unnamed where a route has no action."""
    known = {command.__name__ for command in MENU.table} | set(MENU.questions)
    for route in routes(routers):
        action = (route.openapi_extra or {}).get("x-action")
        if action not in known:
            raise Unnamed(f"{route.path} names {action!r}, which is not in the authorization table")


def routes(routers: Iterable[APIRouter]) -> list[APIRoute]:
    """Every route there is, but for those that tell a machine whether we are well."""
    found = [route for router in routers for route in router.routes]
    return [route for route in found if isinstance(route, APIRoute) and "health" not in route.tags]


def router(tag: str) -> APIRouter:
    """A router of one subject."""
    return APIRouter(tags=[tag], generate_unique_id_function=lambda route: route.name)


__all__ = ["Problem", "asks", "check", "does", "problems", "router", "routes", "signs"]
