"""A result is put right in the browser: what follows is shown first."""

import re
from typing import Any

import httpx

from tests.pages.test_pages import cookie, page_of, see, won
from tests.pages.test_shell import READS
from tests.support.api import Caller, code

OURS = {"Origin": "http://palio.test", "Sec-Fetch-Site": "same-origin"}


async def final_of(api: Caller) -> tuple[Caller, str, str]:
    """The organiser of three entrants' tournament that is over, its place in the API, and the page for M1."""
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben", "Cat"])
    for number in (1, 2):
        await won(organiser, at, number, [2, 1])
    return organiser, at, page_of(at) + "/m/1/correct"


async def send(caller: Caller, path: str, **fields: Any) -> httpx.Response:
    headers = {**READS, **OURS, **cookie(caller)}
    return await caller.client.post(path, data=fields, headers=headers)


async def test_what_follows_is_shown_and_then_comes_to_pass(api: Caller) -> None:
    organiser, at, path = await final_of(api)
    assert f'href="{path}"' in (await see(organiser, page_of(at) + "/m/1")).text
    assert "Show what follows" in (await see(organiser, path)).text

    asked = {"how": "played", "games": "0-2", "reason": "typed wrong"}
    shown = await send(organiser, path, **asked)
    assert shown.status_code == 200, shown.text
    for sentence in (
        "Semi-final 1 (M1) counts as you say.",
        "Final (M2): what was played counts no more; Ben is not in it.",
        "Final (M2): Cat takes a side.",
        "The tournament goes on: it is no longer over.",
    ):
        assert sentence in shown.text
    assert (await organiser.get(at)).json()["status"] == "completed"

    told = re.search(r'name="hash" value="([0-9a-f]{64})"', shown.text)
    assert told is not None
    done = await send(organiser, path, **asked, hash=told[1])
    assert (done.status_code, done.headers["Location"].split("?")[0]) == (303, page_of(at) + "/m/1")
    assert "corrected, Cat beat Ben 2–0. typed wrong" in (await see(organiser, page_of(at) + "/m/1")).text
    assert (await organiser.get(at)).json()["status"] == "live"

    late = await send(organiser, path, **{**asked, "games": "2-1"}, hash=told[1])
    assert "has changed since you looked" in late.text
    assert "Ben takes a side" in late.text


async def test_what_cannot_be_read_is_said_and_nothing_is_lost_of_what_was_written(api: Caller) -> None:
    organiser, _, path = await final_of(api)
    for sent, sentence in (
        ({"how": "played", "games": "two nil", "reason": "typed wrong"}, "Write each game as"),
        ({"how": "played", "games": "2-2", "reason": "typed wrong"}, "a game needs a winner"),
        ({"how": "played", "games": "2-0", "reason": " "}, "Say why"),
        ({"how": "somehow", "reason": "typed wrong"}, "Say what is to count"),
    ):
        shown = await send(organiser, path, **sent)
        assert (shown.status_code, sentence in shown.text) == (422, True), shown.text
        assert f'value="{sent.get("games", "")}"' in shown.text
    penalties = await send(organiser, path, how="played", games="1–1(4–5)", reason="typed wrong")
    assert "What follows" in penalties.text


async def test_only_those_who_rule_on_matches_may(api: Caller) -> None:
    _, at, path = await final_of(api)
    stranger = await api.signed_in("stranger")
    assert "Correct the result" not in (await see(stranger, page_of(at) + "/m/1")).text
    assert (await see(stranger, path)).status_code == 403
    assert (await see(api, path)).status_code == 401
    assert (await send(stranger, path, how="both", reason="why not")).status_code == 403
    foreign = await stranger.client.post(
        path, data={"how": "both"}, headers={"Origin": "http://elsewhere.test"}
    )
    assert code(foreign) == "cross_site"
