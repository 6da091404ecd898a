"""What a page cannot get it asks for again, or gives up; and a crowd does not ask all at once."""

import json
import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Route, WebSocketRoute, expect

from tests.browser.playing import EIGHT, drawn
from tests.browser.test_connecting import HURRIED, LATE, connected
from tests.support.api import Caller
from tests.support.browser import Visitors, until

FAILED = re.compile("/at/|net::ERR_FAILED|status of")
MOMENT = re.compile("/at/")
STATE = "window.palio.state()"


def failing(times: int, how: int | None) -> tuple[list[str], Callable[[Route], Awaitable[None]]]:
    """Moments asked for, and a route that answers so many with a status, or never, and then as usual."""
    asked: list[str] = []

    async def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > times:
            await route.continue_()
        elif how is not None:
            await route.fulfill(status=how)

    return asked, answer


@pytest.mark.parametrize("how", [429, 503, None])
async def test_a_moment_that_does_not_come_now_is_asked_for_again(
    api: Caller, visitors: Visitors, how: int | None
) -> None:
    play = await drawn(api, EIGHT)
    head = await play.head()
    visitors.expected = FAILED
    asked, answer = failing(1, how)
    page = await visitors.open("/")
    await page.add_init_script(HURRIED)
    await page.route(MOMENT, answer)
    await page.goto(play.page)
    await connected(page)
    await page.get_by_role("slider").fill(str(head - 1))
    await until(page, f"{STATE}.shown === {head - 1}")
    assert len(asked) == 2


@pytest.mark.parametrize("how", [403, 404, 422])
async def test_a_moment_that_is_not_to_be_had_is_given_up(api: Caller, visitors: Visitors, how: int) -> None:
    play = await drawn(api, EIGHT)
    head = await play.head()
    visitors.expected = FAILED
    asked, answer = failing(99, how)
    page = await visitors.open("/")
    await page.route(MOMENT, answer)
    await page.goto(f"{play.page}?at={head - 1}")
    await connected(page)
    await page.get_by_role("slider").fill(str(head - 3))
    await expect(page.get_by_role("slider")).to_have_value(str(head - 1))
    await until(page, f"!{STATE}.moving")
    await expect(page).to_have_url(re.compile(rf"\?at={head - 1}$"))
    assert len(asked) == 1


async def test_a_live_page_that_may_not_see_on_is_loaded_anew(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    head = await play.head()
    visitors.expected = FAILED
    _, answer = failing(1, 404)
    page = await visitors.open("/")
    await page.route(MOMENT, answer)
    await page.goto(f"{play.page}?at={head - 1}")
    await connected(page)
    async with page.expect_event("load"):
        await page.get_by_role("link", name="Back to live").click()
    assert page.url.endswith(play.page)


async def test_a_crowd_that_missed_the_same_does_not_fetch_it_at_once(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, EIGHT)
    page = await visitors.open("/")
    sockets: list[WebSocketRoute] = []
    asked: list[str] = []

    async def answer(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(json={"id": 0, "html": ""})

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    await page.add_init_script(LATE)
    await page.route_web_socket(re.compile("/ws/"), pass_on)
    await page.route(MOMENT, answer)
    await page.clock.install()
    await page.goto(play.page)
    await connected(page)
    missed = await play.head() + 1
    for told in ({"type": "viewers", "n": 2000}, {"type": "reset", "id": missed}):
        sockets[0].send(json.dumps(told))
    await until(page, f"{STATE}.moving")
    await page.clock.fast_forward(1_500)
    assert asked == []
    async with page.expect_request(MOMENT):
        await page.clock.fast_forward(1_000)
