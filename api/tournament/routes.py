"""Tournaments: create, find, change, and lead through their life."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import msgspec
from fastapi import Query, Response

from api.kernel.commanding import Accepted, Making, Sending
from api.kernel.errors import InvalidParameter
from api.kernel.fields import Reason, Slug
from api.kernel.reading import After, Asking, Limit, Moment
from api.kernel.routing import asks, does, router
from api.tournament import models
from application.tournament import commands
from domain.kernel.refusals import NotFound, SignInRequired
from domain.tournament.definition import Definition
from projections.kernel.page import Page
from projections.tournament import queries

routes = router("tournaments")
ONE = "/api/tournaments/{tournament_id:uuid}/"
Status = Literal[
    "published",
    "registration_open",
    "registration_closed",
    "check_in",
    "seeded",
    "live",
    "completed",
    "cancelled",
    "archived",
]


def _tournament(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "id": row["tournament_id"]}


def _definition(body: models.Definition) -> Definition:
    return msgspec.convert(body.model_dump(), Definition)


@routes.get("/api/tournaments/", response_model=models.Tournaments, **asks("see tournaments"))
async def see_tournaments(
    asking: Asking,
    status: Annotated[Status | None, Query()] = None,
    game: Annotated[UUID | None, Query()] = None,
    slug: Annotated[Slug | None, Query()] = None,
    owner: Annotated[UUID | None, Query()] = None,
    after: After = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Public tournaments, the newest first; with `owner` set to oneself, all whose staff one is."""
    asked = {"status": status, "game": game, "slug": slug}
    where: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    async with asking.anything() as rows:
        if owner is not None and owner == asking.actor.account:
            where["tournament_id"] = await queries.staffed(rows, owner)
        else:
            where |= {"visibility": "public", "published": True, **({"owner": owner} if owner else {})}
        try:
            found = await queries.tournaments(rows, where, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
    return {"items": [_tournament(row) for row in found.items], "next": found.next}


@routes.post(
    "/api/tournaments/",
    status_code=201,
    **does(
        commands.CreateTournament,
        see_tournament={"tournament_id": "$response.body#/id"},
        publish={"tournament_id": "$response.body#/id"},
        open_registration={"tournament_id": "$response.body#/id"},
        close_registration={"tournament_id": "$response.body#/id"},
    ),
)
async def create_tournament(body: models.Definition, sending: Making) -> models.TournamentCreated:
    """Begin a tournament as its owner; it stays a draft until it is published."""
    if sending.actor.account is None:
        raise SignInRequired(action="create tournament")
    scoped = f"{sending.actor.account}/{sending.key}"
    tournament = uuid5(NAMESPACE_OID, scoped) if sending.key else uuid4()
    command = commands.CreateTournament(
        tournament=tournament, owner=sending.actor.account, definition=_definition(body)
    )
    accepted = await sending.send(command)
    return models.TournamentCreated(id=accepted.pop("tournament"), **accepted)


@routes.get(
    ONE, operation_id="see_tournament", response_model=models.Tournament, **asks("see the tournament")
)
async def see_tournament(
    tournament_id: UUID, asking: Asking, response: Response, as_of: Moment = None
) -> dict[str, Any]:
    """One tournament, now or as of a moment."""
    async with asking.tournament(tournament_id, as_of) as view:
        found = await queries.tournament(view.rows, tournament_id)
    if found is None:
        raise NotFound(what="tournament at that moment")
    response.headers["ETag"] = f'"{found["version"]}"'
    return _tournament(found)


@routes.put(ONE, response_model=Accepted, **does(commands.ChangeDefinition))
async def change_tournament(
    tournament_id: UUID, body: models.ChangeDefinition, sending: Sending
) -> dict[str, Any]:
    """Put another version of the definition in force."""
    command = commands.ChangeDefinition(
        tournament=tournament_id, definition=_definition(body.definition), reason=body.reason
    )
    return await sending.send(command)


def _step(path: str, command: type[commands.TournamentCommand], name: str) -> None:
    async def step(tournament_id: UUID, sending: Sending) -> dict[str, Any]:
        return await sending.send(command(tournament=tournament_id))

    step.__doc__ = command.__doc__
    taken: Callable[[UUID, Sending], Awaitable[dict[str, Any]]] = step
    routes.add_api_route(
        f"{ONE}{path}/",
        taken,
        methods=["POST"],
        response_model=Accepted,
        operation_id=name,
        name=name,
        **does(command),
    )


for _path, _command in {
    "publish": commands.PublishTournament,
    "open-registration": commands.OpenRegistration,
    "close-registration": commands.CloseRegistration,
    "open-check-in": commands.OpenCheckIn,
    "start": commands.StartTournament,
    "archive": commands.ArchiveTournament,
    "restore": commands.RestoreTournament,
}.items():
    _step(_path, _command, _path.replace("-", "_"))


@routes.post(ONE + "cancel/", response_model=Accepted, **does(commands.CancelTournament))
async def cancel(tournament_id: UUID, body: Reason, sending: Sending) -> dict[str, Any]:
    """Call it off, and every registration with it."""
    return await sending.send(commands.CancelTournament(tournament=tournament_id, reason=body.reason))


@routes.get(ONE + "versions/", response_model=models.Versions, **asks("see the tournament"))
async def see_versions(tournament_id: UUID, asking: Asking, after: After = None, limit: Limit = 50) -> Page:
    """Every version of the definition, the first one first."""
    async with asking.tournament(tournament_id) as view:
        try:
            return await queries.versions(view.rows, tournament_id, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None


@routes.get(ONE + "versions/compare/", response_model=models.Comparison, **asks("see the tournament"))
async def compare_versions(
    tournament_id: UUID,
    asking: Asking,
    before: Annotated[int, Query(ge=1, le=100_000)],
    after: Annotated[int, Query(ge=1, le=100_000)],
) -> dict[str, Any]:
    """What changed between two versions."""
    async with asking.tournament(tournament_id) as view:
        versions = await queries.definitions(view.rows, tournament_id, [before, after])
    if before not in versions or after not in versions:
        raise NotFound(what="version")
    return {"before": before, "after": after, "changes": queries.changes(versions[before], versions[after])}


@routes.get(ONE + "staff/", response_model=models.Staff, **asks("see the tournament"))
async def see_staff(tournament_id: UUID, asking: Asking) -> dict[str, Any]:
    """Who runs it."""
    async with asking.tournament(tournament_id) as view:
        staff = await queries.staff(view.rows, tournament_id)
    return {"items": [{"account_id": account, "role": role} for account, role in sorted(staff.items())]}


@routes.put(ONE + "staff/{account_id:uuid}/", response_model=Accepted, **does(commands.AppointStaff))
async def appoint(
    tournament_id: UUID, account_id: UUID, body: models.Appoint, sending: Sending
) -> dict[str, Any]:
    """Give an account a staff role."""
    command = commands.AppointStaff(tournament=tournament_id, account=account_id, role=body.role)
    return await sending.send(command)


@routes.delete(ONE + "staff/{account_id:uuid}/", response_model=Accepted, **does(commands.DismissStaff))
async def dismiss(tournament_id: UUID, account_id: UUID, sending: Sending) -> dict[str, Any]:
    """Take an account's staff role away; the last owner stays."""
    return await sending.send(commands.DismissStaff(tournament=tournament_id, account=account_id))
