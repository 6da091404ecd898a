"""What speaks for an account: access tokens (typ at+jwt, RFC 9068), tokens in cookies, links that sign in."""

import hmac
from base64 import b32encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from identity.errors import TokenInvalid
from identity.signing import Signatures

TYPE, WEB = "at+jwt", "web+jwt"


class Claims(msgspec.Struct, frozen=True):
    """Whom a token speaks for, in which session, and until when."""

    account: UUID
    session: UUID
    expires_at: datetime


class AccessTokens:
    """What an account shows with each request; no kind of token is taken for another."""

    def __init__(
        self, keys: Sequence[bytes], issuer: str, *, minutes: int = 60, days: int = 7, leeway: int = 60
    ) -> None:
        """`minutes` an access token is valid, and `days` the one in a cookie."""
        self._access, self._web = (Signatures(keys, issuer, kind) for kind in (TYPE, WEB))
        self._secret = keys[0]
        self._life = timedelta(minutes=minutes)
        self._web_life = timedelta(days=days)
        self.leeway = timedelta(seconds=leeway)

    @property
    def seconds(self) -> int:
        """How long a new access token is valid."""
        return int(self._life.total_seconds())

    @property
    def web_seconds(self) -> int:
        """How long a new token in a cookie is valid."""
        return int(self._web_life.total_seconds())

    def mint(self, account: UUID, session: UUID) -> str:
        """A token for the account; it carries no role, which is read again where it matters."""
        return self._access.sign(account, session, self._life)

    def read(self, token: str) -> Claims:
        """The claims; TokenExpired from `leeway` after its end on, TokenInvalid for anything else."""
        return speaks_for(self._access.read(token, self.leeway), "exp")

    def web(self, account: UUID, session: UUID) -> str:
        """A token for the cookie of a browser, which no script reads."""
        return self._web.sign(account, session, self._web_life)

    def read_web(self, token: str) -> Claims:
        """The claims of a cookie's token. Raises TokenExpired, TokenInvalid."""
        return speaks_for(self._web.read(token, self.leeway), "exp")

    def link(self, account: UUID) -> str:
        """The secret part of a link that signs in, short enough to be typed; only a demo follows it."""
        digest = hmac.digest(self._secret, b"link:" + account.bytes, sha256)
        return b32encode(digest[:10]).decode().lower()

    def check_link(self, account: UUID, code: str) -> None:
        """TokenInvalid where the link is not the account's."""
        if not hmac.compare_digest(code.encode(), self.link(account).encode()):
            raise TokenInvalid()


def speaks_for(read: Mapping[str, Any], until: str) -> Claims:
    """What was read, with the claim that says until when. Raises TokenInvalid."""
    try:
        expires = datetime.fromtimestamp(read[until], UTC)
        return Claims(UUID(read["sub"]), UUID(read["sid"]), expires)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise TokenInvalid() from None
