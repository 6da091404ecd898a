"""What watches the pages sees what it is there to see."""

import pytest
from playwright.async_api import Browser

from tests.support.browser import NARROW, Visitors, audit, overflow

FAULTY = """<!doctype html><title>Faulty</title><meta name="viewport" content="width=device-width">
<p style="width: 400px">An image that says nothing</p>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">"""


async def test_an_audit_names_the_rule_and_the_element(browser: Browser) -> None:
    visitors = Visitors(browser, "about:blank")
    page = await visitors.open("about:blank", **NARROW)
    await page.set_content(FAULTY)

    assert "image-alt: img:" in " ".join(await audit(page))
    assert await overflow(page) > 0
    await visitors.leave()


async def test_what_a_page_complains_of_fails_the_test(browser: Browser) -> None:
    visitors = Visitors(browser, "about:blank")
    page = await visitors.open("about:blank")
    await page.set_content("<script>console.error('one'); setTimeout(() => { throw Error('two') })</script>")
    await page.wait_for_function("() => new Promise((after) => setTimeout(after))")

    with pytest.raises(AssertionError, match=r"one.*two"):
        await visitors.leave()
