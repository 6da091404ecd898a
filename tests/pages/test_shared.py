"""What many visitors ask for at once is drawn once, and nobody is shown what another alone may see."""

import asyncio

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from api.pages import shared
from api.pages.shared import Shared

PAGE = "/t/1/standings"


class Drawing:
    """An application that counts what it draws, and draws slowly."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.status = 200
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(Shared(self)), base_url="http://palio.test"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.drawn.append(scope["query_string"].decode())
        body = f"drawing {len(self.drawn)}".encode()
        await asyncio.sleep(0.01)
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def see(self, *addresses: str, **headers: str) -> list[str]:
        """What comes of asking for all of them at once."""
        asked = [self.client.get(address, headers=headers) for address in addresses]
        return [answer.text for answer in await asyncio.gather(*asked)]


async def test_visitors_who_ask_after_one_event_are_shown_one_drawing() -> None:
    app = Drawing()
    assert set(await app.see(*[f"{PAGE}?at_least=7"] * 50)) == {"drawing 1"}
    assert await app.see(f"{PAGE}?at_least=5", f"{PAGE}?at_least=7") == ["drawing 1"] * 2
    assert await app.see(f"{PAGE}?at_least=8") == ["drawing 2"]


async def test_a_moment_asked_for_by_many_is_drawn_once() -> None:
    app = Drawing()
    assert set(await app.see(*["/t/1/at/9?from=3&v=a"] * 9, *[f"{PAGE}?at=4"] * 9)) == {
        "drawing 1",
        "drawing 2",
    }
    assert await app.see("/t/1/at/9?from=4&v=a") == ["drawing 3"]


@pytest.mark.parametrize("headers", [{"Cookie": "palio=x"}, {"Authorization": "Bearer x"}])
async def test_whoever_may_see_more_is_drawn_their_own(headers: dict[str, str]) -> None:
    app = Drawing()
    assert await app.see(f"{PAGE}?at_least=7", **headers) == ["drawing 1"]
    assert await app.see(f"{PAGE}?at_least=7") == ["drawing 2"]
    assert await app.see(f"{PAGE}?at_least=7", **headers) == ["drawing 3"]


@pytest.mark.parametrize("address", [PAGE, "/?at_least=1", f"{PAGE}?at_least=x", "/t/1/m/1", "/sign-in"])
async def test_whoever_has_just_come_is_shown_what_is_there_now(address: str) -> None:
    app = Drawing()
    assert await app.see(address) + await app.see(address) == ["drawing 1", "drawing 2"]


async def test_a_copy_is_given_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "KEPT", 0.05)
    app = Drawing()
    first = await app.see(f"{PAGE}?at_least=7")
    await asyncio.sleep(0.05)
    assert first + await app.see(f"{PAGE}?at_least=7") == ["drawing 1", "drawing 2"]


async def test_what_went_wrong_for_one_is_tried_again_for_the_next() -> None:
    app = Drawing()
    app.status = 503
    assert await app.see(f"{PAGE}?at_least=7", f"{PAGE}?at_least=7") == ["drawing 1", "drawing 2"]


async def test_no_more_are_kept_than_there_is_room_for() -> None:
    app = Drawing()
    await app.see(*[f"/t/{number}?at_least=1" for number in range(shared.MOST + 1)])
    drawn = len(app.drawn)
    await app.see("/t/0?at_least=1", f"/t/{shared.MOST}?at_least=1")
    assert len(app.drawn) == drawn + 1
