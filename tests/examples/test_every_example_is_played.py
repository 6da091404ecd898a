"""Every example is played through the HTTP API to its places, stage by stage."""

from pathlib import Path
from typing import Any

import pytest

from play.file import parse, read
from play.player import Played, Player
from tests.support.api import Caller

EXAMPLES = Path(__file__).parents[2] / "examples"
FIRST = {
    "battle-royale": ["Cinder", "Gale", "Bramble", "Hollow"],
    "double-elimination": ["Harbour", "Orchard", "Meadow", "Foundry"],
    "fide-swiss": ["Clara Odenwood", "Alma Vintner", "Dario Fenn", "Bruno Castell"],
    "swiss-major": ["Evergreen", "Granite", "Amber Foxes", "Fathom"],
    "world-cup-2022": ["Argentina", "France", "Croatia", "Morocco"],
    "world-cup-2022-knockout": ["Argentina", "France", "Croatia", "Morocco"],
}


async def played(api: Caller, name: str) -> Played:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    api.client.headers["Authorization"] = f"Bearer {organiser.token}"
    return await Player(api.client, read(EXAMPLES / f"{name}.toml"), lambda done, total: None).play()


def ranked(group: dict[str, Any]) -> list[tuple[int, str, float]]:
    return [(row["low"], row["name"], row["points"]) for row in group["rows"]]


def test_no_example_is_left_out() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.toml")} == set(FIRST)


@pytest.mark.parametrize("name", FIRST)
async def test_an_example_comes_to_its_places(api: Caller, name: str) -> None:
    evening = await played(api, name)
    assert [place["name"] for place in evening.places[:4]] == FIRST[name]
    everyone = {seed["registration_id"] for bracket in evening.brackets for seed in bracket["seeds"]}
    assert {place["registration_id"] for place in evening.places} == everyone
    assert {bracket["status"] for bracket in evening.brackets} == {"completed"}


async def test_the_groups_of_the_world_cup_and_its_sixteen_come_out_as_they_did(api: Caller) -> None:
    evening = await played(api, "world-cup-2022")
    groups = {group["name"]: ranked(group) for group in evening.tables[1]["groups"]}
    assert groups["group A"] == [(1, "Netherlands", 7), (2, "Senegal", 6), (3, "Ecuador", 4), (4, "Qatar", 0)]
    assert groups["group C"] == [
        (1, "Argentina", 6),
        (2, "Poland", 4),
        (3, "Mexico", 4),
        (4, "Saudi Arabia", 3),
    ]
    assert groups["group E"] == [(1, "Japan", 6), (2, "Spain", 4), (3, "Germany", 4), (4, "Costa Rica", 3)]
    assert groups["group H"] == [
        (1, "Portugal", 6),
        (2, "South Korea", 4),
        (3, "Uruguay", 4),
        (4, "Ghana", 3),
    ]
    first = [match for match in evening.brackets[1]["matches"] if match["round"] == 1]
    meetings = [" ".join(side["name"] for side in match["sides"]) for match in first]
    assert meetings == [
        "Netherlands United States",
        "Argentina Australia",
        "Japan Croatia",
        "Brazil South Korea",
        "England Senegal",
        "France Poland",
        "Morocco Spain",
        "Portugal Switzerland",
    ]


async def test_whoever_lost_in_one_round_of_the_knockout_shares_a_place(api: Caller) -> None:
    evening = await played(api, "world-cup-2022-knockout")
    shared = [(place["low"], place["high"]) for place in evening.places]
    assert shared == [(1, 1), (2, 2), (3, 3), (4, 4), *[(5, 8)] * 4, *[(9, 16)] * 8]


async def test_every_value_of_a_swiss_is_taken_apart_to_its_matches(api: Caller) -> None:
    evening = await played(api, "fide-swiss")
    (group,) = evening.tables[1]["groups"]
    matches = {match["number"] for match in evening.brackets[0]["matches"]}
    for row in group["rows"]:
        for value in row["values"]:
            parts = [part["amount"] for part in value["parts"] if part["counted"]]
            assert sum(parts) == value["value"] * value["unit"]
            assert {part["match"] for part in value["parts"]} <= {*matches, None}


LADDER = """
[tournament]
name = "Ladder"
slug = "ladder"
format = "stages"
[[tournament.stages]]
format = "ladder"
[[entrants]]
name = "Ann"
[[entrants]]
name = "Ben"
[[entrants]]
name = "Cat"
[[matches]]
sides = ["Cat", "Ann"]
score = [1, 0]
[[matches]]
sides = ["Ben", "Ann"]
score = [1, 0]
"""


async def test_a_ladder_is_climbed_by_the_matches_of_a_file(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    api.client.headers["Authorization"] = f"Bearer {organiser.token}"
    evening = await Player(api.client, parse(LADDER, "ladder.toml"), lambda done, total: None).play()
    (ladder,) = evening.tables[1]["groups"]
    assert [row["name"] for row in ladder["rows"]] == ["Cat", "Ben", "Ann"]
