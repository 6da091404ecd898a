"""Access tokens: JWTs of typ at+jwt (RFC 9068) with short lives."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from identity.errors import TokenInvalid
from identity.signing import Signatures

TYPE = "at+jwt"


class Claims(msgspec.Struct, frozen=True):
    """Whom a token speaks for, in which session, and until when."""

    account: UUID
    session: UUID
    expires_at: datetime


class AccessTokens:
    """What an account shows with each request."""

    def __init__(self, keys: Sequence[bytes], issuer: str, *, minutes: int = 60, leeway: int = 60) -> None:
        self._signatures = Signatures(keys, issuer, TYPE)
        self._life = timedelta(minutes=minutes)
        self.leeway = timedelta(seconds=leeway)

    @property
    def seconds(self) -> int:
        """How long a new token is valid."""
        return int(self._life.total_seconds())

    def mint(self, account: UUID, session: UUID) -> str:
        """A token for the account; it carries no role, which is read again where it matters."""
        return self._signatures.sign(account, session, self._life)

    def read(self, token: str) -> Claims:
        """The claims; TokenExpired from `leeway` after its end on, TokenInvalid for anything else."""
        return speaks_for(self._signatures.read(token, self.leeway), "exp")


def speaks_for(read: Mapping[str, Any], until: str) -> Claims:
    """What was read, with the claim that says until when. Raises TokenInvalid."""
    try:
        expires = datetime.fromtimestamp(read[until], UTC)
        return Claims(UUID(read["sub"]), UUID(read["sid"]), expires)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise TokenInvalid() from None
