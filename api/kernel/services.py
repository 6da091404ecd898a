"""What the HTTP interface stands on; `bootstrap` builds it, once for real and once for tests."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Protocol

import msgspec
from fastapi import APIRouter
from psycopg_pool import AsyncConnectionPool
from starlette.routing import BaseRoute

from application.kernel.engine import Engine
from application.kernel.jobs import Jobs
from eventstore.reader import Reader
from identity.access import AccessTokens, Claims
from identity.passwords import Passwords
from identity.sessions import Sessions
from identity.throttle import Throttle
from projections.kernel.moments import Moments
from projections.kernel.runner import Runner


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator decided about requests."""

    origin: str
    demo: bool = False
    json_limit: int = 256 * 1024
    trusted_proxies: Sequence[IPv4Network | IPv6Network] = ()


class Tickets(Protocol):
    """Opens one connection to the stream, for whoever holds it."""

    def issue(self, claims: Claims) -> str:
        """A ticket for whom a token speaks."""


async def _nothing() -> None:
    return None


class Mounted(msgspec.Struct, frozen=True, kw_only=True):
    """What another package serves in the same application; `epoch` names the log it tells of."""

    routers: Sequence[APIRouter] = ()
    sockets: Sequence[BaseRoute] = ()
    state: Mapping[str, Any] = {}
    epoch: str = ""
    drain: Callable[[], Awaitable[None]] = _nothing


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a route may use."""

    rules: Rules
    pool: AsyncConnectionPool[Any]
    engine: Engine
    reader: Reader
    runner: Runner
    jobs: Jobs
    moments: Moments
    passwords: Passwords
    sessions: Sessions
    tokens: AccessTokens
    throttle: Throttle
    tickets: Tickets
    mounted: Mounted = Mounted()
    redis_answers: Callable[[], Awaitable[bool]] | None = None
