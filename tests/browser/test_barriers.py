"""No page keeps anyone out: on a desk or a phone, by day or by night, with another's colours."""

import re
from typing import Any

import pytest

from tests.browser.playing import EIGHT, Play, halfway
from tests.support.api import Caller
from tests.support.browser import DESKTOP, FORCED, NARROW, PHONE, Visitors, audit, overflow

NAMES = [
    "W" * 80,
    "Ben",
    "Cem and the extraordinarily long name of a team of the northern harbour",
    *EIGHT[3:],
]
"""Names that do not make it easy."""
NOTHING = re.compile("/nothing: .* 404 ")


def pages(play: Play, past: int) -> dict[str, str]:
    """Every page there is, by what it is."""
    at = play.page
    return {
        "list": "/",
        "empty list": "/?q=nothing-is-called-so",
        "bracket": at,
        "bracket in the past": f"{at}?at={past}",
        "match over": f"{at}/m/1",
        "match live": f"{at}/m/2",
        "match to come": f"{at}/m/5",
        "match in the past": f"{at}/m/1?at={past}",
        "feed": f"{at}/feed",
        "standings": f"{at}/standings",
        "embed": f"{at}/embed",
        "broadcast": f"{at}/broadcast",
        "sign in": "/sign-in",
        "no page": "/nothing",
    }


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=["desk", "phone"])
async def test_no_page_keeps_anyone_out(api: Caller, visitors: Visitors, look: dict[str, Any]) -> None:
    play = await halfway(api, NAMES)
    visitors.expected = NOTHING
    page = await visitors.open("/", **look)
    barriers = []
    for name, path in pages(play, await play.head() - 2).items():
        answer = await page.goto(path)
        assert answer is not None and answer.ok == (name != "no page"), name
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            barriers += [f"{name}, {scheme}: {line}" for line in await audit(page)]
    assert not barriers, "\n".join(barriers)


async def test_no_page_is_wider_than_the_smallest_phone(api: Caller, visitors: Visitors) -> None:
    play = await halfway(api, NAMES)
    visitors.expected = NOTHING
    page = await visitors.open("/", **NARROW)
    wider = {}
    for name, path in pages(play, await play.head() - 2).items():
        await page.goto(path)
        wider[name] = await overflow(page)
    assert {name: pixels for name, pixels in wider.items() if pixels > 0} == {}


async def test_a_state_is_told_in_words_where_colours_are_anothers(api: Caller, visitors: Visitors) -> None:
    play = await halfway(api)
    page = await visitors.open(play.page, **FORCED)
    for number, state in ((1, "over"), (2, "live"), (5, "waiting")):
        card = page.locator(f"#m{number}")
        assert state in (await card.get_by_role("link").inner_text()).lower(), number
    assert await page.locator("#m2").get_by_text("LIVE", exact=True).is_visible()
    lines = "tabs => tabs.map(tab => getComputedStyle(tab).borderBottomColor)"
    current, *others = await page.locator(".tabs a").evaluate_all(lines)
    assert current not in others, "every tab looks like the one that is open"
