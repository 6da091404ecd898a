"""The accounts of a demo, opened at the console, and signed in as they are needed."""

from collections.abc import AsyncGenerator
from uuid import UUID

import httpx

from api.kernel.services import Services
from application.account.commands import GrantRole, OpenAccount
from application.kernel.actor import OPERATOR
from domain.account.ids import account_id

ORGANISER = "demo.organiser"
AUDITOR = "demo.auditor"
SPECTATOR = "demo.spectator"
ROLES = {ORGANISER: "ORGANIZER", AUDITOR: "PLAYER", SPECTATOR: "SPECTATOR"}
"""The least that that reads a tournament's audit log is a player appointed as one of its organisers."""


class SignedIn(httpx.Auth):
    """Signs each request as one account, with a token made for it: a demo may stay open for days."""

    def __init__(self, services: Services, account: UUID) -> None:
        self._services = services
        self._account = account
        self._session: UUID | None = None

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """The request with its token."""
        if self._session is None:
            self._session = (await self._services.sessions.begin(self._account)).family
        token = self._services.tokens.mint(self._account, self._session)
        request.headers["Authorization"] = f"Bearer {token}"
        yield request


class Cast:
    """Everyone who acts in a demo."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._signed_in: dict[UUID, SignedIn] = {}

    async def assemble(self) -> None:
        """The organiser first: a demo's log is told by its first fact."""
        for handle, role in ROLES.items():
            await self.join(handle, f"Demo {handle.partition('.')[2]}")
            await self._services.engine.execute(GrantRole(account=account_id(handle), role=role), OPERATOR)

    async def join(self, handle: str, name: str) -> httpx.Auth:
        """A player's account, opened once."""
        opening = OpenAccount(handle=handle, display_name=name)
        await self._services.engine.execute(opening, OPERATOR, key=f"demo/{handle}")
        account = account_id(handle)
        return self._signed_in.setdefault(account, SignedIn(self._services, account))

    def of(self, account: UUID | str | None) -> httpx.Auth | None:
        """Whoever acts with an account, where it is one of the cast."""
        return self._signed_in.get(UUID(str(account))) if account else None

    @property
    def organiser(self) -> httpx.Auth:
        """Runs the tournament, and rules where reports differ."""
        return self._signed_in[account_id(ORGANISER)]
