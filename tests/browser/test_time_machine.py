"""Any moment can be looked at, stepped through and shared by its address."""

import re

from playwright.async_api import expect

from tests.browser.playing import EIGHT, drawn, halfway
from tests.support.api import Caller
from tests.support.browser import STILL, Visitors

COUNTED = """const replace = history.replaceState;
window.replaced = 0;
history.replaceState = (...words) => { window.replaced += 1; replace.apply(history, words); };"""


async def test_steps_lead_back_and_forth_and_the_address_follows(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    before = await play.head()
    await play.played(1, 3, 1)
    head = await play.head()
    page = await visitors.open(play.page, **STILL)
    slider, first = page.get_by_role("slider"), page.locator("#m1")
    while int(await slider.input_value()) > before:
        at = int(await slider.input_value()) - 1
        await page.get_by_role("link", name="Previous event").click()
        await expect(page).to_have_url(f"{visitors.origin}{play.page}?at={at}")

    await expect(first).to_have_attribute("data-s", "ready")
    await expect(page.locator("body")).to_have_attribute("data-mode", "past")
    await expect(page.get_by_text("You are viewing the past")).to_be_visible()
    await page.get_by_role("link", name="Next event").click()
    await expect(first).to_have_attribute("data-s", "live")
    await page.get_by_role("link", name="Back to live").click()
    await expect(first).to_have_attribute("data-s", "completed")
    await expect(page.locator("body")).to_have_attribute("data-mode", "live")
    await expect(slider).to_have_value(str(head))


async def test_an_address_with_a_moment_shows_it_to_everyone(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    before = await play.head()
    await play.played(1, 3, 1)
    await play.head()
    page = await visitors.open(play.page, **STILL)
    await page.get_by_role("slider").fill(str(before))
    await expect(page).to_have_url(re.compile(rf"\?at={before}$"))
    await expect(page.locator("#m1")).to_have_attribute("data-s", "ready")

    other = await visitors.open(f"{play.page}?at={before}", **STILL)
    await page.reload()
    seen = [await one.locator("#bracket").inner_text() for one in (page, other)]
    assert seen[0] == seen[1]
    await expect(other.locator("#m1")).to_have_attribute("data-s", "ready")


async def test_an_address_with_the_last_event_stays_there_when_more_happens(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, EIGHT)
    last = await play.head()
    page = await visitors.open(f"{play.page}?at={last}", **STILL)
    await play.played(1, 3, 1)

    await expect(page.get_by_role("slider")).to_have_attribute("max", str(await play.head()))
    await expect(page.get_by_role("slider")).to_have_value(str(last))
    await expect(page.locator("#m1")).to_have_attribute("data-s", "ready")


async def test_the_browsers_own_back_leads_to_where_one_was(api: Caller, visitors: Visitors) -> None:
    play = await halfway(api)
    head = await play.head()
    page = await visitors.open(play.page, **STILL)
    await page.get_by_role("link", name="Previous event").click()
    await expect(page).to_have_url(re.compile(rf"\?at={head - 1}$"))
    await page.locator("#m1").get_by_role("link").click()
    await expect(page).to_have_url(re.compile("/m/1"))
    await page.go_back()
    await expect(page.get_by_role("slider")).to_have_value(str(head - 1))
    await expect(page.locator("body")).to_have_attribute("data-mode", "past")


async def test_the_feed_leads_to_the_moment_it_tells_of(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, EIGHT)
    await play.played(1, 3, 1)
    await play.played(2, 3, 1)
    await play.head()
    page = await visitors.open(play.page, **STILL)
    await page.locator("#feed").get_by_text("Ann beat Hal").click()

    await expect(page.locator("#m1")).to_have_attribute("data-s", "completed")
    await expect(page.locator("#m2")).to_have_attribute("data-s", "ready")
    await expect(page.locator("body")).to_have_attribute("data-mode", "past")


async def test_the_slider_changes_the_address_a_few_times_a_second_and_ends_where_it_rests(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, EIGHT)
    head = await play.head()
    page = await visitors.open("/")
    await page.add_init_script(COUNTED)
    await page.goto(play.page)
    await page.get_by_role("slider").evaluate(
        """async (slider) => {
            for (let step = 0; step < 120; step += 1) {
                slider.value = String(1 + (step % 5));
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                await new Promise(requestAnimationFrame);
            }
            slider.value = String(Number(slider.max) - 1);
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    await expect(page).to_have_url(re.compile(rf"\?at={head - 1}$"))
    assert await page.evaluate("window.replaced") < 20
