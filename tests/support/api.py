"""The HTTP interface over a fresh database, spoken to in process or through a real socket."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.app import create_app
from api.kernel.services import Services
from application.account.commands import GrantRole, OpenAccount
from application.kernel.actor import OPERATOR
from bootstrap.container import services as built
from bootstrap.serving import listening, server
from bootstrap.settings import Settings, load
from domain.account.ids import account_id

PASSWORD = "correct horse battery"


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    """A development server that lets anyone try the demo, as often as they like."""
    return load(PALIO_HOME=tmp_path, PALIO_DEMO=True, SECRET_KEY="k" * 32, PALIO_REQUEST_LIMIT="off")


@pytest.fixture
async def services(settings: Settings, database: str) -> AsyncIterator[Services]:
    """What the interface stands on, its runner running."""
    async with built(settings, database) as made:
        yield made


@pytest.fixture
async def api(services: Services) -> AsyncIterator["Caller"]:
    """A visitor."""
    transport = httpx.ASGITransport(create_app(services), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://palio.test") as client:
        yield Caller(client, services)


@pytest.fixture
async def organiser(api: "Caller") -> "Caller":
    """Who may hold tournaments."""
    return await api.signed_in("organiser", "ORGANIZER")


@pytest.fixture
async def at(organiser: "Caller") -> str:
    """The address of the organiser's tournament, of which a visitor has been told two events."""
    return await organiser.tournament()


@pytest.fixture
async def url(services: Services, settings: Settings) -> AsyncIterator[str]:
    """The address of a real server on a real socket."""
    listener = listening("127.0.0.1", 0)
    serving = server(settings, services)
    task = asyncio.create_task(serving.serve(sockets=[listener]))
    while not serving.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    serving.should_exit = True
    await task


class Caller:
    """Someone who calls the API, and reads what they wrote."""

    def __init__(self, client: httpx.AsyncClient, services: Services, token: str | None = None) -> None:
        self.client = client
        self.services = services
        self.token = token
        self.account: UUID | None = None

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """One request; header names with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named["Authorization"] = f"Bearer {self.token}"
        return await self.client.request(method, path, json=body, headers=named)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Everything stored so far is seen."""
        mark = "&" if "?" in path else "?"
        return await self.call("GET", f"{path}{mark}at_least={await self.services.reader.head()}", **headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.call("POST", path, body, **headers)

    async def put(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.call("PUT", path, body, **headers)

    async def delete(self, path: str, **headers: str) -> httpx.Response:
        return await self.call("DELETE", path, **headers)

    async def signed_in(self, handle: str, role: str = "PLAYER") -> "Caller":
        """Somebody with an account of that role."""
        account = account_id(handle)
        await self.services.engine.execute(OpenAccount(handle=handle, display_name=handle), OPERATOR)
        await self.services.engine.execute(GrantRole(account=account, role=role), OPERATOR)
        session = await self.services.sessions.begin(account)
        token = self.services.tokens.mint(account, session.family)
        caller = Caller(self.client, self.services, token)
        caller.account = account
        return caller

    async def tournament(self, **definition: Any) -> str:
        """One that takes entries, and that readers who cannot wait for a position find as well."""
        body = {"name": "Open", "slug": "open", **definition}
        made = await self.post("/api/tournaments/", body)
        assert made.status_code == 201, made.text
        at = f"/api/tournaments/{made.json()['id']}/"
        for step in ("publish/", "open-registration/"):
            assert (await self.post(at + step)).status_code == 200
        assert (await self.get(at)).status_code == 200
        return at

    async def live(self, names: list[str], **definition: Any) -> str:
        """One in play, seeded in the order of `names`."""
        at = await self.tournament(**definition)
        for name in names:
            assert (await self.post(at + "entrants/", {"name": name})).status_code == 201
        for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
            answer = await self.post(at + step)
            assert answer.status_code == 200, answer.text
        return at


def code(answer: httpx.Response) -> str:
    """The stable code of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return str(answer.json()["code"])
