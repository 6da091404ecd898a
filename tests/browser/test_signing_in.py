"""Who signs in is known on every page until they sign out, also in another tab."""

import re

from playwright.async_api import Page, expect

from tests.support.api import PASSWORD, Caller
from tests.support.browser import Visitors


async def test_who_signs_in_stays_until_they_sign_out(api: Caller, visitors: Visitors) -> None:
    await account(api, "ann")
    page = await visitors.open("/")
    await page.get_by_role("link", name="Sign in").click()
    await sign_in(page, "ann", PASSWORD)

    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    tab = await page.context.new_page()
    await tab.goto("/")
    await expect(tab.get_by_role("button", name="Sign out")).to_be_visible()
    await tab.get_by_role("button", name="Sign out").click()
    await expect(tab.get_by_role("link", name="Sign in")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert await page.context.cookies() == []


async def test_a_wrong_password_is_answered_with_a_sentence(api: Caller, visitors: Visitors) -> None:
    await account(api, "ann")
    page = await visitors.open("/sign-in")
    visitors.expected = re.compile("status of 401")
    await sign_in(page, "ann", "not this one")

    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.get_by_label("Handle")).to_have_value("ann")
    await expect(page.get_by_label("Password")).to_have_value("")


async def test_no_script_of_the_page_can_read_the_session(api: Caller, visitors: Visitors) -> None:
    await account(api, "ann")
    page = await visitors.open("/sign-in")
    await sign_in(page, "ann", PASSWORD)
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    (cookie,) = await page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert await page.evaluate("document.cookie") == ""


async def account(api: Caller, handle: str) -> None:
    body = {"handle": handle, "display_name": handle.title(), "password": PASSWORD}
    answer = await api.post("/api/accounts/", body)
    assert answer.status_code == 201, answer.text


async def sign_in(page: Page, handle: str, password: str) -> None:
    await page.get_by_label("Handle").fill(handle)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
