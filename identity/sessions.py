"""Sessions: opaque refresh tokens, each good once; one used again later ends the session."""

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import msgspec
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from identity.errors import TokenExpired, TokenInvalid

GRACE = timedelta(seconds=10)
KEPT = timedelta(days=30)
"""How long an expired token is remembered: until then one used twice ends its session."""
PURGED = 100
TRUSTED = 4.0
"""Seconds for which a session found alive counts as alive: what ends elsewhere is noticed within five."""
REMEMBERED = 100_000


class Session(msgspec.Struct, frozen=True):
    """An account signed in, and the refresh token that keeps it so."""

    account: UUID
    family: UUID
    refresh: str


class Sessions:
    """Only hashes are stored.

    A successor is an HMAC of its predecessor: a client whose answer was lost asks again within the grace and
    gets the same one.
    """

    def __init__(self, pool: AsyncConnectionPool[Any], secret: bytes, *, days: int = 7) -> None:
        self._pool = pool
        self._secret = secret
        self._life = timedelta(days=days)
        self._alive: dict[UUID, float] = {}

    async def check(self, family: UUID) -> None:
        """TokenInvalid where the session has ended, or there is none."""
        now = time.monotonic()
        if self._alive.get(family, 0.0) > now - TRUSTED:
            return
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT FROM identity.families WHERE family = %s AND ended_at IS NULL", (family,)
            )
            if await cursor.fetchone() is None:
                raise TokenInvalid()
        if len(self._alive) >= REMEMBERED:
            self._alive.clear()
        self._alive[family] = now

    async def begin(self, account: UUID) -> Session:
        """Sign in."""
        session = Session(account, uuid4(), secrets.token_urlsafe(32))
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO identity.families (family, account) VALUES (%s, %s)", (session.family, account)
            )
            await self._add(connection, session.family, session.refresh)
            await self._purge(connection)
        return session

    async def renew(self, refresh: str) -> Session:
        """The next token of the session.

        Raises TokenExpired, or TokenInvalid; for a token used before, after ending the session it was from.
        """
        async with self._pool.connection() as connection:
            async with connection.transaction():
                found = await self._found(connection, refresh)
                if found is None:
                    raise TokenInvalid()
                family, account, ended, expired, used, in_grace = found
                stolen = used and not in_grace
                if stolen and not ended:
                    await self._end(connection, "reuse", family=family)
                elif not (ended or expired or used):
                    await self._use(connection, family, refresh)
            if ended or stolen:
                raise TokenInvalid()
            if expired:
                raise TokenExpired()
        return Session(account, family, self._successor(refresh))

    async def end(self, refresh: str) -> None:
        """Sign out; a token nobody knows changes nothing."""
        async with self._pool.connection() as connection, connection.transaction():
            if found := await self._found(connection, refresh):
                await self._end(connection, "sign_out", family=found[0])

    async def close(self, family: UUID) -> None:
        """Sign out of a session; one that has ended stays so."""
        async with self._pool.connection() as connection:
            await self._end(connection, "sign_out", family=family)

    async def end_all(self, account: UUID, why: str, *, but: UUID | None = None) -> None:
        """Sign an account out everywhere, but for one session."""
        async with self._pool.connection() as connection:
            await self._end(connection, why, account=account, but=but)

    async def _found(self, connection: AsyncConnection[Any], refresh: str) -> tuple[Any, ...] | None:
        cursor = await connection.execute(
            "SELECT f.family, f.account, f.ended_at IS NOT NULL, t.expires_at <= now(),"
            " t.used_at IS NOT NULL, t.used_at > now() - %s"
            " FROM identity.refresh_tokens t JOIN identity.families f USING (family)"
            " WHERE t.hash = %s FOR UPDATE OF f, t",
            (GRACE, _hash(refresh)),
        )
        row: tuple[Any, ...] | None = await cursor.fetchone()
        return row

    async def _purge(self, connection: AsyncConnection[Any]) -> None:
        """Forget some of what expired long ago: more than begins, and nothing that anyone holds."""
        await connection.execute(
            "WITH old AS (DELETE FROM identity.refresh_tokens WHERE hash IN ("
            " SELECT t.hash FROM identity.refresh_tokens t JOIN identity.families f USING (family)"
            " WHERE t.expires_at < now() - %(kept)s LIMIT %(some)s FOR UPDATE OF f, t SKIP LOCKED)"
            " RETURNING family)"
            " DELETE FROM identity.families f USING old WHERE f.family = old.family AND NOT EXISTS ("
            " SELECT FROM identity.refresh_tokens t"
            " WHERE t.family = f.family AND t.expires_at >= now() - %(kept)s)",
            {"kept": KEPT, "some": PURGED},
        )

    async def _use(self, connection: AsyncConnection[Any], family: UUID, refresh: str) -> None:
        await connection.execute(
            "UPDATE identity.refresh_tokens SET used_at = now() WHERE hash = %s", (_hash(refresh),)
        )
        await self._add(connection, family, self._successor(refresh))

    async def _add(self, connection: AsyncConnection[Any], family: UUID, refresh: str) -> None:
        await connection.execute(
            "INSERT INTO identity.refresh_tokens (hash, family, expires_at) VALUES (%s, %s, now() + %s)",
            (_hash(refresh), family, self._life),
        )

    async def _end(
        self,
        connection: AsyncConnection[Any],
        why: str,
        *,
        family: UUID | None = None,
        account: UUID | None = None,
        but: UUID | None = None,
    ) -> None:
        await connection.execute(
            "UPDATE identity.families SET ended_at = now(), ended_by = %s"
            " WHERE ended_at IS NULL AND (family = %s OR account = %s) AND family IS DISTINCT FROM %s",
            (why, family, account, but),
        )
        self._alive.clear()

    def _successor(self, refresh: str) -> str:
        digest = hmac.digest(self._secret, b"successor:" + refresh.encode(), sha256)
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


async def ended(pool: AsyncConnectionPool[Any], families: Collection[UUID]) -> set[UUID]:
    """Which of these sessions are over, asked of the database at once."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            "SELECT asked FROM unnest(%s::uuid[]) AS asked WHERE NOT EXISTS ("
            " SELECT FROM identity.families WHERE family = asked AND ended_at IS NULL)",
            (list(families),),
        )
        return {row[0] for row in await cursor.fetchall()}


def _hash(refresh: str) -> bytes:
    return sha256(refresh.encode()).digest()
