"""The first page: every public tournament, the newest first."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.kernel.errors import InvalidParameter
from api.kernel.reading import After
from api.kernel.routing import asks, router
from api.pages.looking import Looking
from api.pages.shell import render
from api.tournament.words import STATUS
from projections.tournament import queries

routes = router("pages")
A_PAGE = 24
FILTERS = {name: text for name, text in STATUS.items() if name != "draft"}


@routes.get("/", **asks("see tournaments"))
async def see_tournaments_page(
    request: Request,
    looking: Looking,
    q: Annotated[str, Query(max_length=80)] = "",
    status: Annotated[str, Query(max_length=40)] = "",
    after: After = None,
) -> Response:
    """Tournaments to choose from, by what their name holds and the state they are in."""
    where = {"visibility": "public", "published": True, **({"status": status} if status in FILTERS else {})}
    text = "".join(filter(str.isprintable, q)).strip()
    async with looking.anything() as rows:
        try:
            found = await queries.tournaments(rows, where, text=text, after=after, limit=A_PAGE)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
    return render(
        request,
        "tournament/tournaments.html",
        found=found,
        q=text,
        state=status,
        after=after,
        states=FILTERS,
        demo=looking.serving.rules.demo,
    )
