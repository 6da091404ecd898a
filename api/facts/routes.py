"""Facts as the log holds them, of one tournament and of all."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Query

from api.facts import models
from api.kernel.reading import Asking, Limit
from api.kernel.routing import asks, router
from eventstore.moments import LARGEST
from eventstore.records import Recorded

routes = router("history")
Number = Annotated[int, Query(ge=0, le=LARGEST, description="Events after this number.")]


@routes.get(
    "/api/tournaments/{tournament_id:uuid}/facts/",
    response_model=models.Facts,
    **asks("see the tournament's facts"),
)
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
