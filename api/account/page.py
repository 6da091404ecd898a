"""Signing in and out with a browser, and tickets for its script."""

import re
from typing import Annotated

import msgspec
from fastapi import Query, Request, Response
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from api.account import signing_in
from api.account.models import SignIn
from api.kernel.auth import Serving
from api.kernel.routing import asks, router
from api.pages import cookies
from api.pages.forms import Form
from api.pages.looking import Claimed, Viewing
from api.pages.shell import render
from domain.kernel.refusals import SignInRequired
from identity.errors import SignInFailed

routes = router("pages")
LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")

Next = Annotated[str, Query(max_length=500, description="Where to go from there, on this server.")]


@routes.get("/sign-in", **asks("sign in"))
async def see_sign_in(request: Request, actor: Viewing, next: Next = "/") -> Response:
    """The form; who is signed in goes on."""
    return _onward(next) if actor.account else _form(request, next)


@routes.post("/sign-in", **asks("sign in"))
async def sign_in(request: Request, actor: Viewing, serving: Serving, sent: Form) -> Response:
    """A cookie for handle and password."""
    onward = sent.get("next", "/")
    try:
        given = SignIn.model_validate({name: sent.get(name, "") for name in SignIn.model_fields})
        session = await signing_in.session(given, actor.address, serving)
    except (ValidationError, SignInFailed):
        return _form(request, onward, status=401, failed=SignInFailed().detail, handle=sent.get("handle", ""))
    response = _onward(onward)
    cookies.bake(response, session, serving)
    return response


@routes.post("/sign-out", **asks("sign in"))
async def sign_out(claimed: Claimed, serving: Serving) -> Response:
    """The end of the session, wherever else it is used."""
    if claimed:
        await serving.sessions.close(claimed.session)
    response = _onward("/")
    cookies.drop(response, serving)
    return response


@routes.post("/stream-ticket", **asks("sign in"))
async def issue_ticket(claimed: Claimed, serving: Serving) -> Response:
    """What the page's script opens one connection with, as the account of the cookie."""
    if claimed is None:
        raise SignInRequired(action="follow as yourself")
    ticket = serving.tickets.issue(claimed)
    return Response(msgspec.json.encode({"ticket": ticket}), media_type="application/json")


def _form(
    request: Request, onward: str, *, status: int = 200, failed: str = "", handle: str = ""
) -> Response:
    onward = local(onward)
    return render(request, "account/sign-in.html", status=status, next=onward, failed=failed, handle=handle)


def _onward(address: str) -> Response:
    return RedirectResponse(local(address), 303)


def local(address: str) -> str:
    """The address where it is a path on this server, else the first page."""
    return address if LOCAL.fullmatch(address) else "/"
