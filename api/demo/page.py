"""Links that sign in as one of a demo's cast."""

from typing import Annotated

from fastapi import Path, Response
from starlette.responses import RedirectResponse

from api.kernel.auth import Serving
from api.kernel.routing import asks, router
from api.pages import cookies
from api.pages.looking import Viewing
from domain.account.ids import account_id
from domain.kernel.refusals import NotFound
from identity.addresses import neighbourhood
from projections.kernel.rows import live
from projections.tournament import queries as directory

routes = router("pages")


@routes.get("/demo/{handle}/{secret}", **asks("try the demo"))
async def follow_link(
    actor: Viewing,
    serving: Serving,
    handle: Annotated[str, Path(max_length=40)],
    secret: Annotated[str, Path(max_length=40)],
) -> Response:
    """Signs in as one of a demo's cast and leads to its newest tournament; 404 where this is no demo.

    By a GET, which signs in whoever is led here: those accounts belong to everyone who tries the demo.
    """
    if not serving.rules.demo:
        raise NotFound(what="demo")
    await serving.throttle.count("sign_in_from", neighbourhood(actor.address))
    account = account_id(handle)
    serving.tokens.check_link(account, secret)
    async with live(serving.pool) as rows:
        shown = {"visibility": "public", "published": True}
        found = await directory.tournaments(rows, shown, after=None, limit=1)
    response = RedirectResponse(f"/t/{found.items[0]['tournament_id']}" if found.items else "/", 303)
    cookies.bake(response, await serving.sessions.begin(account), serving)
    return response
