"""Stages over HTTP: where each stands, its table, what the next would be drawn from, and its rounds."""

from typing import Any

from tests.support.api import Caller, code

SIX = ["A", "B", "C", "D", "E", "F"]
GROUPS = {"name": "Groups", "format": "round-robin", "groups": 2}
PLAYOFFS = {
    "name": "Playoffs",
    "format": "double-elimination",
    "sources": [{"stage": 1, "ranks": [1, 2]}],
}


async def live(organiser: Caller, names: list[str], *stages: dict[str, Any]) -> str:
    return await organiser.live(names, format="stages", stages=list(stages), capacity=16)


async def open_matches(organiser: Caller, at: str) -> list[Any]:
    found = (await organiser.get(at + "matches/?status=ready")).json()["items"]
    return list(found)


async def registrations(organiser: Caller, at: str) -> dict[str, str]:
    seeds = (await organiser.get(at + "bracket/")).json()["seeds"]
    return {seed["name"]: seed["registration_id"] for seed in seeds}


async def play(organiser: Caller, match: Any, score: list[int]) -> None:
    for step, body in (("start/", None), ("rule/", {"games": [{"score": score}]})):
        answer = await organiser.post(f"/api/matches/{match['id']}/{step}", body)
        assert answer.status_code == 200, answer.text


async def play_all(organiser: Caller, at: str) -> None:
    """Whoever's name comes first in the alphabet wins."""
    for match in await open_matches(organiser, at):
        first, second = (side["name"] for side in match["sides"])
        await play(organiser, match, [1, 0] if first < second else [0, 1])


async def test_fair_play_separates_those_who_are_level_and_says_which_event_does(organiser: Caller) -> None:
    level = {"format": "league", "cycles": 1, "tie_breaks": ["points", "fair_play"]}
    at = await live(organiser, ["A", "B", "C"], level)
    for match in await open_matches(organiser, at):
        await play(organiser, match, [1, 1])
    who = (await registrations(organiser, at))["B"]
    asked = {"registration_id": who, "points": -2, "reason": "two yellow cards"}
    recorded = await organiser.put(at + "bracket/conduct/", asked)
    assert recorded.status_code == 200, recorded.text
    (group,) = (await organiser.get(at + "bracket/table/")).json()["groups"]
    assert [(row["name"], row["low"], row["high"]) for row in group["rows"]] == [
        ("A", 1, 2),
        ("C", 1, 2),
        ("B", 3, 3),
    ]
    (part,) = group["rows"][2]["values"][1]["parts"]
    feed = (await organiser.get(at + "feed/")).json()["items"]
    told = {entry["sequence"]: entry["text"] for entry in feed}
    assert (part["amount"], told[part["sequence"]]) == (-2, "B has −2 points for fair play.")
    assert code(await organiser.put(at + "bracket/conduct/", {**asked, "points": 1000})) == "invalid_request"


async def test_whoever_waits_comes_late_and_places_are_shared_with_one_more(organiser: Caller) -> None:
    at = await organiser.live(["A", "B", "C", "D", "E"], capacity=5)
    waits = await organiser.live(["A", "B", "C", "D", "E", "F"], capacity=5)
    for tournament in (at, waits):
        await play(organiser, (await open_matches(organiser, tournament))[0], [1, 0])
    entrants = (
        await organiser.get(f"/api/tournaments/registrations/?tournament_id={waits.split('/')[3]}")
    ).json()
    (who,) = [each["id"] for each in entrants["items"] if each["status"] == "waitlisted"]
    for wrong in ({}, {"name": "Zoe", "registration_id": who}):
        assert code(await organiser.post(waits + "entrants/", wrong)) == "invalid_parameter"
    assert (await organiser.post(at + "entrants/", {"name": "Zoe", "override": True})).status_code == 201
    let_in = await organiser.post(waits + "entrants/", {"registration_id": who, "override": True})
    assert (let_in.status_code, let_in.json()["status"]) == (201, "registered")
    for tournament in (at, waits):
        standings = (await organiser.get(tournament + "standings/")).json()["items"]
        placed = [(one["low"], one["high"]) for one in standings if one["low"] is not None]
        assert placed == [(5, 6)]


async def test_matches_of_one_who_came_late_stay_in_the_table_when_somebody_else_has_them(
    organiser: Caller,
) -> None:
    at = await live(organiser, ["A", "B", "C"], {"format": "round-robin"})
    await organiser.post(at + "entrants/", {"name": "D", "override": True})
    late = (await registrations(organiser, at))["D"]
    asked = {"registration_id": late, "reason": "D went home", "name": "E"}
    assert (await organiser.post(at + "bracket/replace/", asked)).status_code == 200
    again = await organiser.post(at + "entrants/", {"registration_id": late, "override": True})
    assert again.status_code == 201, again.text
    matches = (await organiser.get(at + "bracket/")).json()["matches"]
    assert [match["number"] for match in matches] == list(range(1, 11))


async def test_a_preliminary_match_is_of_round_0(organiser: Caller) -> None:
    at = await live(organiser, ["A", "B"], {"format": "single-elimination"})
    await organiser.post(at + "entrants/", {"name": "C", "override": True})
    found = (await organiser.get(at + "matches/?round=0")).json()["items"]
    assert [match["name"] for match in found] == ["Preliminary match"]


async def test_somebody_from_the_door_takes_the_place_of_one_who_did_not_come(organiser: Caller) -> None:
    at = await live(organiser, ["A", "B", "C", "D"], {"format": "single-elimination"})
    who = (await registrations(organiser, at))["D"]
    asked = {"registration_id": who, "reason": "D did not come"}
    for wrong in ({}, {"name": "Walk-in", "comer_id": who}):
        assert code(await organiser.post(at + "bracket/replace/", {**asked, **wrong})) == "invalid_parameter"
    assert (await organiser.post(at + "bracket/replace/", {**asked, "name": "Walk-in"})).status_code == 200
    (first, _) = await open_matches(organiser, at)
    assert [side["name"] for side in first["sides"]] == ["A", "Walk-in"]


async def test_where_each_stage_stands(organiser: Caller) -> None:
    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    stages = (await organiser.get(at + "stages/")).json()["items"]
    shown = [(stage["name"], stage["status"], stage["entrants"], stage["open"]) for stage in stages]
    assert shown == [("Groups", "finalized", 6, 6), ("Playoffs", "not drawn", None, None)]
    await play_all(organiser, at)
    stages = (await organiser.get(at + "stages/")).json()["items"]
    shown = [(stage["name"], stage["status"], stage["entrants"], stage["open"]) for stage in stages]
    assert shown == [("Groups", "completed", 6, 0), ("Playoffs", "drawn", 4, 7)]


async def test_a_table_takes_every_value_apart(organiser: Caller) -> None:
    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    match, *_ = await open_matches(organiser, at)
    await play(organiser, match, [3, 1])
    table = (await organiser.get(at + "bracket/table/")).json()
    assert table["tie_breaks"][0] == "points"
    best = table["groups"][0]["rows"][0]
    winner = match["sides"][0]["name"]
    assert (best["name"], best["low"], best["points"]) == (winner, 1, 1)
    points = best["values"][0]
    (part,) = points["parts"]
    assert (part["match"], part["amount"], points["unit"]) == (match["number"], 2, 2)
    assert part["name"] == match["sides"][1]["name"]
    assert part["sequence"] is not None


async def test_who_is_level_where_the_next_stage_cuts_is_told_and_comes_by_seed(organiser: Caller) -> None:
    at = await live(organiser, SIX, {**GROUPS, "tie_breaks": ["points"]}, PLAYOFFS)
    for match in await open_matches(organiser, at):
        names = sorted(side["name"] for side in match["sides"])
        loser = {"AD": "A", "DE": "D"}.get("".join(names), names[1])
        await play(organiser, match, [int(side["name"] != loser) for side in match["sides"]])
    groups = (await organiser.get(at + "bracket/table/")).json()["groups"]
    level = {row["name"]: row["level_at_cut"] for group in groups for row in group["rows"]}
    assert level == dict.fromkeys("ADE", True) | dict.fromkeys("BCF", False)
    taken = (await organiser.get(at + "bracket/?stage=2")).json()["seeds"]
    assert {seed["name"] for seed in taken} == {"A", "D", "B", "C"}


async def test_only_a_stage_that_is_a_table_has_one(organiser: Caller) -> None:
    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    for stage in (2, 3):
        answer = await organiser.get(f"{at}bracket/table/?stage={stage}")
        assert (answer.status_code, code(answer)) == (404, "not_found")


async def test_a_preview_says_who_would_be_there_and_how_it_would_be_drawn(organiser: Caller) -> None:
    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    preview = (await organiser.get(at + "bracket/preview/?stage=2")).json()
    assert (preview["complete"], preview["differs"]) == (False, False)
    slots = [(each["group"], each["rank"]) for each in preview["entrants"]]
    assert slots == [("group A", 1), ("group B", 1), ("group A", 2), ("group B", 2)]
    assert len(preview["matches"]) == 7
    await play_all(organiser, at)
    preview = (await organiser.get(at + "bracket/preview/?stage=2")).json()
    assert [each["name"] for each in preview["entrants"]] == ["A", "B", "D", "C"]
    assert (preview["complete"], preview["differs"]) == (True, False)


async def test_a_preview_numbers_its_matches_as_the_draw_will(organiser: Caller) -> None:
    async def numbered(asked: str) -> list[Any]:
        matches = (await organiser.get(at + asked)).json()["matches"]
        sources = [[side.get("source", side) for side in match["sides"]] for match in matches]
        return [(match["number"], *sides) for match, sides in zip(matches, sources, strict=True)]

    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    before = await numbered("bracket/preview/?stage=2")
    await play_all(organiser, at)
    drawn = await numbered("bracket/?stage=2")
    assert [number for number, *_ in drawn] == [*range(7, 14)]
    assert before == drawn == await numbered("bracket/preview/?stage=2")


async def test_a_preview_of_what_is_not_there_is_refused(organiser: Caller) -> None:
    third = {"name": "Final", "sources": [{"stage": 2, "ranks": [1, 2]}]}
    at = await live(organiser, SIX, GROUPS, PLAYOFFS, third)
    for stage, status, why in ((3, 409, "sources_open"), (4, 404, "not_found"), (0, 422, "invalid_request")):
        answer = await organiser.get(f"{at}bracket/preview/?stage={stage}")
        assert (answer.status_code, code(answer)) == (status, why)


async def test_the_bracket_of_a_later_stage_is_made_final_and_played(organiser: Caller) -> None:
    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    await play_all(organiser, at)
    assert (await organiser.post(at + "bracket/finalize/?stage=2")).status_code == 200
    bracket = (await organiser.get(at + "bracket/?stage=2")).json()
    assert (bracket["stage"], bracket["status"], bracket["played_as"]["name"]) == (2, "finalized", "Playoffs")
    assert [match["number"] for match in bracket["matches"]] == list(range(7, 14))
    while await open_matches(organiser, at):
        await play_all(organiser, at)
    places = (await organiser.get(at + "standings/")).json()["items"]
    assert [(place["place"], place["name"]) for place in places] == [
        ("1", "A"),
        ("2", "B"),
        ("3", "C"),
        ("4", "D"),
        ("5–6", "E"),
        ("5–6", "F"),
    ]


async def test_matches_are_asked_for_by_their_stage(organiser: Caller) -> None:
    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    await play_all(organiser, at)
    assert (await organiser.post(at + "bracket/finalize/?stage=2")).status_code == 200
    numbers = {}
    for asked in ("", "?stage=1", "?stage=2", "?stage=2&status=ready", "?stage=1&round=2"):
        found = (await organiser.get(at + "matches/" + asked)).json()["items"]
        numbers[asked] = [match["number"] for match in found]
    assert numbers == {
        "": [*range(1, 14)],
        "?stage=1": [*range(1, 7)],
        "?stage=2": [*range(7, 14)],
        "?stage=2&status=ready": [7, 8],
        "?stage=1&round=2": [3, 4],
    }


async def test_of_a_stage_there_is_not_there_are_no_matches_to_list(organiser: Caller) -> None:
    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    assert (await organiser.get(at + "matches/?stage=2")).json() == {"items": []}
    for asked in ("matches/?stage=3", "matches/?stage=3&as_of=1"):
        answer = await organiser.get(at + asked)
        assert (answer.status_code, answer.json()["detail"]) == (404, "There is no such stage.")


async def test_a_swiss_goes_on_round_by_round(organiser: Caller) -> None:
    at = await live(organiser, SIX, {"format": "swiss", "rounds": 3})
    answer = await organiser.post(at + "bracket/rounds/")
    assert (answer.status_code, code(answer)) == (409, "round_not_over")
    await play_all(organiser, at)
    ids = {
        seed["name"]: seed["registration_id"]
        for seed in (await organiser.get(at + "bracket/")).json()["seeds"]
    }
    rest = {"absent": [ids["F"]], "half_byes": [ids["E"]]}
    assert (await organiser.post(at + "bracket/rounds/", rest)).json()["round"] == 2
    bracket = (await organiser.get(at + "bracket/")).json()
    assert {(each["round"], each["kind"]) for each in bracket["idle"]} == {(2, "absent"), (2, "half bye")}
    taken = await organiser.post(at + "bracket/rounds/take-back/", {"reason": "E is here after all"})
    assert taken.status_code == 200
    assert (await organiser.get(at + "bracket/")).json()["idle"] == []
    late = await organiser.post(at + "entrants/", {"name": "G", "override": True})
    assert late.status_code == 201
    assert (await organiser.post(at + "bracket/rounds/")).json()["round"] == 2
    await play_all(organiser, at)
    concluded = await organiser.post(at + "bracket/conclude/", {"reason": "it is late"})
    assert concluded.status_code == 200
    assert (await organiser.get(at)).json()["status"] == "completed"
    audit = (await organiser.get(at + "audit/")).json()["items"]
    assert [each["reason"] for each in audit if each["action"] == "bracket.complete"] == ["it is late"]


async def test_a_ladder_is_climbed_by_challenges(organiser: Caller) -> None:
    at = await live(organiser, ["A", "B", "C"], {"format": "ladder"})
    ids = {
        seed["name"]: seed["registration_id"]
        for seed in (await organiser.get(at + "bracket/")).json()["seeds"]
    }
    challenge = f"/api/tournaments/registrations/{ids['C']}/challenge/"
    made = await organiser.post(challenge, {"registration_id": ids["A"]})
    assert made.status_code == 200
    again = await organiser.post(challenge, {"registration_id": ids["B"]})
    assert (again.status_code, code(again)) == (409, "challenge_refused")
    await play(organiser, {"id": made.json()["match"]}, [1, 0])
    (ladder,) = (await organiser.get(at + "bracket/table/")).json()["groups"]
    assert [row["name"] for row in ladder["rows"]] == ["C", "A", "B"]


async def test_who_is_disqualified_is_told_as_left_and_may_be_reinstated(organiser: Caller) -> None:
    at = await live(organiser, ["A", "B", "C", "D"], {"format": "swiss", "rounds": 2})
    ids = {
        seed["name"]: seed["registration_id"]
        for seed in (await organiser.get(at + "bracket/")).json()["seeds"]
    }
    one = f"/api/tournaments/registrations/{ids['A']}/"
    assert (await organiser.post(one + "disqualify/", {"reason": "abuse"})).status_code == 200
    bracket = (await organiser.get(at + "bracket/")).json()
    assert bracket["left"] == {ids["A"]: "disqualified"}
    assert {match["ending"] for match in bracket["matches"]} == {None, "disqualified"}
    (group,) = (await organiser.get(at + "bracket/table/")).json()["groups"]
    assert {row["name"]: row["left"] for row in group["rows"]}["A"] == "disqualified"
    assert (await organiser.post(one + "reinstate/", {"reason": "a mistake"})).status_code == 200
    assert (await organiser.get(at + "bracket/")).json()["left"] == {}


async def test_a_plan_that_contradicts_itself_is_refused_by_its_field(organiser: Caller) -> None:
    stages = [{"format": "swiss", "cycles": 2}]
    body = {"name": "Open", "slug": "open", "format": "stages", "stages": stages}
    answer = await organiser.post("/api/tournaments/", body)
    assert (answer.status_code, code(answer)) == (422, "invalid_definition")
    assert answer.json()["context"]["field"] == "stages[0].cycles"
    empty = await organiser.post("/api/tournaments/", {**body, "stages": []})
    assert empty.json()["context"]["field"] == "stages"


async def test_a_preview_leaves_out_who_left(organiser: Caller) -> None:
    at = await live(organiser, SIX, GROUPS, PLAYOFFS)
    ids = await registrations(organiser, at)
    await organiser.delete(f"/api/tournaments/registrations/{ids['A']}/")
    await play_all(organiser, at)
    preview = (await organiser.get(at + "bracket/preview/?stage=2")).json()
    assert [each["name"] for each in preview["entrants"]] == ["D", "B", "E", "C"]
    assert preview["differs"] is False
