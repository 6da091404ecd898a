"""What happened: the feed for everyone, the audit log and the facts for those who answer for it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Query

from api.history import models
from api.kernel.errors import InvalidParameter
from api.kernel.reading import After, Asking, Limit, Moment
from api.kernel.routing import asks, router
from eventstore.moments import LARGEST
from eventstore.records import Recorded
from projections.audit import queries as auditing
from projections.feed import queries as feeding
from projections.kernel.page import Page

routes = router("history")
TOURNAMENT = "/api/tournaments/{tournament_id:uuid}/"
Number = Annotated[int, Query(ge=0, le=LARGEST, description="Events after this number.")]


@routes.get(TOURNAMENT + "feed/", response_model=models.Feed, **asks("see the tournament"))
async def see_feed(
    tournament_id: UUID, asking: Asking, after: After = None, limit: Limit = 50, as_of: Moment = None
) -> Page:
    """What happened, in sentences, the latest first."""
    async with asking.tournament(tournament_id, as_of) as view:
        try:
            return await feeding.feed(view.rows, tournament_id, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None


@routes.get(TOURNAMENT + "audit/", response_model=models.Audit, **asks("see the tournament's audit log"))
async def see_audit_of_tournament(
    tournament_id: UUID,
    asking: Asking,
    action: Annotated[str | None, Query(max_length=80, pattern=r"^[a-z_.]+$")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Every sensitive action on a tournament: who, from where, what, why, before and after."""
    where = {"tournament_id": tournament_id, **({"action": action} if action else {})}
    async with asking.tournament(tournament_id) as view:
        try:
            found = await auditing.audit(view.rows, where, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
    return await auditing.explained(found, asking.serving.reader)


@routes.get("/api/audit/", response_model=models.Audit, **asks("see the audit log"))
async def see_audit(
    asking: Asking,
    action: Annotated[str | None, Query(max_length=80, pattern=r"^[a-z_.]+$")] = None,
    actor: Annotated[UUID | None, Query()] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Every sensitive action there was."""
    asked = {"action": action, "actor": actor}
    where = {name: value for name, value in asked.items() if value is not None}
    async with asking.anything() as rows:
        try:
            found = await auditing.audit(rows, where, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
    return await auditing.explained(found, asking.serving.reader)


@routes.get(TOURNAMENT + "facts/", response_model=models.Facts, **asks("see the tournament's facts"))
async def see_facts_of_tournament(
    tournament_id: UUID, asking: Asking, after: Number = 0, limit: Limit = 100
) -> dict[str, Any]:
    """A tournament's facts as they are stored, after its own event number `after`."""
    async with asking.tournament(tournament_id):
        pass  # only whether they may: nobody waits for the log and holds the views
    facts = await asking.serving.reader.tournament(tournament_id, after=after, limit=limit)
    full = len(facts) == limit
    return {"items": [shown(fact) for fact in facts], "next": facts[-1].sequence if full else None}


@routes.get("/api/facts/", response_model=models.Facts, **asks("see all facts"))
async def see_facts(asking: Asking, after: Number = 0, limit: Limit = 100) -> dict[str, Any]:
    """Every fact after position `after`."""
    async with asking.anything():
        pass  # only whether they may: nobody waits for the log and holds the views
    facts = await asking.serving.reader.since(after, limit)
    full = len(facts) == limit
    return {"items": [shown(fact) for fact in facts], "next": facts[-1].position if full else None}


def shown(recorded: Recorded) -> dict[str, Any]:
    """A fact as JSON has it."""
    inside = ("originator_id", "originator_version", "timestamp")
    state = {name: value for name, value in vars(recorded.event).items() if name not in inside}
    shared = ("position", "tournament_id", "sequence", "topic", "actor")
    ids = ("command_id", "correlation_id", "causation_id")
    return {
        **{name: getattr(recorded, name) for name in (*shared, *ids)},
        "stream": recorded.originator_id,
        "version": recorded.originator_version,
        "at": recorded.recorded_at,
        "fact": msgspec.to_builtins(state),
    }
