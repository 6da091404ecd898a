"""Commands on accounts."""

from typing import ClassVar
from uuid import UUID

import msgspec

from application.kernel.concerns import Stream
from domain.account.account import Account
from domain.account.ids import account_id


class OpenAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Open an account, a PLAYER's; the credential is already stored, outside the log."""

    concerns: ClassVar = Stream(
        Account, "handle", made_of=lambda command: account_id(command.handle), new=True
    )
    NEW_EACH_TRY: ClassVar[frozenset[str]] = frozenset({"credential"})

    handle: str
    display_name: str
    credential: UUID | None = None


class ChangeCredential(msgspec.Struct, frozen=True, kw_only=True):
    """Let another stored credential count."""

    concerns: ClassVar = Stream(Account, "account", within="account", mine="account")
    NEW_EACH_TRY: ClassVar[frozenset[str]] = frozenset({"credential"})

    account: UUID
    credential: UUID


class GrantRole(msgspec.Struct, frozen=True, kw_only=True):
    """Move an account on the role ladder."""

    concerns: ClassVar = Stream(Account, "account", within="account")

    account: UUID
    role: str
    reason: str | None = None
