"""Commands on registrations, decided: the place and the registration are stored together."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from application.bracket.drawing import brackets_of, draw_is_open
from application.entry import commands
from application.entry.late_entry import join, open_stages
from application.kernel.actor import Actor
from application.kernel.work import Work
from application.match.handlers import lose_for_absence
from domain.bracket.bracket import Bracket
from domain.entry.entry_list import EntryList
from domain.entry.ids import entry_list_id, registration_of_account, registration_of_name
from domain.entry.refusals import (
    CheckInClosed,
    DuplicateEntry,
    ForfeitInstead,
    NotEntered,
    RegistrationClosed,
    ReinstateInstead,
)
from domain.entry.registration import IN, OUT, Registration
from domain.kernel import moment
from domain.kernel.refusals import NotFound
from domain.match.match import Match
from domain.match.refusals import OwnMatch
from domain.tournament.questions import check_answers
from domain.tournament.refusals import WrongStatus
from domain.tournament.tournament import Tournament
from domain.tournament.windows import takes_check_ins, takes_entries

WITH_OVERRIDE = "; staff enter somebody all the same with `override`"
NO_PLACE = {
    "seeded": "; the draw is final: open it again, or start, and enter them late",
    "live": "; no stage that is being played takes one more: somebody who has not played can be replaced",
}
BEFORE_THE_DRAW = ("published", "registration_open", "registration_closed", "check_in")


async def register(command: commands.Register, work: Work, actor: Actor) -> dict[str, Any]:
    """A player enters while registration is open, and answers what must be answered."""
    tournament = await work.load(Tournament, command.tournament)
    if not takes_entries(tournament, moment.now()):
        raise RegistrationClosed(unless="")
    answers = check_answers(tournament.definition.fields, command.answers)
    id_ = registration_of_account(tournament.id, command.account)
    return await _enter(id_, command, answers, work, account=command.account, override=False)


async def add_entrant(command: commands.AddEntrant, work: Work, actor: Actor) -> dict[str, Any]:
    """Staff enter somebody by name, above capacity and outside the window only with an override.

    They need not know what the entrant would answer: what is required may be missing.
    """
    tournament = await work.load(Tournament, command.tournament)
    undrawn = tournament.status in BEFORE_THE_DRAW or await draw_is_open(tournament, work)
    late = await open_stages(tournament, work)
    possible = undrawn or bool(late)
    if not (command.override and possible) and not takes_entries(tournament, moment.now()):
        no_place = NO_PLACE.get(tournament.status, "")
        raise RegistrationClosed(unless=WITH_OVERRIDE if possible else no_place)
    named = command.comer is None
    entered = await (enter_by_name(command, work) if named else _let_in(command, late, work))
    for bracket in late:
        await join(bracket, entered["registration"], tournament, work)
    return entered


async def _let_in(command: commands.AddEntrant, late: list[Bracket], work: Work) -> dict[str, Any]:
    """Somebody who waits, or who has a place and is not in a stage that everyone is in."""
    id_ = command.comer
    if id_ is None or (await work.apart().load(Registration, id_)).tournament != command.tournament:
        raise NotFound(what="registration")
    registration = await work.load(Registration, id_)
    if registration.status not in (*IN, "waitlisted"):
        raise NotEntered(status=registration.status)
    if registration.status in IN and all(id_ in bracket.seeds for bracket in late):
        raise DuplicateEntry(name=registration.name)
    (await work.load(EntryList, entry_list_id(command.tournament))).enter(id_, override=command.override)
    waits = registration.status == "waitlisted" and not command.override
    return {"registration": id_, "status": "waitlisted" if waits else "registered"}


async def enter_by_name(command: commands.AddEntrant, work: Work) -> dict[str, Any]:
    """Whoever played before is not entered anew."""
    tournament = await work.load(Tournament, command.tournament)
    answers = check_answers(tournament.definition.fields, command.answers, complete=False)
    id_ = registration_of_name(tournament.id, command.name)
    brackets = (await brackets_of(tournament, work)).values() if tournament.status == "live" else ()
    if any(id_ in bracket.seeds for bracket in brackets):
        out = (await work.load(Registration, id_)).status in OUT
        raise (ReinstateInstead if out else DuplicateEntry)(name=command.name)
    return await _enter(id_, command, answers, work, account=None, override=command.override)


async def _enter(
    id_: UUID,
    command: commands.Register | commands.AddEntrant,
    answers: dict[str, str],
    work: Work,
    *,
    account: UUID | None,
    override: bool,
) -> dict[str, Any]:
    entries = await work.load(EntryList, entry_list_id(command.tournament))
    registration = await work.find(Registration, id_)
    if registration is not None and registration.status in (*IN, "waitlisted"):
        raise DuplicateEntry(name=command.name)
    if registration is not None and registration.status == "disqualified":
        raise ReinstateInstead(name=command.name)
    entries.enter(id_, override=override)
    waitlisted = id_ in entries.waiting
    if registration is None:
        registration = work.add(
            Registration(
                id=id_,
                tournament=command.tournament,
                account=account,
                name=command.name,
                answers=answers,
                waitlisted=waitlisted,
                override=override,
            )
        )
    else:
        registration.submit_again(command.name, answers, waitlisted=waitlisted, override=override)
    return {"registration": id_, "status": registration.status}


async def withdraw(command: commands.Withdraw, work: Work, actor: Actor) -> None:
    """Until the draw is final a place goes to the next who waits; in play, what is open is lost."""
    registration = await work.load(Registration, command.registration)
    if registration.status != "withdrawn":
        leave = partial(registration.withdraw, command.reason)
        await _leave(registration, "withdrawn", leave, command.reason, work)


async def _may_leave(registration: Registration, tournament: Tournament, work: Work) -> None:
    if tournament.status in (*BEFORE_THE_DRAW, "live"):
        return
    if tournament.status != "seeded":
        raise WrongStatus(status=tournament.status, step="leave", needed="not over")
    if registration.status in IN and not await draw_is_open(tournament, work):
        raise ForfeitInstead()


async def disqualify(command: commands.Disqualify, work: Work, actor: Actor) -> None:
    """The same, by staff, and from any moment until the end."""
    registration = await work.load(Registration, command.registration)
    if registration.account is not None and registration.account == actor.account:
        raise OwnMatch()
    if registration.status != "disqualified":
        leave = partial(registration.disqualify, command.reason)
        await _leave(registration, "disqualified", leave, command.reason, work)


async def _leave(
    registration: Registration, kind: str, leave: Callable[[], None], reason: str | None, work: Work
) -> None:
    """Give the place back, or in play lose every open match."""
    tournament = await work.load(Tournament, registration.tournament)
    await _may_leave(registration, tournament, work)
    in_play = tournament.status == "live" and registration.status in IN
    leave()
    if not in_play:
        (await work.load(EntryList, entry_list_id(tournament.id))).leave(registration.id)
        return
    for bracket in (await brackets_of(tournament, work)).values():
        bracket.attend(registration.id, kind, reason)
        open_ = [bracket.match_id(number) for number in bracket.matches if number not in bracket.decided]
        for match in await work.find_all(Match, open_):
            if registration.id in match.sides:
                lose_for_absence(match, bracket)


async def reinstate(command: commands.Reinstate, work: Work, actor: Actor) -> None:
    """Of a tournament in play; what was lost meanwhile is put right match by match."""
    registration = await work.load(Registration, command.registration)
    tournament = await work.load(Tournament, registration.tournament)
    if tournament.status != "live":
        raise WrongStatus(status=tournament.status, step="reinstate", needed="live")
    if registration.account is not None and registration.account == actor.account:
        raise OwnMatch()
    brackets = (await brackets_of(tournament, work)).values()
    if not any(registration.id in bracket.seeds for bracket in brackets):
        raise NotEntered(status=registration.status)
    registration.reinstate(command.reason)
    for bracket in brackets:
        bracket.attend(registration.id, None, command.reason)


async def check_in(command: commands.CheckIn, work: Work, actor: Actor) -> None:
    """While check-in is open; the window binds who checks in by himself, not staff at the desk."""
    registration = await work.load(Registration, command.registration)
    tournament = await work.load(Tournament, registration.tournament)
    by_staff = actor.account != registration.account
    if tournament.status != "check_in" or not (by_staff or takes_check_ins(tournament, moment.now())):
        raise CheckInClosed()
    registration.check_in(by_staff=by_staff)


async def undo_check_in(command: commands.UndoCheckIn, work: Work, actor: Actor) -> None:
    """While check-in is open."""
    registration = await work.load(Registration, command.registration)
    if (await work.load(Tournament, registration.tournament)).status != "check_in":
        raise CheckInClosed()
    registration.undo_check_in()


async def promote(command: commands.PromoteRegistration, work: Work, actor: Actor) -> None:
    """The registration follows its place; a new one already knows it."""
    registration = await work.find(Registration, command.registration)
    if registration is not None:
        registration.promote()


async def cancel_all(command: commands.CancelRegistrations, work: Work, actor: Actor) -> None:
    """Everyone in, and everyone waiting."""
    entries = await work.load(EntryList, entry_list_id(command.tournament))
    for registration in await work.find_all(Registration, [*entries.entered, *entries.waiting]):
        registration.cancel()
