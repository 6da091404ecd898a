"""Pages besides the bracket follow what happens as well."""

import re

from playwright.async_api import Route

from tests.browser.playing import drawn
from tests.support.api import Caller
from tests.support.browser import Visitors


async def test_what_happens_in_a_match_is_swapped_into_its_page(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, ["Ann", "Ben", "Cat", "Dan"], third_place=False)
    await play.head()
    pages = ("m/1", "standings", "feed", "broadcast")
    opened = {name: await visitors.open(f"{play.page}/{name}") for name in pages}
    await play.played(1, 4, 1)
    for name, sign in (
        ("m/1", "#receipt >> text=by ruling"),
        ("standings", "#standings >> text=Lost to"),
        ("feed", "#entries >> text=by ruling"),
        ("broadcast", "#scenes >> text=Results"),
    ):
        await opened[name].wait_for_selector(sign, state="attached")


async def test_an_embedded_bracket_is_told_what_changes_and_asks_for_nothing(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, ["Ann", "Ben", "Cat", "Dan"], third_place=False)
    await play.head()
    page = await visitors.open(f"{play.page}/embed")
    await play.played(1, 2, 1)  # it may have to ask for what comes before it is connected
    await page.wait_for_selector("#m1[data-s=completed]")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for number in (2, 3):
        await play.played(number, 2, 1)
    await page.wait_for_selector("#m3[data-s=completed]")
    await page.wait_for_selector("#hero >> text=Won by Ann")
    assert [url for url in asked if play.page in url] == []


async def test_a_page_that_could_not_be_had_is_asked_for_again(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, ["Ann", "Ben"], third_place=False)
    await play.head()
    page = await visitors.open(f"{play.page}/standings")
    visitors.expected = re.compile("status of 503")
    failed: list[str] = []

    async def fail(route: Route) -> None:
        failed.append(route.request.url)
        await (route.fulfill(status=503) if len(failed) == 1 else route.continue_())

    await page.route("**/standings*", fail)
    await play.played(1, 2, 1)
    await page.wait_for_selector("#standings >> text=Lost to")
    assert len(failed) > 1
