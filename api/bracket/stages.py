"""Stages: where they stand, their tables, their rounds, and what they would be drawn from."""

from typing import Any
from uuid import UUID

from api.bracket import stage_models as models
from api.bracket.staged import BRACKET, TOURNAMENT, Stage
from api.kernel.commanding import Accepted, Sending
from api.kernel.errors import InvalidParameter
from api.kernel.fields import Reason
from api.kernel.reading import Asking, Moment
from api.kernel.routing import asks, does, router
from application.bracket import commands
from domain.kernel.refusals import NotFound
from projections.standings import stages

routes = router("stages")


@routes.get(TOURNAMENT + "stages/", response_model=models.Stages, **asks("see the tournament"))
async def see_stages(tournament_id: UUID, asking: Asking, as_of: Moment = None) -> dict[str, Any]:
    """Every stage of the tournament, and where it stands."""
    async with asking.tournament(tournament_id, as_of) as view:
        return {"items": await stages.stages(view.rows, tournament_id)}


@routes.get(BRACKET + "table/", response_model=models.Table, **asks("see the tournament"))
async def see_table(
    tournament_id: UUID, asking: Asking, stage: Stage = 1, as_of: Moment = None
) -> dict[str, Any]:
    """The standings of a round robin, a league or a Swiss, with every tie-break taken apart."""
    async with asking.tournament(tournament_id, as_of) as view:
        found = await stages.table(view.rows, tournament_id, stage)
    if found is None:
        raise NotFound(what="table")
    return found


@routes.get(BRACKET + "preview/", response_model=models.Previewed, **asks("see the tournament"))
async def preview(
    tournament_id: UUID, asking: Asking, stage: Stage = 1, as_of: Moment = None
) -> dict[str, Any]:
    """What a stage would be drawn from as the stages before it stand, and how it would be drawn."""
    async with asking.tournament(tournament_id, as_of) as view:
        return await stages.preview(view.rows, tournament_id, stage)


@routes.post(BRACKET + "replace/", response_model=Accepted, **does(commands.ReplaceEntrant))
async def replace(
    tournament_id: UUID, body: models.Replace, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Let somebody who is entered, or waits, or is new, take the place in a final draw of one who has not
    played: matches lost by absence alone are open again, unless what they led to has begun."""
    if (body.comer_id is None) == (body.name is None):
        raise InvalidParameter(name="body", expected="comer_id or name, and not both")
    command = commands.ReplaceEntrant(
        tournament=tournament_id,
        stage=stage,
        entrant=body.registration_id,
        comer=body.comer_id,
        name=body.name,
        reason=body.reason,
    )
    return await sending.send(command)


@routes.post(BRACKET + "rounds/", response_model=models.RoundDrawn, **does(commands.DrawRound))
async def draw_round(
    tournament_id: UUID, sending: Sending, stage: Stage = 1, body: models.Rest | None = None
) -> dict[str, Any]:
    """Pair the next round of a Swiss stage, once every match before is decided."""
    rest = body or models.Rest()
    asked = {"absent": rest.absent, "half_byes": rest.half_byes}
    return await sending.send(commands.DrawRound(tournament=tournament_id, stage=stage, **asked))


@routes.post(BRACKET + "rounds/take-back/", response_model=Accepted, **does(commands.TakeBackRound))
async def take_back_round(
    tournament_id: UUID, body: Reason, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Undo the latest round, before any match of it is decided."""
    command = commands.TakeBackRound(tournament=tournament_id, stage=stage, reason=body.reason)
    return await sending.send(command)


@routes.put(BRACKET + "conduct/", response_model=Accepted, **does(commands.RecordConduct))
async def record_conduct(
    tournament_id: UUID, body: models.Conduct, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Say how fairly an entrant played a stage that has `fair_play` among its tie-breaks: such as -1 for each
    yellow card. The points replace those of before; a table that was complete is counted again."""
    command = commands.RecordConduct(
        tournament=tournament_id,
        stage=stage,
        entrant=body.registration_id,
        points=body.points,
        reason=body.reason,
    )
    return await sending.send(command)


@routes.post(BRACKET + "conclude/", response_model=Accepted, **does(commands.ConcludeStage))
async def conclude(tournament_id: UUID, body: Reason, sending: Sending, stage: Stage = 1) -> dict[str, Any]:
    """End a table as it stands, with every match that is drawn decided."""
    command = commands.ConcludeStage(tournament=tournament_id, stage=stage, reason=body.reason)
    return await sending.send(command)
