"""A result is put right over HTTP: what follows is shown first, then confirmed, and nothing is forgotten."""

from typing import Any
from uuid import UUID

from api.kernel.services import Services
from eventstore.records import Scope
from tests.support.api import Caller, code

NAMES = ["Ann", "Ben", "Cat", "Dan"]


class Played:
    """A tournament of four, each match won by its first side, and whoever leads it."""

    def __init__(self, organiser: Caller, at: str) -> None:
        self.organiser = organiser
        self.at = at

    async def matches(self) -> dict[int, Any]:
        found = (await self.organiser.get(self.at + "bracket/")).json()["matches"]
        return {match["number"]: match for match in found}

    async def on(self) -> None:
        """Everything that can be played."""
        while ready := [match for match in (await self.matches()).values() if match["status"] == "ready"]:
            at = f"/api/matches/{ready[0]['id']}/"
            await self.organiser.post(at + "start/")
            ruled = await self.organiser.post(at + "rule/", {"games": [{"score": [2, 1]}]})
            assert ruled.status_code == 200, ruled.text

    async def standings(self) -> list[tuple[str, str]]:
        items = (await self.organiser.get(self.at + "standings/")).json()["items"]
        return [(row["place"], row["name"]) for row in items]


async def played(api: Caller, **definition: Any) -> Played:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    told = Played(organiser, await organiser.live(NAMES, **definition))
    await told.on()
    return told


async def test_the_consequences_are_shown_and_then_carried_out(api: Caller) -> None:
    told = await played(api, format="double-elimination")
    organiser, first = told.organiser, (await told.matches())[1]
    before = await told.standings()
    assert before[0] == ("1", "Ann")
    at, wrong = (
        f"/api/matches/{first['id']}/",
        {"games": [{"score": [0, 2]}], "reason": "typed the wrong way"},
    )

    shown = (await organiser.post(at + "consequences/", wrong)).json()
    by = [(one["change"], one["match"]) for one in shown["consequences"]]
    assert ("result", 1) in by
    assert {number for change, number in by if change == "reopened"} >= {3, 4, 5, 6}
    assert [one["change"] for one in shown["consequences"]].count("unplaced") == 4
    assert "playing" in dict(by)
    assert await told.standings() == before

    done = await organiser.post(at + "correct/", {**wrong, "consequences": shown["hash"]})
    assert done.status_code == 200, done.text
    assert done.json()["consequences"] == shown["consequences"]
    assert (await organiser.get(told.at)).json()["status"] == "live"
    sides = [side["name"] for side in (await told.matches())[3]["sides"]]
    assert sides == ["Dan", "Ben"]
    await told.on()
    assert await told.standings() != before

    undone = {"games": [{"score": [2, 1]}], "reason": "it was right"}
    again = (await organiser.post(at + "consequences/", undone)).json()
    assert {one["match"] for one in again["consequences"] if one["change"] == "restored"} >= {3, 5}
    await organiser.post(at + "correct/", {**undone, "consequences": again["hash"]})
    assert await told.standings() == before
    assert (await organiser.get(told.at)).json()["status"] == "completed"


async def test_who_confirms_what_is_no_longer_so_is_shown_again(api: Caller) -> None:
    told = await played(api)
    organiser, matches = told.organiser, await told.matches()
    at = f"/api/matches/{matches[1]['id']}/"
    wrong = {"games": [{"score": [0, 2]}], "reason": "typed the wrong way"}
    shown = (await organiser.post(at + "consequences/", wrong)).json()["hash"]

    other = {"forfeit": 0, "reason": "did not come after all"}
    final = f"/api/matches/{matches[3]['id']}/"
    seen = (await organiser.post(final + "consequences/", {"reason": "the table broke"})).json()["hash"]
    assert (
        await organiser.post(final + "correct/", {"reason": "the table broke", "consequences": seen})
    ).is_success

    late = await organiser.post(at + "correct/", {**wrong, "consequences": shown})
    assert (late.status_code, code(late)) == (409, "consequences_changed")
    swapped = await organiser.post(at + "correct/", {**other, "consequences": shown})
    assert code(swapped) == "consequences_changed"
    assert (await told.matches())[1]["winner"] == 0


async def test_a_score_alone_is_put_right_without_touching_what_followed(api: Caller) -> None:
    told = await played(api)
    before = await told.standings()
    first = (await told.matches())[1]
    body = {"games": [{"score": [5, 4]}], "reason": "a goal was missed"}
    at = f"/api/matches/{first['id']}/"
    shown = (await told.organiser.post(at + "consequences/", body)).json()
    assert [one["change"] for one in shown["consequences"]] == ["result"]
    await told.organiser.post(at + "correct/", {**body, "consequences": shown["hash"]})
    assert (await told.matches())[1]["games"][0]["score"] == [5, 4]
    assert await told.standings() == before


async def test_both_are_put_out_and_whoever_waits_goes_through(api: Caller) -> None:
    told = await played(api)
    first = (await told.matches())[1]
    at = f"/api/matches/{first['id']}/"
    body = {"both": True, "reason": "both were disqualified"}
    shown = (await told.organiser.post(at + "consequences/", body)).json()
    assert (await told.organiser.post(at + "correct/", {**body, "consequences": shown["hash"]})).is_success
    assert [(await told.matches())[3][name] for name in ("ending", "winner")] == ["walkover", 1]
    assert (await told.standings())[0] == ("1", "Ben")
    assert (await told.organiser.get(told.at)).json()["status"] == "completed"


async def test_nobody_else_corrects_and_what_is_not_decided_is_not_corrected(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    told = Played(organiser, await organiser.live(NAMES))
    first = (await told.matches())[1]
    at, body = f"/api/matches/{first['id']}/", {"both": True, "reason": "why not"}
    stranger = await api.signed_in("stranger")
    for step in ("consequences/", "correct/"):
        asked = {**body, "consequences": "0" * 64} if step == "correct/" else body
        assert (await stranger.post(at + step, asked)).status_code == 403
        assert code(await organiser.post(at + step, asked)) == "match_status"
    two = {"both": True, "forfeit": 0, "reason": "which"}
    assert code(await organiser.post(at + "consequences/", two)) == "invalid_parameter"


async def test_what_was_said_of_a_match_stays_true_of_those_who_played_it(
    api: Caller, services: Services
) -> None:
    told = await played(api)
    first = (await told.matches())[1]
    at, body = f"/api/matches/{first['id']}/", {"games": [{"score": [0, 2]}], "reason": "typed wrong"}
    shown = (await told.organiser.post(at + "consequences/", body)).json()
    await told.organiser.post(at + "correct/", {**body, "consequences": shown["hash"]})
    await told.on()

    said = [entry["text"] for entry in (await api.get(told.at + "feed/")).json()["items"]]
    assert "Final (match 3): Ann beat Ben 2–1 by ruling." in said
    assert "Final (match 3): Dan beat Ben 2–1 by ruling." in said
    assert "Semi-final 1 (match 1): corrected, Dan beat Ann 2–0. typed wrong" in said
    assert "Final (match 3): what was played counts no more." in said
    page = (await api.get("/t/" + told.at.split("/")[3])).text
    assert "Ann beat Ben" in page
    audited = (await told.organiser.get(told.at + "audit/")).json()["items"]
    assert {"match.correct", "match.reopen"} <= {entry["action"] for entry in audited}
    assert await services.reader.sequence(Scope("tournament", UUID(told.at.split("/")[3])))
