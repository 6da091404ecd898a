"""Without scripts everything can be read, looked back at and followed."""

import re

from playwright.async_api import expect

from tests.browser.playing import EIGHT, drawn, halfway
from tests.support.api import Caller
from tests.support.browser import PHONE, WITHOUT_SCRIPTS, Visitors


async def test_the_bracket_is_there(api: Caller, visitors: Visitors) -> None:
    play = await halfway(api)
    for look in ({}, PHONE):
        page = await visitors.open(play.page, **WITHOUT_SCRIPTS, **look)
        for number in range(1, 9):
            await expect(page.locator(f"#m{number}")).to_be_visible()
        await expect(page.locator("#m1")).to_contain_text("Ann")


async def test_links_lead_back_and_forth(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    before = await play.head()
    await play.played(1, 3, 1)
    await play.head()
    page = await visitors.open(f"{play.page}?at={before + 1}", **WITHOUT_SCRIPTS)
    await page.get_by_role("link", name="Previous event").click()

    await expect(page).to_have_url(re.compile(rf"\?at={before}$"))
    await expect(page.locator("#m1")).to_have_attribute("data-s", "ready")
    await expect(page.get_by_text("You are viewing the past")).to_be_visible()
    await page.get_by_role("link", name="Next event").click()
    await expect(page.locator("#m1")).to_have_attribute("data-s", "live")
    await page.get_by_role("link", name="Back to live").click()
    await expect(page.locator("#m1")).to_have_attribute("data-s", "completed")


async def test_a_player_is_followed(api: Caller, visitors: Visitors) -> None:
    play = await halfway(api)
    page = await visitors.open(play.page, **WITHOUT_SCRIPTS)
    await page.get_by_text("Follow a player").click()
    await page.get_by_role("combobox", name="Player").select_option(label="Ann")
    await page.get_by_role("button", name="Follow").click()

    await expect(page).to_have_url(re.compile(r"[?&]follow="))
    followed = page.locator("#bracket .follow")
    assert {await row.locator(".nm").inner_text() for row in await followed.all()} == {"Ann"}
    assert await followed.count() == 2
