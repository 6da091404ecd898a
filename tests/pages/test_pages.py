"""Pages of a tournament: who sees them, what they say now and as of an event, what no name does to them."""

import json
import re
from typing import Any
from uuid import UUID

import httpx
import pytest

from application.entry.commands import AddEntrant
from application.kernel.actor import OPERATOR
from eventstore.records import Scope
from tests.pages.test_shell import READS, assert_strict
from tests.support.api import Caller

PAGES = ("", "/standings", "/feed", "/m/1", "/embed", "/broadcast")
HOSTILE = "</script><b onclick=x>'\"&"
LONG = "W" * 80


def page_of(at: str) -> str:
    return "/t/" + at.split("/")[3]


async def see(caller: Caller, path: str) -> httpx.Response:
    """The page as the caller's browser gets it, everything stored so far seen."""
    mark = "&" if "?" in path else "?"
    path += f"{mark}at_least={await caller.services.reader.head()}"
    return await caller.client.get(path, headers={**READS, **cookie(caller)})


def cookie(caller: Caller) -> dict[str, str]:
    if caller.token is None:
        return {}
    claims = caller.services.tokens.read(caller.token)
    return {"Cookie": f"palio={caller.services.tokens.web(claims.account, claims.session)}"}


async def won(organiser: Caller, at: str, number: int, score: list[int]) -> None:
    """Play a match to its end, by ruling."""
    matches = (await organiser.get(at + "matches/")).json()["items"]
    match = next(one for one in matches if one["number"] == number)
    await organiser.post(f"/api/matches/{match['id']}/start/")
    ruled = await organiser.post(f"/api/matches/{match['id']}/rule/", {"games": [{"score": score}]})
    assert ruled.status_code == 200, ruled.text


@pytest.mark.parametrize("page", PAGES)
async def test_a_public_tournament_is_for_everyone_and_a_private_one_for_those_concerned(
    api: Caller, page: str
) -> None:
    organiser, player = await api.signed_in("organiser", "ORGANIZER"), await api.signed_in("ann")
    for visibility, others in (("public", 200), ("private", 404)):
        at = await organiser.live(["Ann", "Ben"], slug=visibility, visibility=visibility)
        found = [(await see(who, page_of(at) + page)).status_code for who in (api, player, organiser)]
        assert found == [others, others, 200], (page, visibility)


async def test_a_draft_is_not_listed_and_not_there_for_others(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    made = await organiser.post("/api/tournaments/", {"name": "Secret", "slug": "secret"})
    path = f"/t/{made.json()['id']}/feed"
    assert [(await see(who, path)).status_code for who in (api, organiser)] == [404, 200]
    assert "Secret" not in (await see(api, "/")).text


@pytest.mark.parametrize("page", PAGES)
async def test_no_name_gets_out_of_its_place(api: Caller, page: str) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live([HOSTILE, LONG], name=HOSTILE, streams=["https://example.org/</a>"])
    shown = await see(api, page_of(at) + page)
    assert shown.status_code == 200
    assert_strict(shown)
    assert "<b " not in shown.text
    for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown.text, re.DOTALL):
        assert HOSTILE in json.loads(data)["name"] or json.loads(data)["superEvent"]["name"] == HOSTILE


async def test_a_name_that_turns_the_direction_of_text_turns_nothing_but_itself(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    tournament = UUID(at.split("/")[3])
    turned = "\u202eevil"
    await api.services.engine.execute(AddEntrant(tournament=tournament, name=turned), OPERATOR)
    shown = await see(api, page_of(at) + "/feed")
    assert f"<bdi>{turned} entered.</bdi>" in shown.text


async def test_the_first_page_finds_by_name_and_by_state_and_turns_its_pages(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    for number in range(26):
        await organiser.tournament(name=f"Open 100% {number}", slug=f"open-{number}")
    await organiser.live(["Ann", "Ben"], name="Harbour", slug="harbour")

    def named(page: httpx.Response) -> list[str]:
        return re.findall(r"<strong><bdi>(.*?)</bdi>", page.text)

    assert named(await see(api, "/?q=HARB")) == ["Harbour"]
    assert named(await see(api, "/?status=live")) == ["Harbour"]
    assert len(named(await see(api, "/?q=100%25"))) == 24
    assert named(await see(api, "/?q=1_0")) == []
    first = await see(api, "/")
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
    rest = await see(api, older.replace("&amp;", "&"))
    assert len(set(named(first)) | set(named(rest))) == 27
    assert (await see(api, "/?q=%00")).status_code == 200
    assert (await see(api, "/?after=x")).status_code == 422


async def test_an_empty_server_says_how_to_begin(api: Caller) -> None:
    assert "palio play examples/world-cup-2022-knockout.toml" in (await see(api, "/")).text


async def test_standings_say_which_match_decided_a_place_and_who_is_still_in(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben", "Cem", "Dee"])
    await won(organiser, at, 1, [2, 1])
    table = plain((await see(api, page_of(at) + "/standings")).text)
    assert "3–4 Dee 0–1 Lost to Ann 1–2 , Semi-final 1 M1" in table
    assert "In Ann 1–0 Still in" in table


async def test_a_receipt_tells_every_event_of_a_match_with_what_it_changed_and_by_whom(api: Caller) -> None:
    organiser, ann = await api.signed_in("organiser", "ORGANIZER"), await api.signed_in("ann")
    at = await organiser.tournament()
    tournament = at.split("/")[3]
    entered = {"tournament_id": tournament, "name": "Ann"}
    await ann.post("/api/tournaments/registrations/", entered)
    await organiser.post(at + "entrants/", {"name": "Ben"})
    for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
        await organiser.post(at + step)
    (match,) = (await organiser.get(at + "matches/")).json()["items"]
    when = {"starts_at": "2026-12-01T19:00:00+01:00", "station": "Table 1"}
    await organiser.put(f"/api/matches/{match['id']}/schedule/", when)
    await organiser.post(f"/api/matches/{match['id']}/start/")
    reported = await ann.post(f"/api/matches/{match['id']}/report/", {"games": [{"score": [2, 1]}]})
    assert reported.status_code == 200
    await organiser.post(f"/api/matches/{match['id']}/rule/", {"games": [{"score": [1, 2]}]})

    shown = plain((await see(api, page_of(at) + "/m/1")).text)
    assert "The match was drawn." in shown
    assert "is set for 1 December 2026, 18:00 UTC at Table 1." in shown
    assert re.search(r"Ann reports 2–1\. .{10,40} UTC , Ann ", shown)
    assert re.search(r"Ben beat Ann 2–1 by ruling\. .{10,40} UTC , the owner ", shown)
    assert "State Reported Final Score 2–1 1–2 Winner – Ben Ended – played" in shown
    assert "organiser" not in shown.replace("the organiser", "")

    before = reported.json()["sequence"]
    then = await see(api, f"{page_of(at)}/m/1?at={before}")
    assert "Ben beat Ann" not in then.text
    assert "It counts once Ben or staff agree" in plain(then.text)


async def test_sides_that_report_differently_are_shown_to_differ(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    ann, ben = await api.signed_in("ann"), await api.signed_in("ben")
    at = await organiser.tournament()
    for name, player in (("Ann", ann), ("Ben", ben)):
        entered = {"tournament_id": at.split("/")[3], "name": name}
        await player.post("/api/tournaments/registrations/", entered)
    for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
        assert (await organiser.post(at + step)).status_code == 200
    (match,) = (await organiser.get(at + "matches/")).json()["items"]
    await organiser.post(f"/api/matches/{match['id']}/start/")
    for player, score in ((ann, [2, 1]), (ben, [0, 2])):
        await player.post(f"/api/matches/{match['id']}/report/", {"games": [{"score": score}]})
    shown = await see(api, page_of(at) + "/m/1")
    assert "The sides report different results." in shown.text


async def test_a_page_as_of_an_event_shows_nothing_later(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"])
    drawn = await api.services.reader.sequence(Scope("tournament", UUID(at.split("/")[3])))
    await won(organiser, at, 1, [2, 1])
    for page in ("/feed", "/standings", "/m/1"):
        then, now = [await see(api, page_of(at) + page + query) for query in (f"?at={drawn}", "")]
        assert "2–1" in plain(now.text), page
        assert "2–1" not in plain(then.text), page
        assert 'data-mode="past"' in then.text
    later = await see(api, page_of(at) + "/feed?at=9999")
    assert (later.status_code, "at must be an event between 1 and" in later.text) == (422, True)


async def test_a_match_that_is_not_in_the_draw_is_not_found(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"])
    assert (await see(api, page_of(at) + "/m/2")).status_code == 404


def plain(page: str) -> str:
    """The text of a page, its white space made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace(" </", "</")


def linked(page: str) -> Any:
    """What search engines read."""
    return json.loads(re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL)[0])


async def test_search_engines_read_a_sports_event(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"], starts_at="2026-12-01T18:00:00Z")
    whole, match = [linked((await see(api, page_of(at) + page)).text) for page in ("/feed", "/m/1")]
    assert (whole["@type"], whole["name"], whole["startDate"]) == (
        "SportsEvent",
        "Open",
        "2026-12-01T18:00:00Z",
    )
    assert [side["name"] for side in match["competitor"]] == ["Ann", "Ben"]
    assert match["superEvent"]["@id"] == whole["@id"]


@pytest.mark.parametrize("page", PAGES)
async def test_only_what_is_made_for_it_can_be_framed(api: Caller, page: str) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    shown = await see(api, page_of(await organiser.live(["Ann", "Ben"])) + page)
    framed = "frame-ancestors *" in shown.headers["Content-Security-Policy"]
    assert framed == (page in ("/embed", "/broadcast")) == ("X-Frame-Options" not in shown.headers)


async def test_a_broadcast_shows_what_is_played_what_comes_and_what_was_decided(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live([f"E{number}" for number in range(1, 9)])
    await won(organiser, at, 1, [2, 1])
    matches = (await organiser.get(at + "matches/")).json()["items"]
    await organiser.post(f"/api/matches/{matches[1]['id']}/start/")
    shown = (await see(api, page_of(at) + "/broadcast?theme=dark")).text
    assert re.findall(r"<h2[^>]*><span>(\w+)</span>", shown) == ["Now", "Next", "Results"]
    assert re.findall(r'<li data-s="(\w+)">', shown) == ["live", "ready", "ready", "completed"]
    assert 'data-theme="dark"' in shown
