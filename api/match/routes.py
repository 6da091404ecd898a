"""Matches: look, schedule, start, report, confirm, rule."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import Query, Response

from api.kernel.commanding import Accepted, Sending
from api.kernel.errors import InvalidParameter
from api.kernel.fields import Because
from api.kernel.reading import Asking, Moment
from api.kernel.routing import asks, does, router
from api.match import models
from application.match import commands
from domain.bracket.ids import bracket_id
from domain.formats.stages import MOST
from domain.kernel.refusals import NotFound
from domain.match.score import GameScore
from projections.match import queries
from projections.standings.queries import plan

routes = router("matches")
ONE = "/api/matches/{match_id:uuid}/"
Status = Literal["scheduled", "ready", "live", "reported", "completed"]


def _games(games: list[models.GamePlayed]) -> list[GameScore]:
    return [msgspec.convert(game.model_dump(), GameScore) for game in games]


@routes.get(
    "/api/tournaments/{tournament_id:uuid}/matches/",
    response_model=models.Matches,
    **asks("see the tournament"),
)
async def see_matches(
    tournament_id: UUID,
    asking: Asking,
    status: Annotated[Status | None, Query()] = None,
    stage: Annotated[int | None, Query(ge=1, le=MOST, description="Only this stage's, from 1.")] = None,
    round: Annotated[
        int | None, Query(ge=-12, le=64, description="From 1; late entries may play before that, in 0.")
    ] = None,
    as_of: Moment = None,
) -> dict[str, Any]:
    """A tournament's matches by number, of all its stages or of one."""
    of_stage = {"bracket_id": bracket_id(tournament_id, stage)} if stage else {}
    of_round = {"round": round} if round is not None else {}
    where: dict[str, Any] = {"tournament_id": tournament_id, **of_stage, **of_round}
    async with asking.tournament(tournament_id, as_of) as view:
        if stage and stage > len(plan(view.definition)):
            raise NotFound(what="stage")
        found = await queries.matches(view.rows, where, status=status)
    return {"items": [{**row, "id": row["match_id"]} for row in found]}


@routes.get(ONE, operation_id="see_match", response_model=models.Match, **asks("see the match"))
async def see_match(
    match_id: UUID, asking: Asking, response: Response, as_of: Moment = None
) -> dict[str, Any]:
    """One match, now or as of a moment."""
    tournament = await asking.tournament_of(match_id, "match")
    async with asking.tournament(tournament, as_of, what="match") as view:
        found = await queries.match(view.rows, match_id)
    if found is None:
        raise NotFound(what="match")
    response.headers["ETag"] = f'"{found["version"]}"'
    return {**found, "id": found["match_id"]}


@routes.put(ONE + "schedule/", response_model=Accepted, **does(commands.ScheduleMatch))
async def schedule(match_id: UUID, body: models.Schedule, sending: Sending) -> dict[str, Any]:
    """Say when and where."""
    command = commands.ScheduleMatch(match=match_id, starts_at=body.starts_at, station=body.station)
    return await sending.send(command)


@routes.post(ONE + "start/", response_model=Accepted, operation_id="start_match", **does(commands.StartMatch))
async def start(match_id: UUID, sending: Sending) -> dict[str, Any]:
    """Begin to play."""
    return await sending.send(commands.StartMatch(match=match_id))


@routes.post(ONE + "report/", response_model=Accepted, **does(commands.ReportResult))
async def report(match_id: UUID, body: models.Report, sending: Sending) -> dict[str, Any]:
    """What the caller's side says happened; it counts once the other side or staff agrees."""
    return await sending.send(commands.ReportResult(match=match_id, games=_games(body.games)))


@routes.post(ONE + "confirm/", response_model=Accepted, **does(commands.ConfirmResult))
async def confirm(match_id: UUID, sending: Sending) -> dict[str, Any]:
    """Agree with what the other side reported."""
    return await sending.send(commands.ConfirmResult(match=match_id))


@routes.post(ONE + "rule/", response_model=Accepted, **does(commands.RuleResult))
async def rule(match_id: UUID, sending: Sending, body: models.Rule | None = None) -> dict[str, Any]:
    """Staff settle the result: the one reported, or the games they give."""
    given = body or models.Rule()
    games = _games(given.games) if given.games is not None else None
    return await sending.send(commands.RuleResult(match=match_id, games=games, reason=given.reason))


@routes.post(ONE + "consequences/", response_model=models.Consequences, **does(commands.CorrectResult))
async def see_consequences(match_id: UUID, body: models.Correction, sending: Sending) -> dict[str, Any]:
    """What a correction would bring about; nothing is changed."""
    return await sending.rehearse(_correction(match_id, body, None))


@routes.post(ONE + "correct/", response_model=models.Corrected, **does(commands.CorrectResult))
async def correct(match_id: UUID, body: models.Confirmed, sending: Sending) -> dict[str, Any]:
    """Let another result count, at any time, with all that follows; or let the match be played again."""
    return await sending.send(_correction(match_id, body, body.consequences))


def _correction(match_id: UUID, body: models.Correction, shown: str | None) -> commands.CorrectResult:
    games = _games(body.games) if body.games is not None else None
    if sum((games is not None, body.forfeit is not None, body.both)) > 1:
        raise InvalidParameter(name="body", expected="games, forfeit or both, and not two of them")
    return commands.CorrectResult(
        match=match_id,
        games=games,
        forfeit=body.forfeit,
        both=body.both,
        reason=body.reason,
        consequences=shown,
    )


@routes.post(ONE + "forfeit/", response_model=Accepted, **does(commands.ForfeitMatch))
async def forfeit(match_id: UUID, body: models.OneSide, sending: Sending) -> dict[str, Any]:
    """Give the match to the other side."""
    command = commands.ForfeitMatch(match=match_id, side=body.side, reason=body.reason)
    return await sending.send(command)


@routes.post(ONE + "no-show/", response_model=Accepted, **does(commands.RecordNoShow))
async def no_show(match_id: UUID, body: models.OneSide, sending: Sending) -> dict[str, Any]:
    """A side did not come."""
    command = commands.RecordNoShow(match=match_id, side=body.side, reason=body.reason)
    return await sending.send(command)


@routes.post(ONE + "walkover/", response_model=Accepted, **does(commands.AwardWalkover))
async def walkover(match_id: UUID, body: models.Walkover, sending: Sending) -> dict[str, Any]:
    """Let a side through without a game."""
    command = commands.AwardWalkover(match=match_id, side=body.side, reason=body.reason)
    return await sending.send(command)


@routes.post(ONE + "double-forfeit/", response_model=Accepted, **does(commands.ForfeitBoth))
async def double_forfeit(match_id: UUID, sending: Sending, body: Because | None = None) -> dict[str, Any]:
    """Neither side goes on."""
    reason = body.reason if body else None
    return await sending.send(commands.ForfeitBoth(match=match_id, reason=reason))
