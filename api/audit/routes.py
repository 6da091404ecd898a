"""The audit log, of one tournament and of all, for those who answer for it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.audit import models
from api.kernel.errors import InvalidParameter
from api.kernel.reading import After, Asking, Limit
from api.kernel.routing import asks, router
from projections.audit import queries
from projections.kernel.page import Page

routes = router("history")
Action = Annotated[str | None, Query(max_length=80, pattern=r"^[a-z_.]+$")]


@routes.get(
    "/api/tournaments/{tournament_id:uuid}/audit/",
    response_model=models.Audit,
    **asks("see the tournament's audit log"),
)
async def see_audit_of_tournament(
    tournament_id: UUID,
    asking: Asking,
    action: Action = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Every sensitive action on a tournament: who, from where, what, why, before and after."""
    where = {"tournament_id": tournament_id, **({"action": action} if action else {})}
    async with asking.tournament(tournament_id) as view:
        try:
            found = await queries.audit(view.rows, where, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
    return await queries.explained(found, asking.serving.reader)


@routes.get("/api/audit/", response_model=models.Audit, **asks("see the audit log"))
async def see_audit(
    asking: Asking,
    action: Action = None,
    actor: Annotated[UUID | None, Query()] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Every sensitive action there was."""
    asked = {"action": action, "actor": actor}
    where = {name: value for name, value in asked.items() if value is not None}
    async with asking.anything() as rows:
        try:
            found = await queries.audit(rows, where, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
    return await queries.explained(found, asking.serving.reader)
