"""Who watches, and as what: the tokens, sessions and table of everywhere, asked again while they watch."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from psycopg_pool import AsyncConnectionPool

from domain.kernel.refusals import NotFound
from eventstore.records import Scope
from identity.access import AccessTokens, Claims
from identity.sessions import Sessions, ended
from projections.kernel.rows import LiveRows, live
from realtime.access.tickets import Tickets
from realtime.kernel.audiences import Asking
from realtime.kernel.rooms import Watcher
from realtime.subjects import ROOMS


class Credentials(msgspec.Struct, frozen=True):
    """What a client says it is by; none is a visitor."""

    token: str | None = None
    ticket: str | None = None


class Again(msgspec.Struct, frozen=True):
    """How it is by now: the sessions that are over, and who sees what where they may watch at all."""

    over: Set[UUID]
    askings: Mapping[Watcher, Asking]


class Access:
    """Decides at the door, and again for those inside."""

    def __init__(
        self,
        pool: AsyncConnectionPool[Any],
        own: AsyncConnectionPool[Any],
        tokens: AccessTokens,
        sessions: Sessions,
        tickets: Tickets,
    ) -> None:
        """`own` is asked about those inside: however many are at the door, it answers."""
        self._pool = pool
        self._own = own
        self._tokens = tokens
        self._sessions = sessions
        self._tickets = tickets

    async def identify(self, given: Credentials) -> Claims | None:
        """Whom they speak for; None for a visitor. Raises TokenExpired, TokenInvalid."""
        if given.ticket is not None:
            claims = await self._tickets.use(given.ticket)
        elif given.token is not None:
            claims = self._tokens.read(given.token)
        else:
            return None
        await self._sessions.check(claims.session)
        return claims

    def ends_in(self, claims: Claims) -> float:
        """Seconds until the token is refused; a ticket may come to be used after that."""
        return (claims.expires_at + self._tokens.leeway - datetime.now(UTC)) / timedelta(seconds=1)

    async def asking(self, scope: Scope, account: UUID) -> Asking:
        """As what an account may enter the room of a scope. Raises NotFound where it may not."""
        async with live(self._pool) as rows:
            found = await _askings(rows, [(scope, account)])
        if (scope, account) not in found:
            raise NotFound(what=scope.kind)
        return found[scope, account]

    async def again(self, sessions: Collection[UUID], watchers: Collection[Watcher]) -> Again:
        """The same for everyone inside, in two questions however many they are."""
        over = await ended(self._own, sessions)
        async with live(self._own) as rows:
            return Again(over, await _askings(rows, watchers))


async def _askings(rows: LiveRows, watchers: Collection[Watcher]) -> dict[Watcher, Asking]:
    """Of those who may enter, each as the kind of its room says."""
    by_kind: dict[str, list[Watcher]] = defaultdict(list)
    for scope, account in watchers:
        by_kind[scope.kind].append((scope, account))
    found: dict[Watcher, Asking] = {}
    for kind, asked in by_kind.items():
        found.update(await ROOMS[kind].accounts(rows, asked))
    return found
