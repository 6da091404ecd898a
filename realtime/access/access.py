"""Who watches, and as what: the tokens, sessions and table of everywhere, asked again while they watch."""

from collections.abc import Collection, Mapping, Set
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from psycopg_pool import AsyncConnectionPool

from application.kernel.authorization import Standing
from application.subjects import MENU
from domain.kernel.refusals import NotFound
from identity.access import AccessTokens, Claims
from identity.sessions import Sessions, ended
from projections.kernel.rows import live
from projections.tournament import queries, standing
from projections.tournament.standing import Watcher
from realtime.access.tickets import Tickets
from realtime.relay import Audience

WATCH = "see the tournament"
WATCH_AS_STAFF = "see the tournament's facts"


class Credentials(msgspec.Struct, frozen=True):
    """What a client says it is by; none is a visitor."""

    token: str | None = None
    ticket: str | None = None


class Again(msgspec.Struct, frozen=True):
    """How it is by now: the sessions that are over, and who sees what where they may watch at all."""

    over: Set[UUID]
    audiences: Mapping[Watcher, Audience | None]


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

    async def audience(self, tournament_id: UUID, account: UUID | None) -> Audience:
        """What an account may see of a tournament. Raises NotFound where that is nothing."""
        async with live(self._pool) as rows:
            line = await queries.tournament(rows, tournament_id)
            if line is None:
                raise NotFound(what="tournament")
            found = audience(await standing.standing(rows, line, account))
        if found is None:
            raise NotFound(what="tournament")
        return found

    async def again(self, sessions: Collection[UUID], watchers: Collection[Watcher]) -> Again:
        """The same for everyone inside, in two questions however many they are."""
        over = await ended(self._own, sessions)
        async with live(self._own) as rows:
            found = await standing.standings(rows, list(watchers))
        return Again(over, {each: audience(how) for each, how in found.items()})


def audience(how: dict[str, Any]) -> Audience | None:
    """What the table gives someone of this standing to see."""
    asked = Standing(**how)
    if MENU.allowed(WATCH_AS_STAFF, asked):
        return Audience.STAFF
    return Audience.PUBLIC if MENU.allowed(WATCH, asked) else None
