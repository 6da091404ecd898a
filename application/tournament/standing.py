"""How an actor stands to a tournament."""

from uuid import UUID

from application.kernel.actor import Actor
from application.kernel.authorization import Standing
from application.kernel.work import Work
from domain.entry.ids import registration_of_account
from domain.entry.registration import Registration
from domain.tournament.tournament import Tournament


async def stands(tournament: UUID, actor: Actor, role: str, work: Work) -> Standing | None:
    """Role, staff role, and where it matters whether the actor is in it; None where there is none."""
    found = await work.find(Tournament, tournament)
    if found is None:
        return None
    if actor.account is None:
        return Standing(role=role, hidden=found.hidden)
    return Standing(
        role=role,
        staff=found.staff.get(actor.account),
        entrant=found.hidden and await _entered(found.id, actor.account, work),
        hidden=found.hidden,
    )


async def _entered(tournament: UUID, account: UUID, work: Work) -> bool:
    """Asked only where it matters: whoever is in knows of a hidden tournament."""
    return await work.find(Registration, registration_of_account(tournament, account)) is not None
