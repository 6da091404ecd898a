"""Whatever comes between a page and the stream, it comes back, as whom it was, and not all pages at once."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, WebSocketRoute

from tests.browser.playing import EIGHT, drawn
from tests.browser.test_signing_in import account, sign_in
from tests.support.api import PASSWORD, Caller
from tests.support.browser import Visitors, until

FAILED = re.compile("stream-ticket|net::ERR_FAILED|status of")
TICKET = re.compile("/stream-ticket")
SOCKET = re.compile("/ws/")
HURRIED = """const real = AbortSignal.timeout;
AbortSignal.timeout = (ms) => real.call(AbortSignal, ms / 40);"""
LATE = "Math.random = () => 0.9"


async def connected(page: Page) -> None:
    await until(page, "window.palio?.state().connected")


@pytest.mark.parametrize("failure", ["network", "too many", "broken", "silent"])
async def test_a_page_connects_as_oneself_once_the_ticket_is_to_be_had(
    api: Caller, visitors: Visitors, failure: str
) -> None:
    play = await drawn(api, EIGHT)
    await account(api, "ann")
    page = await visitors.open("/sign-in")
    await sign_in(page, "ann", PASSWORD)
    visitors.expected = FAILED
    opened: list[str] = []
    page.on("websocket", lambda socket: opened.append(socket.url))
    asked: list[Route] = []

    async def fail_once(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:
            await route.continue_()
        elif failure == "network":
            await route.abort()
        elif failure != "silent":
            await route.fulfill(status=429 if failure == "too many" else 503)

    await page.add_init_script(HURRIED)
    await page.route(TICKET, fail_once)
    await page.goto(play.page)
    await connected(page)
    assert [("ticket=" in url) for url in opened] == [True]


async def test_whose_session_has_ended_connects_as_a_visitor(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    await account(api, "ann")
    page = await visitors.open("/sign-in")
    await sign_in(page, "ann", PASSWORD)
    visitors.expected = FAILED
    opened: list[str] = []
    page.on("websocket", lambda socket: opened.append(socket.url))
    await page.route(TICKET, lambda route: route.fulfill(status=401))
    await page.goto(play.page)
    await connected(page)
    assert [("ticket=" in url) for url in opened] == [False]


async def test_a_connection_that_never_opens_is_given_up(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    page = await visitors.open("/")
    await page.clock.install()
    opening: list[WebSocketRoute] = []
    never = asyncio.Event()

    async def hang(socket: WebSocketRoute) -> None:
        opening.append(socket)
        if len(opening) == 1:
            await never.wait()
        else:
            socket.connect_to_server()

    await page.route_web_socket(SOCKET, hang)
    await page.goto(play.page)
    async with asyncio.timeout(10):
        while not opening:
            await asyncio.sleep(0.02)
    await page.clock.fast_forward(25_000)
    await page.clock.fast_forward(25_000)
    await connected(page)
    assert len(opening) == 2
    never.set()


async def test_pages_begin_again_at_different_times_where_the_log_is_another(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, EIGHT)
    page = await visitors.open("/")
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    await page.add_init_script(LATE)
    await page.route_web_socket(SOCKET, pass_on)
    await page.clock.install()
    await page.goto(play.page)
    await connected(page)
    await page.evaluate("window.kept = true")
    await sockets[0].close(code=4011, reason="epoch_changed")
    await until(page, "!window.palio?.state().connected")
    await page.clock.fast_forward(3_000)
    assert await page.evaluate("window.kept") is True, "the page was loaded anew at once"
    async with page.expect_event("load"):
        await page.clock.fast_forward(2_000)
