"""Groups, a Swiss and what follows from them: live, on any screen, for everyone."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.playing import EIGHT, Play, drawn, groups, swiss
from tests.browser.test_barriers import NAMES
from tests.support.api import Caller
from tests.support.browser import DESKTOP, NARROW, PHONE, Visitors, audit, overflow, until

STAYS = "document.querySelectorAll('#bracket, #bracket [id]').forEach(each => (each.stays = true))"
CHANGED = """[...document.querySelectorAll("#bracket, #bracket [id]")]
  .filter(each => !each.stays)
  .map(each => each.id)"""


async def played(api: Caller, what: str) -> Play:
    """Groups that are over and playoffs that have begun, or a Swiss in its second round."""
    if what == "groups":
        play = await groups(api, NAMES)
        for number in range(1, 13):
            await play.played(number, *((1, 1) if number == 1 else (2, 1)))
        await play.finalize(2)
        await play.start(13)
    else:
        play = await swiss(api, NAMES[:7])
        for number in (1, 2, 3):
            await play.played(number, 1, 1)
        await play.draw_round()
        await play.start(4)
    await play.head()
    return play


def pages(play: Play) -> list[str]:
    at = play.page
    return [at, f"{at}/standings", f"{at}/m/1", f"{at}/m/4", f"{at}/embed", f"{at}/feed", f"{at}?at=40"]


async def test_a_result_of_a_group_is_seen_where_it_counts_and_nothing_else_moves(
    api: Caller, visitors: Visitors
) -> None:
    play = await groups(api)
    await play.head()
    page = await visitors.open(play.page)
    await until(page, "palio.state().connected")
    await page.evaluate(STAYS)
    await play.played(1, 1, 1)

    await expect(page.locator("#m1")).to_have_attribute("data-s", "completed")
    await expect(page.locator("#table-1-1 tbody tr").first).to_contain_text("0.5")
    await expect(page.locator("#cross-1-1")).to_contain_text("1–1")
    await expect(page.locator("#say")).to_contain_text("drew 1–1")
    assert sorted(await page.evaluate(CHANGED)) == ["cross-1-1", "m1", "table-1-1"]


async def test_playoffs_come_on_top_once_they_are_drawn_and_are_followed(
    api: Caller, visitors: Visitors
) -> None:
    play = await groups(api)
    await play.head()
    page = await visitors.open(play.page)
    await until(page, "palio.state().connected")
    for number in range(1, 13):
        await play.played(number, 2, 1)
    await expect(page.locator(".stage").first).to_have_id("stage-2")
    await expect(page.get_by_text("This draw is not final.")).to_be_visible()
    await play.finalize(2)
    await play.played(13, 2, 1)

    await expect(page.locator("#m13")).to_have_attribute("data-s", "completed")
    await expect(page.get_by_text("This draw is not final.")).to_have_count(0)
    await page.get_by_role("navigation", name="Stages").get_by_role("link", name="Groups").click()
    await until(page, "Math.abs(document.getElementById('stage-1').getBoundingClientRect().top) < 200")


async def test_who_comes_late_is_drawn_in_at_once_and_what_was_played_stays(
    api: Caller, visitors: Visitors
) -> None:
    play = await drawn(api, EIGHT, third_place=False, format="double-elimination")
    await play.played(2, 2, 1)
    await play.head()
    page = await visitors.open(play.page)
    await until(page, "palio.state().connected")
    await play.organiser.post(play.at + "entrants/", {"name": "Zoe", "override": True})

    await expect(page.locator("#bracket [id^=m]", has_text="Zoe")).to_contain_text(EIGHT[7])
    await expect(page.locator("#bracket")).to_contain_text("Round of 16")
    await expect(page.locator("#m2")).to_have_attribute("data-s", "completed")
    await play.head()
    again = await visitors.open(play.page)
    assert await page.locator("#bracket").inner_text() == await again.locator("#bracket").inner_text()


async def test_a_round_that_is_drawn_leaves_open_what_was_open(api: Caller, visitors: Visitors) -> None:
    play = await swiss(api, EIGHT[:4])
    for number in (1, 2):
        await play.played(number, 2, 0)
    await play.draw_round()
    for number in (3, 4):
        await play.played(number, 2, 0)
    await play.head()
    page = await visitors.open(play.page)
    await until(page, "palio.state().connected")
    await page.locator("#round-1-1-1 summary").click()
    await play.draw_round()

    await expect(page.locator("#round-1-1-3")).to_contain_text("Round 3")
    await expect(page.locator("#round-1-1-1")).to_have_attribute("open", "")
    await expect(page.locator("#m1")).to_be_visible()
    await expect(page.locator("#m3")).to_be_hidden()


async def test_why_somebody_is_where_they_are_stays_open_while_it_changes(
    api: Caller, visitors: Visitors
) -> None:
    play = await groups(api)
    await play.played(1, 2, 1)
    await play.head()
    page = await visitors.open(f"{play.page}/standings")
    await page.locator("#why-1-1-1 summary").click()
    await play.played(2, 2, 1)

    await expect(page.locator("#standings .ranks").first).to_contain_text("Dan")
    await expect(page.locator("#why-1-1-1")).to_have_attribute("open", "")


@pytest.mark.parametrize("what", ["groups", "swiss"])
@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=["desk", "phone"])
async def test_no_stage_keeps_anyone_out(
    api: Caller, visitors: Visitors, look: dict[str, Any], what: str
) -> None:
    play = await played(api, what)
    page = await visitors.open("/", **look)
    barriers = []
    for path in pages(play):
        answer = await page.goto(path)
        assert answer is not None and answer.ok, path
        await page.evaluate("document.querySelectorAll('details[id]').forEach(each => (each.open = true))")
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            barriers += [f"{path}, {scheme}: {line}" for line in await audit(page)]
    assert not barriers, "\n".join(barriers)


@pytest.mark.parametrize("what", ["groups", "swiss"])
@pytest.mark.parametrize("look", [PHONE, NARROW], ids=["phone", "narrow"])
async def test_no_table_makes_a_page_wider_than_a_phone(
    api: Caller, visitors: Visitors, look: dict[str, Any], what: str
) -> None:
    play = await played(api, what)
    page = await visitors.open("/", **look)
    wider = {}
    for path in pages(play):
        await page.goto(path)
        await page.evaluate("document.querySelectorAll('details[id]').forEach(each => (each.open = true))")
        wider[path] = await overflow(page)
    assert {path: pixels for path, pixels in wider.items() if pixels > 0} == {}
