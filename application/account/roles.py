"""What the log says of an actor: the role of the account, and the credential that counts."""

from uuid import UUID

from application.kernel.actor import Actor
from application.kernel.authorization import OF_THE_CLOCK
from application.kernel.repository import Streams, fold
from domain.account.account import Account


async def role_of(actor: Actor, log: Streams) -> tuple[str, int]:
    """The account's role, and the version of the account it was read at; 0 where there is no account.

    SPECTATOR for a visitor, ADMIN for the operator, CLOCK for the clock, which is on no ladder.
    """
    if actor.account is None:
        return (OF_THE_CLOCK if actor.clock else "ADMIN" if actor.operator else "SPECTATOR"), 0
    facts = (await log.streams({actor.account: 0})).get(actor.account, ())
    account = fold(facts)
    return (account.role, account.version) if isinstance(account, Account) else ("SPECTATOR", 0)


async def credential_of(account: UUID, log: Streams) -> UUID | None:
    """The credential that counts for an account now; None where there is none."""
    found = fold((await log.streams({account: 0})).get(account, ()))
    return found.credential if isinstance(found, Account) else None
