"""Commands on accounts, decided."""

from uuid import UUID

from application.account.commands import GrantRole, OpenAccount
from application.kernel.actor import Actor
from application.kernel.work import Work
from domain.account.account import Account
from domain.account.ids import account_id
from domain.account.refusals import DuplicateAccount
from domain.kernel.refusals import InvalidDefinition
from domain.kernel.roles import ROLES


async def open_account(command: OpenAccount, work: Work, actor: Actor) -> dict[str, UUID]:
    """The handle is the natural key: the second to ask for it is refused."""
    if await work.find(Account, account_id(command.handle)):
        raise DuplicateAccount(handle=command.handle)
    account = work.add(
        Account(
            handle=command.handle,
            display_name=command.display_name,
            role="PLAYER",
            credential=command.credential,
        )
    )
    return {"account": account.id}


async def grant_role(command: GrantRole, work: Work, actor: Actor) -> None:
    """Up or down the ladder."""
    if command.role not in ROLES:
        raise InvalidDefinition(field="role", problem=f"one of {', '.join(ROLES)}")
    (await work.load(Account, command.account)).grant_role(command.role, command.reason)
