"""Tournaments of several stages over HTTP: matches, standings, corrections, the feed, a live board."""

import re
from typing import Any
from uuid import UUID

from api.bracket.pages.board import Board
from eventstore.records import Scope
from tests.match.test_correction_page import send
from tests.pages.test_drawing import PARTS
from tests.pages.test_pages import page_of, plain, see, won
from tests.pages.test_shell import READS, assert_strict
from tests.support.api import Caller
from tests.support.swapping import element, swapped

EIGHT = ["Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal"]
STAGES: list[dict[str, Any]] = [
    {"name": "Groups", "format": "round-robin", "groups": 2, "draws": True},
    {"name": "Playoffs", "sources": [{"stage": 1, "ranks": [1, 2], "order": "crossed"}]},
]


async def staged(api: Caller, stages: list[dict[str, Any]] = STAGES) -> tuple[Caller, str]:
    """The organiser, and the tournament's place in the API; nothing is played."""
    organiser = await api.signed_in("organiser", "ORGANIZER")
    return organiser, await organiser.live(EIGHT, format="stages", stages=stages)


async def played(organiser: Caller, at: str) -> None:
    """All groups: one match level, the others won by the first side."""
    for number in range(1, 13):
        await won(organiser, at, number, [1, 1] if number == 1 else [2, 1])


async def test_a_match_page_says_of_which_stage_it_is_and_where_it_counts(api: Caller) -> None:
    organiser, at = await staged(api)
    await played(organiser, at)
    group = plain((await see(api, page_of(at) + "/m/1")).text)
    assert "Groups / Group A, round 1, match 1 M1" in group
    assert "It counts in the table of Groups : the standings" in group
    assert "Level" in group
    final = plain((await see(api, page_of(at) + "/m/15")).text)
    assert "Playoffs / Final M15" in final
    assert "Winner is 1st" in final


async def test_a_result_of_a_group_can_be_put_right_to_be_level(api: Caller) -> None:
    organiser, at = await staged(api)
    await played(organiser, at)
    path = page_of(at) + "/m/2/correct"
    assert "they may come out level" in (await see(organiser, path)).text
    asked = {"how": "played", "games": "1-1", "reason": "typed wrong"}
    shown = await send(organiser, path, **asked)
    for sentence in (
        "Group A, round 1, match 2 (M2) counts as you say.",
        "has place",
        "in the table of Groups, and not",
    ):
        assert sentence in shown.text
    told = re.search(r'name="hash" value="([0-9a-f]{64})"', shown.text)
    assert told is not None
    done = await send(organiser, path, **asked, hash=told[1])
    assert done.status_code == 303
    assert "drew 1–1" in (await see(organiser, page_of(at) + "/m/2")).text


async def test_the_feed_names_the_stage_that_is_drawn(api: Caller) -> None:
    organiser, at = await staged(api)
    await played(organiser, at)
    feed = plain((await see(api, page_of(at) + "/feed")).text)
    assert "The stage Groups was drawn." in feed
    assert "The stage Playoffs was drawn." in feed
    assert "drew 1–1 by ruling." in feed


async def test_standings_show_every_value_and_what_it_is_made_of(api: Caller) -> None:
    organiser, at = await staged(api)
    await played(organiser, at)
    page = (await see(api, page_of(at) + "/standings")).text
    shown = plain(page)
    assert "Group A, standings by the tie-breaks in order" in shown
    assert "3–4" not in shown.partition("Group A")[0]
    why = plain(element(page, "why-1-1-1"))
    assert "Why 1 Dan is here" not in why
    assert "Points" in why and "Sonneborn-Berger" in why
    assert f'href="{page_of(at)}/m/1"' in page


async def test_standings_strike_through_what_is_cut(api: Caller) -> None:
    organiser, at = await staged(api, [{"format": "swiss", "rounds": 3}])
    for number in (1, 2, 3, 4):
        await won(organiser, at, number, [2, 1])
    await organiser.post(at + "bracket/rounds/")
    for number in (5, 6, 7, 8):
        await won(organiser, at, number, [2, 1])
    page = (await see(api, page_of(at) + "/standings")).text
    assert "Buchholz cut 1" in page
    assert "<del>" in element(page, "why-1-1-1")


async def test_a_board_carries_groups_and_playoffs_on_as_the_page_shows_them(api: Caller) -> None:
    organiser, at = await staged(api)
    await organiser.post(at + "bracket/conclude/?stage=1", {"reason": "too early"})
    await played(organiser, at)
    await organiser.post(at + "bracket/finalize/?stage=2")
    await won(organiser, at, 13, [2, 0])
    await followed(api, at, 40)


async def test_a_board_carries_a_swiss_on_as_the_page_shows_it(api: Caller) -> None:
    organiser, at = await staged(api, [{"format": "swiss", "rounds": 3, "draws": True}])
    for number in (1, 2, 3, 4):
        await won(organiser, at, number, [1, 1])
    seeds = [one["registration_id"] for one in (await organiser.get(at + "bracket/")).json()["seeds"]]
    assert (await organiser.post(at + "bracket/rounds/")).status_code == 200
    back = await organiser.post(at + "bracket/rounds/take-back/", {"reason": "too early"})
    assert back.status_code == 200
    sent = await organiser.post(
        f"/api/tournaments/registrations/{seeds[7]}/disqualify/", {"reason": "cheated"}
    )
    assert sent.status_code == 200, sent.text
    assert (await organiser.post(at + "bracket/rounds/", {"absent": [seeds[0]]})).status_code == 200
    await followed(api, at, 20)


async def followed(api: Caller, at: str, first: int) -> None:
    """What a board tells of each fact from the `first` on makes the page of it from the one before."""
    url = page_of(at)
    facts = await api.services.reader.of_scope(Scope("tournament", UUID(url[3:])))
    board = await Board.at(api.services.reader, UUID(url[3:]), first)
    shown = (await api.get(f"{url}?at={first}")).text
    for fact in facts[first:]:
        shown = swapped(shown, board.draw(fact)["html"] or "")
        wanted = await api.get(f"{url}?at={fact.sequence}", **READS)
        assert_strict(wanted)
        assert [element(shown, p) for p in PARTS] == [element(wanted.text, p) for p in PARTS], fact.topic
    now = (await api.get(url)).text
    assert [element(shown, part) for part in PARTS] == [element(now, part) for part in PARTS]
