"""What we sign and read again: JWTs (RFC 7519) of one algorithm, each of one type, under rotating keys."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import jwt

from identity.errors import TokenExpired, TokenInvalid

ALGORITHM, AUDIENCE = "HS256", "palio"
ALWAYS = ("exp", "iat", "sub", "iss", "aud", "jti", "sid")


def key_id(key: bytes) -> str:
    """The public name of a key."""
    return sha256(b"kid:" + key).hexdigest()[:12]


class Signatures:
    """Signs with the first key, and accepts the others until they are taken away; another type is foreign."""

    def __init__(self, keys: Sequence[bytes], issuer: str, kind: str) -> None:
        self._keys = {key_id(key): key for key in keys}
        self._current = key_id(keys[0])
        self._issuer = issuer
        self._kind = kind

    def sign(self, account: UUID, session: UUID, life: timedelta, **also: int) -> str:
        """What speaks for the account from now on, for everyone to read and nobody to change."""
        now = datetime.now(UTC)
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(account),
            "sid": str(session),
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + life,
            **also,
        }
        headers = {"typ": self._kind, "kid": self._current}
        return jwt.encode(claims, self._keys[self._current], algorithm=ALGORITHM, headers=headers)

    def read(self, token: str, leeway: timedelta, *also: str) -> dict[str, Any]:
        """The claims, `also` among them; TokenExpired from `leeway` after the end on, else TokenInvalid."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("typ") != self._kind or header.get("kid") not in self._keys:
                raise TokenInvalid()
            return jwt.decode(
                token,
                self._keys[header["kid"]],
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=self._issuer,
                leeway=leeway,
                options={"require": [*ALWAYS, *also], "enforce_minimum_key_length": True},
            )
        except jwt.ExpiredSignatureError:
            raise TokenExpired() from None
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError):
            raise TokenInvalid() from None
