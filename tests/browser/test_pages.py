"""Pages besides the bracket follow what happens as well."""

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
