"""Where many meet, a match shows everyone's place, and a table who is where."""

from typing import Any

import pytest

from tests.support.api import Caller

LOBBIES = {"format": "free-for-all", "lobby": 3, "rounds": 2, "place_points": [10, 6, 3], "kill_points": 1}
SIX = ["A", "B", "C", "D", "E", "F"]


async def entered(organiser: Caller) -> str:
    """Two lobbies, one match entered: E first, A absent."""
    at = await organiser.live(SIX, format="stages", stages=[LOBBIES], capacity=8)
    first: Any = (await organiser.get(at + "matches/")).json()["items"][0]
    games = [{"score": [0, 1, 4], "places": [0, 2, 1]}]
    for step, body in (("start/", None), ("rule/", {"games": games})):
        assert (await organiser.post(f"/api/matches/{first['id']}/{step}", body)).status_code == 200
    return at.replace("/api/tournaments/", "/t/").rstrip("/")


@pytest.mark.parametrize("path", ["", "/standings", "/feed", "/m/1", "/m/2", "/embed"])
async def test_every_page_of_it_is_shown(organiser: Caller, path: str) -> None:
    page = await organiser.get((await entered(organiser)) + path, Accept="text/html")
    assert page.status_code == 200, page.text[:300]


async def test_a_card_has_everyone_with_place_and_kills(organiser: Caller) -> None:
    page = (await organiser.get(await entered(organiser), Accept="text/html")).text
    for seen in ("#1 · 4", "#2 · 1", "absent"):
        assert seen in page


async def test_the_feed_says_who_came_first(organiser: Caller) -> None:
    at = await entered(organiser)
    assert "E came first" in (await organiser.get(at + "/feed", Accept="text/html")).text
