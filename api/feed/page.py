"""The feed: what happened, in sentences, each a way back to the bracket at that moment."""

from itertools import groupby
from uuid import UUID

from fastapi import Request, Response

from api.kernel.errors import InvalidParameter
from api.kernel.reading import After
from api.kernel.routing import asks, router
from api.pages.looking import At, Looking, as_of
from api.pages.shell import render
from api.pages.words import day
from api.tournament.frame import frame
from projections.feed import queries

routes = router("pages")
A_PAGE = 50


@routes.get("/t/{tournament_id:uuid}/feed", **asks("see the tournament"))
async def see_feed_page(
    request: Request, tournament_id: UUID, looking: Looking, at: At = None, after: After = None
) -> Response:
    """What happened, the latest first, day by day."""
    async with looking.tournament(tournament_id, as_of(at)) as view:
        shown = await frame(view.rows, tournament_id, at)
        try:
            found = await queries.feed(view.rows, tournament_id, after=after, limit=A_PAGE)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
    days = [(name, list(entries)) for name, entries in groupby(found.items, lambda entry: day(entry["at"]))]
    return render(request, "feed/feed.html", days=days, next=found.next, first=after is None, **shown)
