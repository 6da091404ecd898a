"""What happens is seen by whoever watches, and moves nobody from where they are."""

import re

from playwright.async_api import Locator, Page, WebSocketRoute, expect

from tests.browser.playing import EIGHT, drawn, halfway
from tests.support.api import Caller
from tests.support.browser import PHONE, STILL, Visitors, until


def card(page: Page, number: int) -> Locator:
    """A match of the bracket."""
    return page.locator(f"#m{number}")


async def test_a_result_is_seen_as_it_comes_and_told_in_a_sentence(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    await play.head()
    page = await visitors.open(play.page)
    await until(page, "palio.state().connected")
    await play.played(1, 3, 1)

    await expect(card(page, 1)).to_have_attribute("data-s", "completed")
    await expect(card(page, 1).locator(".w")).to_contain_text("Ann")
    await expect(page.locator("#say")).to_contain_text("Ann beat Hal 3–1")
    await expect(page.locator("#feed")).to_contain_text("Ann beat Hal 3–1")
    await expect(page.get_by_role("slider")).to_have_value(str(await play.head()))


async def test_focus_and_scroll_stay_when_the_match_in_view_changes(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    await play.head()
    page = await visitors.open(play.page, viewport={"width": 1440, "height": 500})
    await page.mouse.wheel(0, 300)
    await until(page, "scrollY === 300")
    link = card(page, 3).get_by_role("link")
    await link.evaluate("link => link.focus({ preventScroll: true })")
    await play.played(1, 3, 1)
    await play.played(3, 0, 2)

    await expect(card(page, 3)).to_have_attribute("data-s", "completed")
    await expect(link).to_be_focused()
    assert await page.evaluate("scrollY") == 300


async def test_a_phone_stays_in_the_round_it_was_swiped_to(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    await play.head()
    page = await visitors.open(play.page, **PHONE, **STILL)
    await page.get_by_role("button", name="Semi-finals").click()
    x = "document.querySelector('.scroller').scrollLeft"
    await until(page, f"{x} > 0")
    before = await page.evaluate(x)
    await play.played(1, 3, 1)

    await expect(card(page, 1)).to_have_attribute("data-s", "completed")
    assert await page.evaluate(x) == before


async def test_everyone_and_every_tab_sees_the_same(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    await play.head()
    first = await visitors.open(play.page)
    second = await first.context.new_page()
    await second.goto(play.page)
    other = await visitors.open(play.page, **PHONE)
    for number in (1, 2, 3, 4):
        await play.played(number, 2, 0)

    drawn_by = set()
    for page in (first, second, other):
        await expect(card(page, 4)).to_have_attribute("data-s", "completed")
        drawn_by.add(await page.locator("#bracket .rounds").first.inner_text())
    await first.reload()
    drawn_by.add(await first.locator("#bracket .rounds").first.inner_text())
    assert len(drawn_by) == 1


async def test_whoever_looks_at_the_past_stays_there_and_is_told(api: Caller, visitors: Visitors) -> None:
    play = await halfway(api)
    past = await play.head() - 1
    page = await visitors.open(f"{play.page}?at={past}")
    before = await page.locator("#bracket").inner_html()
    await play.rule(2, 2, 0)
    await play.head()

    await expect(page.get_by_role("slider")).to_have_attribute("max", str(await play.head()))
    await expect(page.get_by_role("link", name="Back to live")).to_contain_text("3 new")
    assert await page.locator("#bracket").inner_html() == before
    assert await page.get_by_role("slider").input_value() == str(past)
    await page.get_by_role("link", name="Back to live").click()
    await expect(card(page, 2)).to_have_attribute("data-s", "completed")
    await expect(page).to_have_url(visitors.origin + play.page)


async def test_a_page_that_lost_its_connection_catches_up(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    await play.head()
    page = await visitors.open("/")
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    await page.route_web_socket(re.compile("/ws/"), pass_on)
    await page.goto(play.page)
    await until(page, "palio.state().connected")
    await sockets[0].close(code=4010, reason="slow")
    await play.played(1, 3, 1)
    await play.played(2, 3, 1)

    for number in (1, 2):
        await expect(card(page, number)).to_have_attribute("data-s", "completed")
    assert len(sockets) == 2
