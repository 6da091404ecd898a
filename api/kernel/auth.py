"""A request's bearer token becomes an actor; who sends none is a visitor.

Dependencies are coroutines here and elsewhere: the framework runs anything else in a thread of its own.
"""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.kernel.services import Services
from application.kernel.actor import Actor

bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="An access token from /api/token/.")


async def services(request: Request) -> Services:
    """What the application was made with."""
    found: Services = request.app.state.services
    return found


Serving = Annotated[Services, Depends(services)]


async def actor(
    request: Request,
    serving: Serving,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Actor:
    """The account the token speaks for, and where the request came from.

    Raises TokenExpired, TokenInvalid; the latter within five seconds after the token's session has ended. The
    role is not in the token: it is read when it matters.
    """
    address = request.state.address
    if credentials is None:
        return Actor(address=address)
    claims = serving.tokens.read(credentials.credentials)
    await serving.sessions.check(claims.session)
    return Actor(account=claims.account, session=claims.session, address=address)


Acting = Annotated[Actor, Depends(actor)]
