"""What the HTTP interface stands on; `bootstrap` builds it, once for real and once for tests."""

from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Any

import msgspec
from psycopg_pool import AsyncConnectionPool

from application.engine import Engine
from eventstore.reader import Reader
from identity.access import AccessTokens
from identity.passwords import Passwords
from identity.sessions import Sessions
from identity.throttle import Throttle
from projections.moments import Moments
from projections.runner import Runner


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator decided about requests."""

    origin: str
    demo: bool = False
    json_limit: int = 256 * 1024
    trusted_proxies: Sequence[IPv4Network | IPv6Network] = ()


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a route may use."""

    rules: Rules
    pool: AsyncConnectionPool[Any]
    engine: Engine
    reader: Reader
    runner: Runner
    moments: Moments
    passwords: Passwords
    sessions: Sessions
    tokens: AccessTokens
    throttle: Throttle
    redis_answers: Callable[[], Awaitable[bool]] | None = None
