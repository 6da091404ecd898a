"""A tournament's page over HTTP: now, as of any event, and followed live."""

import gzip
import shutil
from pathlib import Path
from uuid import UUID

import pytest

from api.bracket.pages.board import Board
from api.bracket.pages.bracket import DRAWING, edition, hashed
from eventstore.records import Scope
from tests.pages.test_drawing import PARTS
from tests.pages.test_shell import READS, assert_strict
from tests.support.api import Caller, code
from tests.support.swapping import element, swapped

LARGEST_PAGE = 40_000
"""Bytes of the page of 128 players, compressed."""


async def playing(api: Caller, names: list[str], **definition: object) -> tuple[Caller, str, str]:
    """The organiser, the tournament's place in the API, and its page; the first match is live."""
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(names, **definition)
    (first, *_) = (await organiser.get(at + "matches/?status=ready")).json()["items"]
    await organiser.post(f"/api/matches/{first['id']}/start/")
    return organiser, at, f"/t/{at.split('/')[3]}"


async def rule(organiser: Caller, at: str) -> None:
    (match, *_) = (await organiser.get(at + "matches/?status=live")).json()["items"]
    ruled = await organiser.post(f"/api/matches/{match['id']}/rule/", {"games": [{"score": [2, 1]}]})
    assert ruled.status_code == 200, ruled.text


async def test_the_page_shows_the_bracket_what_is_live_and_what_happened(api: Caller) -> None:
    _, _, at = await playing(api, ["Ann", "Ben", "Cat"])
    page = await api.get(at, **READS)
    assert page.status_code == 200
    assert_strict(page)
    assert 'data-s="live"' in element(page.text, "m1")
    assert "Winner of M1" in element(page.text, "m2")
    assert "Semi-final 1 · M1" in element(page.text, "now")
    assert "has begun" in element(page.text, "feed")
    assert 'data-mode="live"' in page.text


async def test_a_moment_shows_what_was_and_says_that_it_is_past(api: Caller) -> None:
    organiser, at, url = await playing(api, ["Ann", "Ben"])
    before = await api.services.reader.sequence(Scope("tournament", UUID(url[3:])))
    await rule(organiser, at)
    now, then = (await api.get(url)).text, (await api.get(f"{url}?at={before}")).text
    assert ('data-s="completed"' in element(now, "m1"), 'data-s="live"' in element(then, "m1")) == (
        True,
        True,
    )
    assert 'data-mode="past"' in then
    assert f'href="?at={before - 1}"' in then
    assert f"#{before}" in element(then, "out")
    assert code(await api.get(f"{url}?at={before + 99}")) == "invalid_parameter"


async def test_fragments_carry_the_page_from_any_moment_to_any_other_and_never_change(api: Caller) -> None:
    organiser, at, url = await playing(api, ["Ann", "Ben", "Cat", "Dan"])
    await rule(organiser, at)
    head = await api.services.reader.sequence(Scope("tournament", UUID(url[3:])))
    version = edition(api.services.mounted.epoch)
    assert f'data-edition="{version}"' in (await api.get(url)).text
    for one, other in ((3, head), (head, 9), (head - 3, head - 1)):
        shown = (await api.get(f"{url}?at={one}")).text
        found = await api.client.get(f"{url}/at/{other}?from={one}&v={version}")
        assert found.headers["Cache-Control"] == "public, s-maxage=60, max-age=31536000, immutable"
        other_log = await api.client.get(f"{url}/at/{other}?from={one}&v=another")
        assert (other_log.headers["Cache-Control"], other_log.text) == ("no-store", found.text)
        wanted = (await api.get(f"{url}?at={other}")).text
        moved = swapped(shown, found.json()["html"])
        assert [element(moved, part) for part in PARTS] == [element(wanted, part) for part in PARTS]
    whole = (await api.client.get(f"{url}/at/{head}")).json()["html"]
    assert [element(whole, part) for part in PARTS] == [element((await api.get(url)).text, p) for p in PARTS]
    assert code(await api.client.get(f"{url}/at/{head}?from={head + 1}")) == "invalid_parameter"


async def test_a_board_tells_every_fact_of_an_evening_as_the_page_shows_it(api: Caller) -> None:
    organiser, at, url = await playing(api, ["Ann", "Ben", "Cat", "Dan"], third_place=True)
    await rule(organiser, at)
    first = next(
        match for match in (await organiser.get(at + "matches/")).json()["items"] if match["number"] == 1
    )
    for body in ({"forfeit": 0, "reason": "did not come"}, {"games": [{"score": [2, 1]}], "reason": "came"}):
        follows = await organiser.post(f"/api/matches/{first['id']}/consequences/", body)
        confirmed = {**body, "consequences": follows.json()["hash"]}
        done = await organiser.post(f"/api/matches/{first['id']}/correct/", confirmed)
        assert done.status_code == 200, done.text
    facts = await api.services.reader.of_scope(Scope("tournament", UUID(url[3:])))
    board = await Board.at(api.services.reader, UUID(url[3:]), 5)
    shown, said = (await api.get(f"{url}?at=5")).text, []
    for fact in facts[5:]:
        told = board.draw(fact)
        shown, said = swapped(shown, told["html"] or ""), [*said, told["say"]]
        wanted = (await api.get(f"{url}?at={fact.sequence}")).text
        assert [element(shown, p) for p in PARTS] == [element(wanted, p) for p in PARTS], fact.topic
    assert "Semi-final 1 (match 1): Ann beat Dan 2–1 by ruling." in said


async def test_a_private_tournament_is_nobodys_business_and_in_no_shared_cache(api: Caller) -> None:
    organiser, _, url = await playing(api, ["Ann", "Ben"], visibility="private")
    assert organiser.account is not None
    session = await api.services.sessions.begin(organiser.account)
    cookie = {"Cookie": f"palio={api.services.tokens.web(organiser.account, session.family)}"}
    for address in (url, f"{url}/at/3?v={edition(api.services.mounted.epoch)}"):
        assert code(await api.get(address)) == "not_found"
        own = await api.client.get(address, headers=cookie)
        assert own.status_code == 200
        assert not {"public", "s-maxage=60"} & set(own.headers["Cache-Control"].split(", "))


def test_whatever_draws_a_page_names_its_drawing_anew_once_it_changes(tmp_path: Path) -> None:
    for package in DRAWING:
        shutil.copytree(
            package, tmp_path / package.name, ignore=shutil.ignore_patterns("static", "__pycache__")
        )
    names = {hashed("log", [tmp_path])}
    copied = [path for path in tmp_path.rglob("*") if path.is_file()]
    changed = [path for path in copied if {"templates", "pages"} & set(path.parts)]
    for path in changed:
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        names.add(hashed("log", [tmp_path]))
    assert len(changed) > 30
    assert len(names) == 1 + len(changed)


async def test_a_slug_leads_to_the_one_tournament_that_has_it(api: Caller) -> None:
    organiser, _, url = await playing(api, ["Ann", "Ben"])
    found = await api.get("/t/open")
    assert (found.status_code, found.headers["Location"].split("?")[0]) == (307, url)
    await organiser.tournament(name="Another")
    assert code(await api.get("/t/open")) == "not_found"
    assert code(await api.get("/t/nothing")) == "not_found"


async def test_a_player_is_followed_by_name_without_a_script(api: Caller) -> None:
    _, _, url = await playing(api, ["Ann", "Ben", "Cat"])
    page = (await api.get(url + "?follow=ann")).text
    assert 'p follow" data-p="1"' in element(page, "m2")
    assert "follow" not in element(page, "m1")
    assert "Following Ann" in element(page, "follow")


async def test_the_page_comes_again_by_itself_only_where_one_asked(api: Caller) -> None:
    _, _, url = await playing(api, ["Ann", "Ben"])
    assert 'http-equiv="refresh"' not in (await api.get(url)).text
    assert '<meta http-equiv="refresh" content="20">' in (await api.get(url + "?refresh=20")).text


@pytest.mark.parametrize("name", ["</script><b>x", "E" * 80, "Ōtani & Söhne"])
async def test_a_name_is_shown_as_it_is_and_as_nothing_else(api: Caller, name: str) -> None:
    _, _, url = await playing(api, [name, "Ben"])
    page = (await api.get(url)).text
    assert "<b>x" not in page
    assert name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in element(page, "m1")


async def test_a_page_of_128_players_is_small(api: Caller) -> None:
    names = [f"Player {number * 7919 % 9973:x}" for number in range(1, 129)]
    _, _, url = await playing(api, names, capacity=128)
    assert len(gzip.compress((await api.get(url)).content, 5)) < LARGEST_PAGE
