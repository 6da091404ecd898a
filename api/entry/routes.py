"""Registrations: enter, add, look, withdraw, check in."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response

from api.entry import models
from api.kernel.commanding import Accepted, Sending
from api.kernel.errors import InvalidParameter
from api.kernel.fields import Reason
from api.kernel.reading import After, Asking, Limit, Moment, View
from api.kernel.routing import asks, does, router
from application.bracket.commands import Challenge
from application.entry import commands
from domain.kernel.refusals import NotFound, SignInRequired
from projections.entry import queries

routes = router("registrations")
ALL = "/api/tournaments/registrations/"
ONE = ALL + "{registration_id:uuid}/"
Status = Literal[
    "registered", "waitlisted", "checked_in", "withdrawn", "disqualified", "dropped", "cancelled"
]
LINKS = {
    "see_registration": {"registration_id": "$response.body#/id"},
    "withdraw": {"registration_id": "$response.body#/id"},
    "check_in": {"registration_id": "$response.body#/id"},
}


def _made(accepted: dict[str, Any]) -> models.Registered:
    return models.Registered(id=accepted.pop("registration"), **accepted)


@routes.post(ALL, status_code=201, operation_id="register", **does(commands.Register, **LINKS))
@routes.post(
    ALL + "register/", status_code=201, operation_id="register_too", **does(commands.Register, **LINKS)
)
async def register(body: models.Register, sending: Sending) -> models.Registered:
    """Enter a tournament with one's own account."""
    if sending.actor.account is None:
        raise SignInRequired(action="register")
    command = commands.Register(
        tournament=body.tournament_id,
        account=sending.actor.account,
        name=body.name,
        answers=body.answers,
    )
    return _made(await sending.send(command))


@routes.post(
    "/api/tournaments/{tournament_id:uuid}/entrants/",
    status_code=201,
    **does(commands.AddEntrant, **LINKS),
)
async def add_entrant(tournament_id: UUID, body: models.AddEntrant, sending: Sending) -> models.Registered:
    """Enter somebody by name, or let in whoever waits; in play, into the stages that everyone is in."""
    if (body.name is None) == (body.registration_id is None):
        raise InvalidParameter(name="body", expected="name or registration_id, and not both")
    command = commands.AddEntrant(
        tournament=tournament_id,
        name=body.name or "",
        comer=body.registration_id,
        answers=body.answers,
        override=body.override,
    )
    return _made(await sending.send(command))


@routes.get(ALL, response_model=models.Registrations, **asks("see the tournament"))
async def see_registrations(
    asking: Asking,
    tournament_id: Annotated[UUID, Query(description="The tournament's id.")],
    status: Annotated[Status | None, Query()] = None,
    after: After = None,
    limit: Limit = 50,
    as_of: Moment = None,
) -> dict[str, Any]:
    """A tournament's registrations in order of arrival."""
    where: dict[str, Any] = {"tournament_id": tournament_id, **({"status": status} if status else {})}
    async with asking.tournament(tournament_id, as_of) as view:
        try:
            found = await queries.registrations(view.rows, where, after=after, limit=limit)
        except ValueError:
            raise InvalidParameter(name="after", expected="`next` of a page") from None
    return {"items": [_shown(row, view, asking) for row in found.items], "next": found.next}


@routes.get(
    ONE, operation_id="see_registration", response_model=models.Registration, **asks("see the registration")
)
async def see_registration(
    registration_id: UUID, asking: Asking, response: Response, as_of: Moment = None
) -> dict[str, Any]:
    """One registration."""
    tournament = await asking.tournament_of(registration_id, "registration")
    async with asking.tournament(tournament, as_of, what="registration") as view:
        found = await queries.registration(view.rows, registration_id)
        if found is None:
            raise NotFound(what="registration")
    response.headers["ETag"] = f'"{found["version"]}"'
    return _shown(found, view, asking)


def _shown(row: dict[str, Any], view: View, asking: Asking) -> dict[str, Any]:
    """Everyone sees the answers whose fields are public today; the entrant and staff see all."""
    standing = view.standing
    own = row["account_id"] is not None and row["account_id"] == asking.actor.account
    if not (own or standing.staff or standing.role == "ADMIN"):
        public = {field["name"] for field in view.definition["fields"] if field["public"]}
        row = {**row, "answers": {name: text for name, text in row["answers"].items() if name in public}}
    return {**row, "id": row["registration_id"]}


@routes.delete(ONE, operation_id="withdraw", response_model=Accepted, **does(commands.Withdraw))
async def withdraw(
    registration_id: UUID, sending: Sending, body: models.Withdraw | None = None
) -> dict[str, Any]:
    """Leave the tournament, or its waitlist; whoever waits longest moves up.

    Of a tournament in play: matches that are open, or still to come, are lost without play.
    """
    reason = body.reason if body else None
    return await sending.send(commands.Withdraw(registration=registration_id, reason=reason))


@routes.post(ONE + "disqualify/", response_model=Accepted, **does(commands.Disqualify))
async def disqualify(registration_id: UUID, body: Reason, sending: Sending) -> dict[str, Any]:
    """Put the entrant out of the tournament: what is open, or still to come, is lost without play."""
    return await sending.send(commands.Disqualify(registration=registration_id, reason=body.reason))


@routes.post(ONE + "reinstate/", response_model=Accepted, **does(commands.Reinstate))
async def reinstate(registration_id: UUID, body: Reason, sending: Sending) -> dict[str, Any]:
    """Let one who left, or was put out, play on; a match lost meanwhile can be corrected."""
    return await sending.send(commands.Reinstate(registration=registration_id, reason=body.reason))


@routes.post(ONE + "challenge/", response_model=models.Challenged, **does(Challenge))
async def challenge(registration_id: UUID, body: models.Challenge, sending: Sending) -> dict[str, Any]:
    """Challenge somebody further up a ladder: the two have a match at once."""
    command = Challenge(registration=registration_id, challenged=body.registration_id, stage=body.stage)
    return await sending.send(command)


@routes.post(ONE + "check-in/", operation_id="check_in", response_model=Accepted, **does(commands.CheckIn))
async def check_in(registration_id: UUID, sending: Sending) -> dict[str, Any]:
    """Say that the entrant is here."""
    return await sending.send(commands.CheckIn(registration=registration_id))


@routes.delete(ONE + "check-in/", response_model=Accepted, **does(commands.UndoCheckIn))
async def undo_check_in(registration_id: UUID, sending: Sending) -> dict[str, Any]:
    """Take a check-in back."""
    return await sending.send(commands.UndoCheckIn(registration=registration_id))
