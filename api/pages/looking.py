"""From a page's request to rows: who looks, by the browser's cookie, and as of which event."""

from typing import Annotated

from fastapi import Depends, Query, Request

from api.kernel.auth import Serving
from api.kernel.reading import Reading
from api.pages import cookies
from application.kernel.actor import Actor
from eventstore.moments import LARGEST
from identity.access import Claims
from identity.errors import TokenExpired, TokenInvalid


async def claims(request: Request, serving: Serving) -> Claims | None:
    """What the cookie says; nothing where there is none, or its session has ended."""
    token = request.cookies.get(cookies.name(serving.rules.origin))
    if not token:
        return None
    try:
        found = serving.tokens.read_web(token)
        await serving.sessions.check(found.session)
    except (TokenExpired, TokenInvalid):
        return None
    return found


Claimed = Annotated[Claims | None, Depends(claims)]


async def viewer(request: Request, claimed: Claimed) -> Actor:
    """The account the cookie speaks for, or a visitor."""
    address = request.state.address
    actor = Actor(claimed.account, claimed.session, address) if claimed else Actor(address=address)
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
    action = request.scope["route"].openapi_extra["x-action"]
    return Reading(action, actor, serving, at_least, moment="at")


Looking = Annotated[Reading, Depends(looking)]
At = Annotated[
    int | None, Query(ge=1, le=LARGEST, description="An event's number: the page as it was after it.")
]


def as_of(at: int | None) -> str | None:
    """The moment as questions take it."""
    return None if at is None else str(at)
