"""The cookie that signs a browser in: out of every script's reach, and of every other site's."""

from starlette.responses import Response

from api.kernel.services import Services
from identity.sessions import Session


def name(origin: str) -> str:
    """What it is called; under https no other host can set one of that name."""
    return "__Host-palio" if _secure(origin) else "palio"


def bake(response: Response, session: Session, serving: Services) -> None:
    """Let the browser of this response speak for the session's account."""
    origin = serving.rules.origin
    response.set_cookie(
        name(origin),
        serving.tokens.web(session.account, session.family),
        max_age=serving.tokens.web_seconds,
        path="/",
        secure=_secure(origin),
        httponly=True,
        samesite="lax",
    )


def drop(response: Response, serving: Services) -> None:
    """Let the browser forget."""
    origin = serving.rules.origin
    response.delete_cookie(name(origin), path="/", secure=_secure(origin), httponly=True, samesite="lax")


def _secure(origin: str) -> bool:
    return origin.startswith("https://")
