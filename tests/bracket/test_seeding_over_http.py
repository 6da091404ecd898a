"""Seeds over HTTP: what goes in, what is answered, and what an auditor can check without us."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.support.api import Caller, code

FOUR = ("Ann", "Ben", "Cat", "Dan")
SEEDS = "bracket/seeds/"
PAGE = Path(__file__).parents[2] / "docs/how-to/seed-a-draw.md"


async def drawn(organiser: Caller, *names: str, **definition: Any) -> tuple[str, dict[str, str]]:
    """Where a drawn tournament is, and its entrants by name."""
    at = await organiser.tournament(**definition)
    ids = {}
    for name in names:
        ids[name] = (await organiser.post(at + "entrants/", {"name": name})).json()["id"]
    for step in ("close-registration/", "bracket/generate/"):
        assert (await organiser.post(at + step)).status_code == 200
    return at, ids


async def order(api: Caller, at: str) -> list[str]:
    return [seed["name"] for seed in (await api.get(at + "bracket/")).json()["seeds"]]


async def test_a_draw_without_seeds_warns(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    ids = [(await organiser.post(at + "entrants/", {"name": name})).json()["id"] for name in FOUR]
    await organiser.post(at + "close-registration/")
    before = {"Idempotency_Key": "draw"}
    unseeded = await organiser.post(at + "bracket/generate/", **before)
    assert unseeded.json()["warnings"] == ["unseeded"]
    assert (await organiser.post(at + "bracket/generate/", **before)).json() == unseeded.json()

    other = await organiser.tournament(slug="other")
    ids = [(await organiser.post(other + "entrants/", {"name": name})).json()["id"] for name in FOUR]
    await organiser.post(other + "close-registration/")
    assert (await organiser.post(other + "bracket/generate/", {"seeds": ids})).json()["warnings"] == []


async def test_an_auditor_draws_the_recorded_lot_again(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at, _ = await drawn(organiser, *FOUR)
    answer = await organiser.put(at + SEEDS + "by-lot/", {"lot": " Siena, 2 July "})
    assert (answer.status_code, answer.json()["lot"]) == (200, "Siena, 2 July")

    (entry,) = (await organiser.get(at + "audit/?action=bracket.change_seeds")).json()["items"]
    assert (entry["after"]["how"], entry["after"]["lot"]) == ("by_lot", "Siena, 2 July")
    program = PAGE.read_text("utf-8").split("python3 -c '")[1].split("'")[0]
    again = subprocess.run(
        [sys.executable, "-c", program, entry["after"]["lot"]],
        input="\n".join(entry["before"]["seeds"]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout.split() == entry["after"]["seeds"]


async def test_a_lot_is_made_where_none_is_given_and_a_repeated_request_has_the_same(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at, _ = await drawn(organiser, *FOUR)
    once, again = [await organiser.put(at + SEEDS + "by-lot/", Idempotency_Key="lot") for _ in range(2)]
    assert len(once.json()["lot"]) == 16
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == once.json()
    another = await organiser.put(at + SEEDS + "by-lot/", {})
    assert another.json()["lot"] != once.json()["lot"]


async def test_ratings_decide(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at, ids = await drawn(organiser, *FOUR)
    answer = await organiser.put(
        at + SEEDS + "by-rating/?stage=1", {"ratings": {ids["Cat"]: 2100, ids["Dan"]: 1500}}
    )
    assert answer.status_code == 200
    assert await order(api, at) == ["Cat", "Dan", "Ann", "Ben"]
    unknown = await organiser.put(at + SEEDS + "by-rating/", {"ratings": {str(uuid4()): 1}})
    assert (unknown.status_code, code(unknown)) == (422, "invalid_seeds")
    none = await organiser.put(at + SEEDS + "by-rating/?stage=2", {"ratings": {ids["Cat"]: 1}})
    assert (none.status_code, code(none)) == (404, "not_found")


async def test_the_places_of_an_earlier_tournament_decide_for_whoever_may_see_it(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    earlier = await organiser.live(["Ann", "Ben"], slug="earlier", visibility="private")
    earlier_id = earlier.split("/")[3]
    at, _ = await drawn(organiser, *FOUR)
    asked = {"tournament_id": earlier_id}
    early = await organiser.put(at + SEEDS + "by-tournament/", asked)
    assert (early.status_code, code(early)) == (409, "tournament_status")

    (match,) = (await organiser.get(earlier + "matches/")).json()["items"]
    await organiser.post(f"/api/matches/{match['id']}/forfeit/", {"side": 0})
    answer = await organiser.put(at + SEEDS + "by-tournament/", asked)
    assert (answer.status_code, answer.json()["found"]) == (200, 2)
    assert await order(api, at) == ["Ben", "Ann", "Cat", "Dan"]

    other = await api.signed_in("other", "ORGANIZER")
    theirs, _ = await drawn(other, *FOUR, slug="theirs")
    hidden = await other.put(theirs + SEEDS + "by-tournament/", asked)
    missing = await other.put(theirs + SEEDS + "by-tournament/", {"tournament_id": str(uuid4())})
    assert (hidden.status_code, hidden.text) == (404, missing.text)


async def test_a_file_decides_or_everything_that_is_wrong_with_it_is_told(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at, ids = await drawn(organiser, *FOUR)
    file = "name;seed;club\r\nDan;1;Rovers\r\nCat;2;\r\nBen;3;\r\nAnn;4;Rovers\r\n"
    answer = await organiser.put(at + SEEDS + "by-file/", {"csv": file})
    assert (answer.status_code, answer.json()["conflicts"]) == (200, [])
    assert await order(api, at) == ["Dan", "Cat", "Ben", "Ann"]
    await organiser.put(at + SEEDS + "by-file/", {"csv": file, "separate": True, "rounds": None})
    assert await order(api, at) == ["Dan", "Cat", "Ann", "Ben"]
    told = await organiser.put(
        at + SEEDS + "by-file/",
        {"csv": file.replace(";Rovers", ";x").replace(";\r", ";x\r"), "separate": True},
    )
    assert [(one["label"], one["round"]) for one in told.json()["conflicts"]] == [("club: x", 1)] * 2

    wrong = await organiser.put(at + SEEDS + "by-file/", {"csv": "name\nAnn\nZoe\nCat\nDan\n"})
    assert (wrong.status_code, code(wrong)) == (422, "seeding_file")
    assert wrong.json()["context"]["problems"] == [
        {"line": 3, "problem": "no entrant is called “Zoe”"},
        {"line": None, "problem": "“Ben” is missing"},
    ]
    assert ids["Ann"] not in wrong.text


async def test_a_large_field_is_kept_apart_beside_everything_else(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    names = [f"E{number}" for number in range(1, 103)]
    at, _ = await drawn(organiser, *names, capacity=102)
    lines = [f"{name},club {number % 51}" for number, name in enumerate(names)]
    file = "\n".join(["name,club", *lines])
    answer = await organiser.put(at + SEEDS + "by-file/", {"csv": file, "separate": True})
    assert (answer.status_code, answer.json()["conflicts"]) == (200, [])
    assert sorted(await order(api, at)) == sorted(names)


@pytest.mark.parametrize("csv", ["", "x" * (256 * 1024 + 1), None, 1])
async def test_a_file_is_text_of_a_size(api: Caller, csv: Any) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at, _ = await drawn(organiser, *FOUR)
    answer = await organiser.put(at + SEEDS + "by-file/", {"csv": csv})
    assert answer.status_code in (413, 422)


@pytest.mark.parametrize("body", [r'{"csv": "name\nAnn \ud800\n"}', r'{"csv": "name\nAnn\u0000\n"}'])
async def test_what_cannot_be_stored_is_no_file(api: Caller, body: str) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at, _ = await drawn(organiser, *FOUR)
    headers = {"Authorization": f"Bearer {organiser.token}", "Content-Type": "application/json"}
    headers["Idempotency-Key"] = "file"
    answer = await api.client.put(at + SEEDS + "by-file/", content=body, headers=headers)
    assert answer.status_code == 422


async def test_who_shares_a_label_is_kept_apart_and_what_remains_is_answered(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at, ids = await drawn(organiser, "Ann", "Ben", "Cat")
    labels = {ids["Ben"]: ["North"], ids["Cat"]: ["North"]}
    answer = await organiser.put(at + SEEDS + "separate/", {"labels": labels})
    assert answer.json()["conflicts"] == [
        {"entrant": ids["Ben"], "other": ids["Cat"], "label": "North", "round": 1}
    ]
    await organiser.post(at + "bracket/finalize/")
    final = await organiser.put(at + SEEDS + "separate/", {"labels": labels, "rounds": 1})
    assert (final.status_code, code(final)) == (409, "bracket_status")


async def test_a_table_keeps_nobody_apart(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at, ids = await drawn(organiser, *FOUR, format="stages", stages=[{"format": "round-robin"}])
    answer = await organiser.put(at + SEEDS + "separate/", {"labels": {ids["Ann"]: ["North"]}})
    assert (answer.status_code, code(answer)) == (409, "not_kept_apart")


async def test_a_preview_shows_group_mates_apart_as_they_will_be_drawn(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    stages = [
        {"format": "round-robin", "groups": 4},
        {"sources": [{"stage": 1, "ranks": [1, 2]}]},
    ]
    at = await organiser.live([*"ABCDEFGH"], format="stages", stages=stages)
    before = (await api.get(at + "bracket/preview/?stage=2")).json()
    for match in (await organiser.get(at + "matches/")).json()["items"]:
        await organiser.post(f"/api/matches/{match['id']}/start/")
        await organiser.post(f"/api/matches/{match['id']}/rule/", {"games": [{"score": [1, 0]}]})
    after = (await api.get(at + "bracket/preview/?stage=2")).json()
    slots = [[(one["group"], one["rank"]) for one in view["entrants"]] for view in (before, after)]
    assert slots[0] == slots[1] != sorted(slots[1], key=lambda slot: (slot[1], slot[0]))
    assert (after["complete"], after["differs"]) == (True, False)
    seeds = (await api.get(at + "bracket/?stage=2")).json()["seeds"]
    assert [one["registration_id"] for one in after["entrants"]] == [one["registration_id"] for one in seeds]
