"""The bracket and the standings."""

import asyncio
from secrets import token_hex
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Path, Response
from pydantic import BaseModel

from api.bracket import models
from api.bracket.staged import BRACKET, TOURNAMENT, Stage
from api.kernel.commanding import Accepted, Sending
from api.kernel.fields import Because
from api.kernel.reading import Asking, Moment
from api.kernel.routing import asks, does, router
from application.bracket import commands
from domain.kernel.refusals import NotFound
from projections.bracket import queries
from projections.standings import queries as standings

routes = router("bracket")
SeedNumber = Annotated[int, Path(ge=1, le=4096, description="From 1, the strongest.")]


@routes.get(BRACKET, operation_id="see_bracket", response_model=models.Bracket, **asks("see the tournament"))
async def see_bracket(
    tournament_id: UUID, asking: Asking, stage: Stage = 1, as_of: Moment = None
) -> Response:
    """The whole bracket of a stage, now or as of a moment."""
    async with asking.tournament(tournament_id, as_of) as view:
        drawn = await queries.drawn(view.rows, tournament_id, stage)
    if drawn is None:
        raise NotFound(what="bracket")
    body = await asyncio.to_thread(_body, drawn)
    return Response(body, media_type="application/json", headers={"ETag": f'"{drawn.row["version"]}"'})


def _body(drawn: queries.Drawn) -> bytes:
    """The fields of the models, unchecked: to check 4,096 entrants takes longer than all the rest."""
    found = queries.bracket(drawn)
    matches = [_of(models.BracketMatch, {**match, "id": match["match_id"]}) for match in found["matches"]]
    shown = {**found, "id": found["bracket_id"], "matches": matches}
    return msgspec.json.encode(_of(models.Bracket, shown))


def _of(model: type[BaseModel], row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in model.model_fields}


@routes.get(TOURNAMENT + "standings/", response_model=models.Standings, **asks("see the tournament"))
async def see_standings(tournament_id: UUID, asking: Asking, as_of: Moment = None) -> dict[str, Any]:
    """Everyone whose place is certain, now or as of a moment."""
    async with asking.tournament(tournament_id, as_of) as view:
        return {"items": await standings.standings(view.rows, tournament_id)}


@routes.post(BRACKET + "generate/", response_model=models.Drawn, **does(commands.GenerateBracket))
async def generate(
    tournament_id: UUID, sending: Sending, stage: Stage = 1, body: models.Draw | None = None
) -> dict[str, Any]:
    """Draw a stage from the entrants there are, or that come from stages before, group mates seeded apart."""
    seeds = body.seeds if body else None
    return await sending.send(commands.GenerateBracket(tournament=tournament_id, stage=stage, seeds=seeds))


@routes.post(BRACKET + "regenerate/", response_model=Accepted, **does(commands.RegenerateBracket))
async def regenerate(
    tournament_id: UUID, sending: Sending, stage: Stage = 1, body: models.DrawAgain | None = None
) -> dict[str, Any]:
    """Draw it again."""
    chosen = body or models.DrawAgain()
    command = commands.RegenerateBracket(
        tournament=tournament_id, stage=stage, seeds=chosen.seeds, reason=chosen.reason
    )
    return await sending.send(command)


@routes.put(BRACKET + "seeds/", response_model=Accepted, **does(commands.ChangeSeeds))
async def change_seeds(
    tournament_id: UUID, body: models.Order, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Put the same entrants in another order."""
    return await sending.send(commands.ChangeSeeds(tournament=tournament_id, stage=stage, seeds=body.seeds))


@routes.put(BRACKET + "seeds/{seed:int}/", response_model=Accepted, **does(commands.SwapSeeds))
async def swap_seeds(
    tournament_id: UUID, seed: SeedNumber, body: models.Seeded, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Let an entrant have this seed; whoever had it takes the entrant's. Sent again, it changes nothing."""
    command = commands.SwapSeeds(
        tournament=tournament_id, stage=stage, entrant=body.registration_id, seed=seed
    )
    return await sending.send(command)


@routes.post(BRACKET + "finalize/", response_model=Accepted, **does(commands.FinalizeBracket))
async def finalize(tournament_id: UUID, sending: Sending, stage: Stage = 1) -> dict[str, Any]:
    """Freeze the draw; the matches come into being."""
    return await sending.send(
        commands.FinalizeBracket(tournament=tournament_id, stage=stage, made=token_hex(8))
    )


@routes.post(BRACKET + "unfinalize/", response_model=Accepted, **does(commands.UnfinalizeBracket))
async def unfinalize(
    tournament_id: UUID, sending: Sending, stage: Stage = 1, body: Because | None = None
) -> dict[str, Any]:
    """Open the draw again, before anything is played."""
    reason = body.reason if body else None
    return await sending.send(
        commands.UnfinalizeBracket(tournament=tournament_id, stage=stage, reason=reason)
    )
