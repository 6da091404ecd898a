"""Pages besides the bracket, in a browser: open to everyone, as narrow as a phone, and live."""

import re

import pytest

from tests.support.api import Caller
from tests.support.browser import NARROW, Visitors, audit, overflow

NAMES = ["W" * 80, "Ben", "Cem and the extraordinarily long name of a team of the northern harbour", "Dee"]
PAGES = ("standings", "feed", "m/1", "m/3", "m/1?at=20", "embed", "broadcast")


async def evening(served: Caller) -> tuple[str, list[str]]:
    """A live tournament of four: its page, and the addresses of its matches."""
    organiser = await served.signed_in("organiser", "ORGANIZER")
    served.token = organiser.token
    at = await served.live(NAMES, streams=["https://stream.example/" + "x" * 80])
    matches = (await served.get(at + "matches/")).json()["items"]
    return "/t/" + at.split("/")[3], [f"/api/matches/{match['id']}/" for match in matches]


async def rule(served: Caller, match: str) -> None:
    await served.post(match + "start/")
    ruled = await served.post(match + "rule/", {"games": [{"score": [4, 1]}]})
    assert ruled.status_code == 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_open_to_everyone_and_fits_a_phone(
    served: Caller, visitors: Visitors, scheme: str
) -> None:
    visitors.expected = re.compile(r"/nothing: .* 404 ")
    at, matches = await evening(served)
    await rule(served, matches[0])
    await served.get("/api/games/")  # the views have come so far
    for page in ("/", "/sign-in", "/nothing", *(f"{at}/{name}" for name in PAGES)):
        shown = await visitors.open(page, **NARROW, color_scheme=scheme)
        assert await overflow(shown) == 0, page
        assert await audit(shown) == [], page


async def test_what_happens_in_a_match_is_swapped_into_its_page(served: Caller, visitors: Visitors) -> None:
    at, matches = await evening(served)
    opened = {name: await visitors.open(f"{at}/{name}") for name in ("m/1", "standings", "feed", "broadcast")}
    await rule(served, matches[0])
    for name, sign in (
        ("m/1", "#receipt >> text=by ruling"),
        ("standings", "#standings >> text=Lost to"),
        ("feed", "#entries >> text=by ruling"),
        ("broadcast", "#scenes >> text=Results"),
    ):
        await opened[name].wait_for_selector(sign, state="attached")
