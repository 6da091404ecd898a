"""What opens the stream is written to no log, even where everything else is."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from bootstrap.settings import Settings, load
from realtime.kernel.messages import SUBPROTOCOL
from tests.support.api import Caller
from tests.support.process import free_port, serving
from tests.support.streaming import bearer, connected, refused, room, watching

SECRET, ORIGIN = "k" * 32, "http://palio.test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The same secret as the server's, so that its tokens are made here."""
    return load(PALIO_HOME=tmp_path, SECRET_KEY=SECRET, BASE_URL=ORIGIN)


async def test_the_log_has_neither_tokens_nor_tickets(api: Caller, database: str, tmp_path: Path) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    token = organiser.token or ""
    forged = token[:-6] + "forged"
    claims = api.services.tokens.read(token)
    tickets = [api.services.tickets.issue(claims) for _ in range(2)]
    given: dict[str, Any] = {"PALIO_HOME": str(tmp_path), "SECRET_KEY": SECRET, "BASE_URL": ORIGIN}
    async with serving(free_port(), **given, DATABASE_URL=database, PALIO_LOG_LEVEL="debug") as server:
        for secret in (token, forged):
            for query, options in (
                (f"?token={secret}", {}),
                ("", {"token": secret}),
                ("", {"subprotocols": [SUBPROTOCOL, bearer(secret)]}),
            ):
                async with connected(server.url, room(at) + query, **options) as viewer:
                    if secret == token:
                        await viewer.of_type("welcome")
                        await viewer.say(type="auth", token=token)
                        await viewer.of_type("auth_ok")
                    else:
                        assert (await viewer.closed())[0] == 4003
        for ticket in tickets:
            async with watching(server.url, f"{room(at)}?ticket={ticket}"):
                assert (await refused(server.url, f"{room(at)}?ticket={ticket}"))[0] == 4003
        async with watching(server.url, room(at)) as visitor:
            await visitor.say(type="auth", token=token)
            assert (await visitor.closed())[0] == 4003
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
            for path in ("events/", "events/stream/?since=x"):
                mark = "&" if "?" in path else "?"
                await client.get(f"{at}{path}{mark}token={token}")
                await client.get(f"{at}{path}{mark}token={forged}&ticket={tickets[0]}")
        with pytest.raises(InvalidStatus):
            await refused(server.url, f"/ws/nothing/?token={token}")
    assert '"level": "debug"' in server.log
    for secret in (token, forged, *tickets, bearer(token)):
        assert secret not in server.log
        assert secret.rsplit(".", 1)[-1] not in server.log
