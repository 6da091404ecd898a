"""A bracket that is drawn anew leaves everyone where they were, and still knows whom they follow."""

from playwright.async_api import Page, expect

from tests.browser.playing import EIGHT, drawn
from tests.support.api import Caller
from tests.support.browser import PHONE, STILL, Visitors, until

HEARD = """const add = MediaQueryList.prototype.addEventListener;
window.listeners = 0;
MediaQueryList.prototype.addEventListener = function (...words) {
  window.listeners += 1;
  add.apply(this, words);
};"""
SCROLLED = "document.querySelector('.scroller').scrollLeft"


async def redrawn(page: Page, number: int) -> None:
    await expect(page.locator(f"#m{number}")).to_have_attribute("data-s", "completed")


async def test_a_phone_stays_in_the_first_round_when_the_bracket_is_drawn_anew(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, EIGHT)
    for number in (1, 2, 3):
        await play.played(number, 2, 0)
    await play.played(4, 2, 0)
    await play.head()
    page = await visitors.open("/", **PHONE, **STILL)
    await page.add_init_script(HEARD)
    await page.goto(f"{play.page}/embed")
    await until(page, f"{SCROLLED} > 0")
    await page.get_by_role("button", name="Quarter-finals").click()
    await until(page, f"{SCROLLED} === 0")
    before = await page.evaluate("window.listeners")
    await play.played(5, 2, 0)
    await redrawn(page, 5)
    await play.played(6, 2, 0)
    await redrawn(page, 6)

    assert await page.evaluate(SCROLLED) == 0
    assert await page.evaluate("window.listeners") == before


async def test_a_phone_stays_where_it_was_scrolled_to_when_the_bracket_is_drawn_anew(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, [f"Player {number}" for number in range(1, 33)], third_place=False)
    await play.head()
    low = {**PHONE, **STILL, "viewport": {"width": 390, "height": 400}}
    page = await visitors.open(f"{play.page}/embed", **low)
    await page.get_by_role("button", name="Quarter-finals").click()
    await until(page, "document.querySelector('.sec').style.getPropertyValue('--squeeze') === '0.25'")
    await page.evaluate("scrollTo(0, 150)")
    across, down = await page.evaluate(SCROLLED), await page.evaluate("scrollY")
    assert across > 0 and down > 0
    await play.played(1, 2, 0)
    await redrawn(page, 1)

    assert (await page.evaluate(SCROLLED), await page.evaluate("scrollY")) == (across, down)


async def test_who_is_followed_stays_so_when_the_control_is_drawn_anew(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, EIGHT)
    await play.head()
    page = await visitors.open(play.page, **STILL)
    await page.get_by_text("Follow a player").click()
    await page.get_by_role("combobox", name="Player").select_option(label="Ann")
    await expect(page.locator("#bracket .follow")).to_have_count(1)
    await page.get_by_role("slider").fill("1")
    await expect(page.get_by_text("Nothing is drawn yet.")).to_be_visible()
    await page.get_by_role("link", name="Back to live").click()

    await expect(page.locator("#bracket .follow .nm")).to_have_text("Ann")
    await expect(page.locator("#follow summary")).to_have_text("Following Ann")
    await expect(page.locator("#follow select")).to_have_value("Ann")
