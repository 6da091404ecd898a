"""From a page's request to rows: who looks, by the browser's cookie, and as of which event."""

from typing import Annotated

from fastapi import Depends, Query, Request

from api.auth import Serving
from api.reading import Reading
from application.actor import Actor
from eventstore.moments import LARGEST
from identity.errors import TokenExpired, TokenInvalid


def cookie_name(origin: str) -> str:
    """Of the cookie that signs in; under https no other host can set one of that name."""
    return "__Host-palio" if origin.startswith("https://") else "palio"


async def viewer(request: Request, serving: Serving) -> Actor:
    """The account the cookie speaks for; a visitor where there is none, or its session has ended."""
    address = request.state.address
    actor = Actor(address=address)
    if token := request.cookies.get(cookie_name(serving.rules.origin)):
        try:
            claims = serving.tokens.read_web(token)
            await serving.sessions.check(claims.session)
            actor = Actor(account=claims.account, session=claims.session, address=address)
        except (TokenExpired, TokenInvalid):
            pass
    request.state.actor = actor
    return actor


Viewing = Annotated[Actor, Depends(viewer)]


async def looking(
    request: Request,
    actor: Viewing,
    serving: Serving,
    at_least: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
) -> Reading:
    """For this request, under the action its route names."""
    return Reading(request.scope["route"].openapi_extra["x-action"], actor, serving, at_least)


Looking = Annotated[Reading, Depends(looking)]
At = Annotated[
    int | None, Query(ge=1, le=LARGEST, description="An event's number: the page as it was after it.")
]


def as_of(at: int | None) -> str | None:
    """The moment as questions take it."""
    return None if at is None else str(at)
