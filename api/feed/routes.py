"""The feed of a tournament, for everyone who may see it."""

from uuid import UUID

from api.feed import models
from api.kernel.errors import InvalidParameter
from api.kernel.reading import After, Asking, Limit, Moment
from api.kernel.routing import asks, router
from projections.feed import queries
from projections.kernel.page import Page

routes = router("history")


@routes.get(
    "/api/tournaments/{tournament_id:uuid}/feed/", response_model=models.Feed, **asks("see the tournament")
)
async def see_feed(
    tournament_id: UUID, asking: Asking, after: After = None, limit: Limit = 50, as_of: Moment = None
) -> Page:
    """What happened, in sentences, the latest first."""
    async with asking.tournament(tournament_id, as_of) as view:
        try:
            return await queries.feed(view.rows, tournament_id, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
