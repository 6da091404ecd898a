"""Access tokens: JWTs (RFC 7519, typ at+jwt of RFC 9068), one algorithm, short lives, rotating keys."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import jwt
import msgspec

from identity.errors import TokenExpired, TokenInvalid

ALGORITHM, TYPE, AUDIENCE = "HS256", "at+jwt", "palio"
REQUIRED = ["exp", "iat", "sub", "iss", "aud", "jti", "sid"]


class Claims(msgspec.Struct, frozen=True):
    """Whom a token speaks for, in which session, and until when."""

    account: UUID
    session: UUID
    expires_at: datetime


def key_id(key: bytes) -> str:
    """The public name of a key."""
    return sha256(b"kid:" + key).hexdigest()[:12]


class AccessTokens:
    """Signs with the first key, and accepts the others until they are taken away."""

    def __init__(self, keys: Sequence[bytes], issuer: str, *, minutes: int = 60, leeway: int = 60) -> None:
        self._keys = {key_id(key): key for key in keys}
        self._current = key_id(keys[0])
        self._issuer = issuer
        self._life = timedelta(minutes=minutes)
        self._leeway = timedelta(seconds=leeway)

    @property
    def seconds(self) -> int:
        """How long a new token is valid."""
        return int(self._life.total_seconds())

    def mint(self, account: UUID, session: UUID) -> str:
        """A token for the account; it carries no role, which is read again where it matters."""
        now = datetime.now(UTC)
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(account),
            "sid": str(session),
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + self._life,
        }
        headers = {"typ": TYPE, "kid": self._current}
        return jwt.encode(claims, self._keys[self._current], algorithm=ALGORITHM, headers=headers)

    def read(self, token: str) -> Claims:
        """The claims; TokenExpired from `leeway` after its end on, TokenInvalid for anything else."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("typ") != TYPE or header.get("kid") not in self._keys:
                raise TokenInvalid()
            claims = jwt.decode(
                token,
                self._keys[header["kid"]],
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=self._issuer,
                leeway=self._leeway,
                options={"require": REQUIRED, "enforce_minimum_key_length": True},
            )
            expires = datetime.fromtimestamp(claims["exp"], UTC)
            return Claims(UUID(claims["sub"]), UUID(claims["sid"]), expires)
        except jwt.ExpiredSignatureError:
            raise TokenExpired() from None
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError):
            raise TokenInvalid() from None
