"""Facts as the log holds them, of one scope and of all."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Query

from api.facts import models
from api.kernel.reading import Asking, Limit, Reading
from api.kernel.routing import asks, router
from domain.kernel.refusals import NotFound
from eventstore.moments import LARGEST
from eventstore.records import Recorded, Scope

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
    return await _of(Scope("tournament", tournament_id), asking, after, limit)


@routes.get(
    "/api/accounts/{account_id:uuid}/facts/", response_model=models.Facts, **asks("see the account's facts")
)
async def see_facts_of_account(
    account_id: UUID, asking: Asking, after: Number = 0, limit: Limit = 100
) -> dict[str, Any]:
    """An account's facts as they are stored, after its own event number `after`."""
    async with asking.anything(owns=account_id):
        pass
    return await _of(Scope("account", account_id), asking, after, limit)


@routes.get("/api/games/{game_id:uuid}/facts/", response_model=models.Facts, **asks("see the game's facts"))
async def see_facts_of_game(
    game_id: UUID, asking: Asking, after: Number = 0, limit: Limit = 100
) -> dict[str, Any]:
    """A game's facts as they are stored, after its own event number `after`."""
    async with asking.anything():
        pass
    return await _of(Scope("game", game_id), asking, after, limit)


async def _of(scope: Scope, asking: Reading, after: int, limit: int) -> dict[str, Any]:
    """The next facts of a scope that there is. Raises NotFound."""
    facts = await asking.serving.reader.of_scope(scope, after=after, limit=limit)
    if not facts and not await asking.serving.reader.sequence(scope):
        raise NotFound(what=scope.kind)
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
        "kind": recorded.kind,
        "scope": recorded.scope_id,
        "stream": recorded.originator_id,
        "version": recorded.originator_version,
        "at": recorded.recorded_at,
        "fact": msgspec.to_builtins(state),
    }
