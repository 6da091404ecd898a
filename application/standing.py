"""How an actor stands to what a command touches: read from the log, never trusted from a token."""

from typing import Any
from uuid import UUID

from application.actor import Actor
from application.authorization import Standing
from application.commands.tournaments import CreateTournament
from application.handlers.matches import side_of
from application.repository import Streams, fold
from application.work import Work
from domain.account.account import Account
from domain.entry.ids import registration_of_account
from domain.entry.registration import Registration
from domain.kernel.refusals import NotFound
from domain.match.match import Match
from domain.tournament.tournament import Tournament


async def role_of(actor: Actor, log: Streams) -> tuple[str, int]:
    """The account's role, and the version of the account it was read at; 0 where there is no account.

    SPECTATOR for a visitor, ADMIN for the operator.
    """
    if actor.account is None:
        return ("ADMIN" if actor.operator else "SPECTATOR"), 0
    facts = (await log.streams({actor.account: 0})).get(actor.account, ())
    account = fold(facts)
    return (account.role, account.version) if isinstance(account, Account) else ("SPECTATOR", 0)


async def credential_of(account: UUID, log: Streams) -> UUID | None:
    """The credential that counts for an account now; None where there is none."""
    found = fold((await log.streams({account: 0})).get(account, ()))
    return found.credential if isinstance(found, Account) else None


async def standing_of(actor: Actor, role: str, command: Any, work: Work) -> Standing:
    """Role, staff role in the command's tournament, and whether the object is the actor's own.

    Raises NotFound where the command names what does not exist.
    """
    tournament, owns = None, False
    if hasattr(command, "match"):
        match = await work.load(Match, command.match)
        tournament, owns = match.tournament, await side_of(match, actor, work) is not None
    elif hasattr(command, "registration"):
        registration = await work.load(Registration, command.registration)
        tournament = registration.tournament
        owns = registration.account is not None and registration.account == actor.account
    else:
        tournament = getattr(command, "tournament", None)
        mine = getattr(command, "account", None) or getattr(command, "owner", None)
        owns = mine is not None and mine == actor.account
    found = await work.find(Tournament, tournament) if tournament else None
    if tournament and found is None and not isinstance(command, CreateTournament):
        raise NotFound(what="tournament")
    if found is None or actor.account is None:
        return Standing(role=role, owns=owns, hidden=found is not None and found.hidden)
    return Standing(
        role=role,
        staff=found.staff.get(actor.account),
        owns=owns,
        entrant=found.hidden and await _entered(found.id, actor.account, work),
        hidden=found.hidden,
    )


async def _entered(tournament: UUID, account: UUID, work: Work) -> bool:
    """Asked only where it matters: whoever is in knows of a hidden tournament."""
    return await work.find(Registration, registration_of_account(tournament, account)) is not None
