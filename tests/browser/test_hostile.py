"""Whatever somebody calls themselves is text, on every page and in everything that comes later."""

from playwright.async_api import expect

from tests.browser.playing import drawn
from tests.support.api import Caller
from tests.support.browser import Visitors

NAMES = [
    "<img src=/x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    '" onmouseover=alert(3) x="',
    "{{ 7 * 7 }}${7 * 7}`'&amp;",
]
PAGES = ("", "/m/1", "/feed", "/standings", "/embed", "/broadcast")


async def test_a_name_does_nothing_wherever_it_is_shown(api: Caller, visitors: Visitors) -> None:
    play = await drawn(api, NAMES, name="</title><script>alert(4)</script>")
    before = await play.head()
    page = await visitors.open(play.page)
    asked: list[str] = []
    page.context.on("dialog", lambda dialog: asked.append(dialog.message))
    await play.played(1, 2, 0)
    await play.played(2, 2, 0)
    await play.head()
    bracket = page.locator("#bracket")
    await expect(page.locator("#m2")).to_have_attribute("data-s", "completed")
    for name in NAMES:
        await expect(bracket.get_by_text(name, exact=True).first).to_be_visible()
    await page.get_by_role("slider").fill(str(before))
    await expect(page.locator("#m2")).to_have_attribute("data-s", "ready")
    for path in ("/", *(play.page + path for path in PAGES)):
        await page.goto(path)
        await page.wait_for_load_state("networkidle")
        assert await page.locator("[onerror], [onmouseover], img[src='/x']").count() == 0, path
    assert asked == []
