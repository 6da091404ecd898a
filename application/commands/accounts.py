"""Commands on accounts."""

from typing import ClassVar
from uuid import UUID

import msgspec


class OpenAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Open an account, a PLAYER's; the credential is already stored, outside the log."""

    NEW_EACH_TRY: ClassVar[frozenset[str]] = frozenset({"credential"})

    handle: str
    display_name: str
    credential: UUID | None = None


class ChangeCredential(msgspec.Struct, frozen=True, kw_only=True):
    """Let another stored credential count."""

    NEW_EACH_TRY: ClassVar[frozenset[str]] = frozenset({"credential"})

    account: UUID
    credential: UUID


class GrantRole(msgspec.Struct, frozen=True, kw_only=True):
    """Move an account on the role ladder."""

    account: UUID
    role: str
    reason: str | None = None
