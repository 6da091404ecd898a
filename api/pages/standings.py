"""The standings: who is still in, everyone's place, and the match that decided it."""

from uuid import UUID

from fastapi import Request, Response

from api.pages.looking import At, Looking, as_of
from api.pages.shell import render
from api.pages.tournament import frame
from api.routing import asks, router
from projections.standings import queries

routes = router("pages")


@routes.get("/t/{tournament_id:uuid}/standings", **asks("see the tournament"))
async def see_standings_page(
    request: Request, tournament_id: UUID, looking: Looking, at: At = None
) -> Response:
    """Places, now or as of an event."""
    async with looking.tournament(tournament_id, as_of(at)) as view:
        shown = await frame(view.rows, tournament_id, at)
        table = await queries.table(view.rows, tournament_id)
    return render(request, "standings.html", table=table, **shown)
