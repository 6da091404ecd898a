"""Passwords: argon2id, a few at a time, and as long for an unknown account as for a wrong password."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from psycopg_pool import AsyncConnectionPool

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB and two passes: the floor OWASP names for argon2id."""
AT_ONCE = 2
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$GoIJoZA9E5QK+i8czsb27g$w0zJ4u+g5dVTe+j0+gtk123kZE8qs6/KQ/8pvDi/t4k"
"""A well-formed hash that no password has: verified where there is no account."""


class Passwords:
    """The table of hashes. Facts name a credential by id and never hold it."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def store(self, password: str) -> UUID:
        """Hash and keep; the id of the new credential."""
        async with self._slots:
            hashed = await asyncio.to_thread(HASHER.hash, password)
        credential = uuid4()
        async with self._pool.connection() as connection:
            await connection.execute(
                "INSERT INTO identity.credentials (credential, hash) VALUES (%s, %s)", (credential, hashed)
            )
        return credential

    async def matches(self, credential: UUID | None, password: str) -> bool:
        """Whether the password is that of the credential; takes as long where there is none."""
        found = await self._hash(credential) if credential else None
        async with self._slots:
            right = await asyncio.to_thread(_verify, found or NOBODY, password)
        return right and found is not None

    async def remove(self, credential: UUID) -> None:
        """Forget a credential for good."""
        async with self._pool.connection() as connection:
            await connection.execute("DELETE FROM identity.credentials WHERE credential = %s", (credential,))

    async def _hash(self, credential: UUID) -> str | None:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT hash FROM identity.credentials WHERE credential = %s", (credential,)
            )
            row = await cursor.fetchone()
            return row[0] if row else None


def _verify(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
