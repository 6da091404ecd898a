"""The whole 2022 World Cup of examples/world-cup-2022.toml: groups, tables, the sixteen, and the rest."""

import pytest

from domain.formats.draw import DrawnMatch
from domain.formats.elimination import single_elimination
from domain.formats.elimination.single_elimination import Losers
from domain.formats.table import round_robin
from domain.formats.table.round_robin import Grouping
from domain.seeding.orders import standard_order
from domain.standings.results import Result
from domain.standings.scoring import THREE_POINTS
from domain.standings.settings import Settings
from domain.standings.table import Standing, standings
from domain.standings.tie_breaks import FIFA_2022
from tests.examples.reading import load, result, seeds
from tests.support.draws import Evening

FILE = load("world-cup-2022")
GROUPS, KNOCKOUT = FILE["tournament"]["stages"]
SEEDS = seeds(FILE)
NAMES = {seed: name for name, seed in SEEDS.items()}
MATCHDAYS = [FILE["matches"][at : at + 16] for at in (0, 16, 32)]
PLAYED_OFF = FILE["matches"][48:]
TABLES = {  # points, goals, as FIFA published them
    "A": ["Netherlands 7 5:1", "Senegal 6 5:4", "Ecuador 4 4:3", "Qatar 0 1:7"],
    "B": ["England 7 9:2", "United States 5 2:1", "Iran 3 4:7", "Wales 1 1:6"],
    "C": ["Argentina 6 5:2", "Poland 4 2:2", "Mexico 4 2:3", "Saudi Arabia 3 3:5"],
    "D": ["France 6 6:3", "Australia 6 3:4", "Tunisia 4 1:1", "Denmark 1 1:3"],
    "E": ["Japan 6 4:3", "Spain 4 9:3", "Germany 4 6:5", "Costa Rica 3 3:11"],
    "F": ["Morocco 7 4:1", "Croatia 5 4:1", "Belgium 4 1:2", "Canada 0 2:7"],
    "G": ["Brazil 6 3:1", "Switzerland 6 4:3", "Cameroon 4 4:4", "Serbia 1 5:8"],
    "H": ["Portugal 6 6:4", "South Korea 4 4:4", "Uruguay 4 2:2", "Ghana 3 5:7"],
}


def table(group: str) -> list[Standing]:
    """The final table of a group, by the tie-breaks of the file."""
    members = groups()["ABCDEFGH".index(group)]
    played = [one for one in group_matches() if one.sides[0] in members]
    settings = Settings(scoring=THREE_POINTS, again=False)
    return standings(members, played, GROUPS["tie_breaks"], settings)


def groups() -> list[list[int]]:
    return round_robin.groups(len(SEEDS), GROUPS["groups"], Grouping(GROUPS["grouping"]))


def group_matches() -> list[Result]:
    return [result(one, SEEDS, number) for number, day in enumerate(MATCHDAYS, 1) for one in day]


def shown(one: Standing) -> str:
    values = {name: value.amounts[0] for name, value in one.values.items() if value}
    scored, difference = values["points_scored"], values["points_difference"]
    return f"{NAMES[one.number]} {one.points} {scored}:{scored - difference}"


def crossed() -> list[str]:
    """A1 and B2, C1 and D2, E1 and F2, G1 and H2, B1 and A2, D1 and C2, F1 and E2, H1 and G2."""
    place = {group: [NAMES[one.number] for one in table(group)] for group in TABLES}
    pairs = ["AB", "CD", "EF", "GH", "BA", "DC", "FE", "HG"]
    return [name for first, second in pairs for name in (place[first][0], place[second][1])]


def test_the_file_says_what_the_regulations_say() -> None:
    assert tuple(GROUPS["tie_breaks"]) == FIFA_2022
    assert (GROUPS["scoring"], GROUPS["draws"]) == ("three_points", True)
    assert KNOCKOUT["sources"] == [{"stage": 1, "ranks": [1, 2], "order": "crossed"}]


def test_sixty_four_matches_have_one_hundred_and_seventy_two_goals() -> None:
    assert (len(FILE["entrants"]), len(FILE["matches"])) == (32, 64)
    assert sum(sum(match["score"]) for match in FILE["matches"]) == 172
    assert [sum(sum(match["score"]) for match in day) for day in MATCHDAYS] == [41, 40, 39]


def test_every_matchday_is_a_round_of_every_group() -> None:
    drawn = round_robin.draw(32, count=GROUPS["groups"], how=Grouping(GROUPS["grouping"]))
    for number, day in enumerate(MATCHDAYS, 1):
        pairs = [{side.number for side in match.sides} for match in drawn.matches if match.round == number]
        played = [{SEEDS[name] for name in match["sides"]} for match in day]
        assert sorted(map(sorted, played)) == sorted(map(sorted, pairs))


@pytest.mark.parametrize("group", list(TABLES))
def test_a_group_ends_as_it_did(group: str) -> None:
    ended = table(group)
    assert [shown(one) for one in ended] == TABLES[group]
    assert [(one.low, one.high) for one in ended] == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_the_sixteen_meet_as_they_did() -> None:
    sixteen = crossed()
    pairs = [set(sixteen[at : at + 2]) for at in range(0, 16, 2)]
    assert [set(match["sides"]) for match in PLAYED_OFF[:8]] == pairs


def test_the_knockout_is_the_one_of_the_other_example() -> None:
    other = load("world-cup-2022-knockout")
    assert other["matches"] == PLAYED_OFF
    seeded = {entrant["seed"]: entrant["name"] for entrant in other["entrants"]}
    assert [seeded[seed] for seed in standard_order(16)] == crossed()


def test_the_knockout_leads_to_argentina() -> None:
    sixteen = dict(zip(standard_order(16), crossed(), strict=True))
    left = list(PLAYED_OFF)

    def winner(_: DrawnMatch, first: int, second: int) -> int:
        names = sixteen[first], sixteen[second]
        match = next(one for one in left if set(one["sides"]) == set(names))
        left.remove(match)
        scores = match.get("shootout", match["score"])
        return names.index(match["sides"][scores.index(max(scores))])

    evening = Evening(single_elimination.draw(16, Losers.THIRD_PLACE), winner)
    places = {sixteen[seed]: place for seed, place in evening.places.items()}
    first = ["Argentina", "France", "Croatia", "Morocco"]
    assert not left
    assert [places[name] for name in first] == [[1, 1], [2, 2], [3, 3], [4, 4]]


def test_only_the_knockout_goes_on_when_a_match_is_level() -> None:
    assert not any("shootout" in match or "overtime" in match for day in MATCHDAYS for match in day)
    for match in PLAYED_OFF:
        first, second = match["score"]
        assert ("shootout" in match) == match.get("overtime", False) == (first == second)
