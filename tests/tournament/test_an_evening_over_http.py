"""A tournament led over HTTP, read now and as of a moment."""

import asyncio

import httpx
import msgspec
import pytest

from api.app import create_app
from api.bracket.models import Bracket
from api.kernel.services import Services
from identity.throttle import MemoryStorage, Throttle
from tests.support.api import Caller, code


async def test_two_players_play_a_final_and_everyone_sees_it(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    ann, ben = await api.signed_in("ann"), await api.signed_in("ben")
    at = await organiser.tournament(capacity=2)
    tournament = at.split("/")[3]
    for player, name in ((ann, "Ann"), (ben, "Ben")):
        entered = await player.post(
            "/api/tournaments/registrations/register/", {"tournament_id": tournament, "name": name}
        )
        assert (entered.status_code, entered.json()["status"]) == (201, "registered")
    for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
        await organiser.post(at + step)
    (final,) = (await api.get(at + "matches/?status=ready")).json()["items"]
    match = f"/api/matches/{final['id']}/"
    assert (await organiser.post(match + "start/")).status_code == 200

    reported = await ann.post(match + "report/", {"games": [{"score": [2, 1]}]})
    own = await ann.post(match + "confirm/")
    confirmed = await ben.post(match + "confirm/")

    assert (reported.status_code, code(own), confirmed.status_code) == (200, "own_report", 200)
    places = (await api.get(at + "standings/")).json()["items"]
    assert [(place["place"], place["name"]) for place in places] == [("1", "Ann"), ("2", "Ben")]
    feed = [entry["text"] for entry in (await api.get(at + "feed/")).json()["items"]]
    assert feed[:2] == ["The tournament is over: Ann won.", "Final (match 1): Ann beat Ben 2–1."]
    assert (await api.get(at)).json()["status"] == "completed"


async def test_two_reports_that_differ_are_both_shown(api: Caller) -> None:
    organiser, ann, ben = [await api.signed_in(name, "ORGANIZER") for name in ("organiser", "ann", "ben")]
    at = await organiser.tournament()
    for name, player in (("Ann", ann), ("Ben", ben)):
        body = {"tournament_id": at.split("/")[3], "name": name}
        await player.post("/api/tournaments/registrations/", body)
    for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
        await organiser.post(at + step)
    match = f"/api/matches/{(await api.get(at + 'matches/')).json()['items'][0]['id']}/"
    await organiser.post(match + "start/")
    assert (await api.get(match)).json()["reports"] == [None, None]
    await ann.post(match + "report/", {"games": [{"score": [1, 0]}]})
    await ben.post(match + "report/", {"games": [{"score": [0, 1]}]})

    reports = (await api.get(match)).json()["reports"]
    assert [[game["score"] for game in games] for games in reports] == [[[1, 0]], [[0, 1]]]


async def test_any_moment_can_be_read_by_number_position_and_time(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben", "Cat", "Dan"])
    before = (await api.get(at)).json()["sequence"]
    position = await api.services.reader.head()
    moment = (await api.services.reader.since(position - 1))[0].recorded_at.isoformat().replace("+00:00", "Z")
    first, second = (await api.get(at + "matches/?status=ready")).json()["items"]
    await organiser.post(f"/api/matches/{first['id']}/start/")
    await organiser.post(f"/api/matches/{first['id']}/rule/", {"games": [{"score": [1, 0]}]})
    await organiser.post(f"/api/matches/{second['id']}/forfeit/", {"side": 0})

    now = (await api.get(at + "bracket/")).json()
    assert [side["name"] for side in now["matches"][2]["sides"]] == ["Ann", "Cat"]
    for as_of in (str(before), f"@{position}", moment):
        then = (await api.get(f"{at}bracket/?as_of={as_of}")).json()
        assert [side["name"] for side in then["matches"][2]["sides"]] == [None, None], as_of
        assert {match["winner"] for match in then["matches"]} == {None}
        assert (await api.get(f"{at}standings/?as_of={as_of}")).json()["items"] == []
    last = (await organiser.get(at + "facts/?limit=200")).json()["items"][-1]["sequence"]
    for path in ("", "bracket/", "matches/", "standings/", "feed/"):
        assert (await api.get(f"{at}{path}?as_of={last}")).json() == (await api.get(at + path)).json(), path
    for to_come in ("99999", "@99999", "2999-01-01T00:00:00Z", "0"):
        assert code(await api.get(f"{at}bracket/?as_of={to_come}")) == "invalid_parameter", to_come
    assert code(await api.get(at + "bracket/?as_of=yesterday")) == "invalid_parameter"
    assert code(await api.get(at + "bracket/?as_of=@1")) == "not_found"


async def test_a_bracket_is_answered_as_its_model_says(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben", "Cat"])
    (first,) = (await api.get(at + "matches/?status=ready")).json()["items"]
    match = f"/api/matches/{first['id']}/"
    await organiser.put(match + "schedule/", {"starts_at": "2026-11-24T21:15:00+01:00", "station": "A"})
    await organiser.post(match + "start/")
    ruled = await organiser.post(match + "rule/", {"games": [{"score": [2, 1]}]})
    last = ruled.json()["sequence"]

    for path in ("bracket/", f"bracket/?as_of={last}"):
        shown = await api.get(at + path)
        modelled = Bracket.model_validate(shown.json()).model_dump(mode="json")
        assert shown.json() == modelled
        assert "2026-11-24T20:15:00Z" in shown.text
        assert shown.headers["ETag"] == f'"{modelled["version"]}"'


async def test_the_audit_log_names_who_did_what_from_where_and_why(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"])
    (final,) = (await api.get(at + "matches/?status=ready")).json()["items"]
    await organiser.post(f"/api/matches/{final['id']}/start/")
    ruling = {"games": [{"score": [0, 3]}], "reason": "seen on the stream"}
    await organiser.post(f"/api/matches/{final['id']}/rule/", ruling)

    entries = (await organiser.get(at + "audit/?action=match.score_update")).json()["items"]
    everything = (await organiser.get(at + "audit/?limit=200")).json()["items"]

    (entry,) = entries
    assert (entry["handle"], entry["role"], entry["address"]) == ("organiser", "ORGANIZER", "127.0.0.1")
    assert (entry["command"], entry["reason"]) == ("RuleResult", "seen on the stream")
    assert entry["after"] == {
        "games": [{"score": [0, 3], "overtime": False, "shootout": None, "places": None}],
        "winner": 1,
        "by": "staff",
    }
    assert {"bracket.generate", "bracket.finalize", "tournament.start"} < {e["action"] for e in everything}
    assert code(await api.get(at + "audit/")) == "sign_in_required"
    assert code(await (await api.signed_in("nosy")).get(at + "audit/")) == "forbidden"


async def test_a_definition_has_versions_that_can_be_compared(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament(capacity=8)
    change = {"definition": {"name": "Open", "slug": "open", "capacity": 16}, "reason": "more room"}
    assert (await organiser.put(at, change)).status_code == 200

    now = (await api.get(at)).json()["version"]
    first = (await api.get(at + "versions/?limit=1")).json()
    then = (await api.get(f"{at}versions/?limit=1&after={first['next']}")).json()
    compared = (await api.get(f"{at}versions/compare/?before=1&after={now}")).json()

    versions = [*first["items"], *then["items"]]
    assert [(version["number"], version["reason"]) for version in versions] == [(1, None), (now, "more room")]
    assert then["next"] is None
    assert code(await api.get(at + "versions/?after=nonsense")) == "invalid_parameter"
    assert code(await api.get(f"{at}versions/compare/?before=1&after={now + 1}")) == "not_found"
    assert compared["changes"] == [{"field": "capacity", "before": 8, "after": 16}]
    frozen = {"definition": {"name": "Open", "slug": "other", "capacity": 16}}
    refused = await organiser.put(at, frozen)
    assert (refused.status_code, code(refused), refused.json()["context"]["field"]) == (
        409,
        "field_frozen",
        "slug",
    )


async def test_a_stale_version_is_refused_and_the_present_one_is_taken(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    tag = (await api.get(at)).headers["ETag"]

    assert (await organiser.post(at + "close-registration/", If_Match=tag)).status_code == 200
    stale = await organiser.post(at + "open-registration/", If_Match=tag)

    assert (stale.status_code, code(stale)) == (412, "stale_version")
    assert code(await organiser.post(at + "open-registration/", If_Match="W/x")) == "invalid_parameter"


async def test_a_bracket_has_a_version_of_its_own(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    ids = [(await organiser.post(at + "entrants/", {"name": name})).json()["id"] for name in ("Ann", "Ben")]
    await organiser.post(at + "close-registration/")
    await organiser.post(at + "bracket/generate/")
    tag = (await api.get(at + "bracket/")).headers["ETag"]

    reversed_ = {"seeds": ids[::-1]}
    assert (await organiser.put(at + "bracket/seeds/", reversed_, If_Match=tag)).status_code == 200
    stale = await organiser.post(at + "bracket/finalize/", If_Match=tag)

    assert (stale.status_code, code(stale)) == (412, "stale_version")


async def test_many_looks_at_the_past_at_once_do_not_wait_for_each_other(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"])
    last = (await api.get(at)).json()["sequence"]
    looks = [organiser.get(at + f"bracket/?as_of={last}") for _ in range(40)]
    looks += [organiser.get(at + "audit/") for _ in range(40)]

    async with asyncio.timeout(20):
        answers = await asyncio.gather(*looks)

    assert {answer.status_code for answer in answers} == {200}


async def test_who_looks_back_too_often_is_told_when_to_come_again(api: Caller, services: Services) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"])
    throttle = Throttle({"requests": None, "moments": "2/hour"}, [MemoryStorage()])
    transport = httpx.ASGITransport(create_app(msgspec.structs.replace(services, throttle=throttle)))
    async with httpx.AsyncClient(transport=transport, base_url="http://palio.test") as client:
        looks = [await client.get(at + path) for path in ("?as_of=1", "?as_of=2", "?as_of=3", "")]

    assert [answer.status_code for answer in looks] == [200, 200, 429, 200]
    assert (code(looks[2]), int(looks[2].headers["Retry-After"]) > 0) == ("too_many_attempts", True)


async def test_one_key_twenty_times_at_once_is_one_event_and_one_answer(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()

    async def add() -> tuple[int, str, bool]:
        for _ in range(50):
            answer = await organiser.post(at + "entrants/", {"name": "Ann"}, Idempotency_Key="one")
            if answer.status_code != 409:
                return answer.status_code, answer.text, "Idempotency-Replayed" in answer.headers
            assert code(answer) == "idempotency_key_in_use"
            await asyncio.sleep(0.01)
        raise AssertionError("never answered")

    answers = await asyncio.gather(*(add() for _ in range(20)))
    other = await organiser.post(at + "entrants/", {"name": "Ben"}, Idempotency_Key="one")

    assert {(status, text) for status, text, _ in answers} == {(201, answers[0][1])}
    assert sorted(replayed for *_, replayed in answers) == [False] + [True] * 19
    assert (other.status_code, code(other)) == (422, "idempotency_key_reused")
    assert (
        len(
            (await api.get(f"/api/tournaments/registrations/?tournament_id={at.split('/')[3]}")).json()[
                "items"
            ]
        )
        == 1
    )


async def test_a_tournament_created_twice_with_one_key_is_one_tournament(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    body = {"name": "Open", "slug": "open"}
    first = await organiser.post("/api/tournaments/", body, Idempotency_Key="create")
    again = await organiser.post("/api/tournaments/", body, Idempotency_Key="create")
    assert first.json() == again.json()


async def test_a_list_is_paged_without_gap_or_repeat_while_it_grows(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    for number in range(7):
        await organiser.post(at + "entrants/", {"name": f"E{number}"})
    path = f"/api/tournaments/registrations/?tournament_id={at.split('/')[3]}&limit=3"

    seen, cursor = [], ""
    while True:
        page = (await api.get(path + (f"&after={cursor}" if cursor else ""))).json()
        seen += [row["name"] for row in page["items"]]
        if len(seen) == 3:
            await organiser.post(at + "entrants/", {"name": "late"})
        if page["next"] is None:
            break
        cursor = page["next"]

    assert seen == [f"E{number}" for number in range(7)] + ["late"]
    assert code(await api.get(path + "&after=nonsense")) == "invalid_parameter"


async def test_drafts_and_private_tournaments_are_not_there_for_strangers(api: Caller) -> None:
    organiser, stranger = await api.signed_in("organiser", "ORGANIZER"), await api.signed_in("stranger")
    draft = (await organiser.post("/api/tournaments/", {"name": "Draft", "slug": "draft"})).json()["id"]
    private = await organiser.tournament(name="Private", visibility="private")
    unlisted = await organiser.tournament(name="Unlisted", visibility="unlisted")

    for at in (f"/api/tournaments/{draft}/", private):
        for asked in (at, at + "bracket/", at + "feed/", at + "audit/"):
            answer = await stranger.get(asked)
            assert (answer.status_code, code(answer)) == (404, "not_found")
        assert (await stranger.post(at + "publish/")).status_code == 404
        assert (await organiser.get(at)).status_code == 200
    assert (await stranger.get(unlisted)).status_code == 200
    assert (await stranger.get("/api/tournaments/")).json()["items"] == []
    mine = (await organiser.get(f"/api/tournaments/?owner={organiser.account}")).json()["items"]
    assert [tournament["name"] for tournament in mine] == ["Unlisted", "Private", "Draft"]


async def test_the_history_of_a_tournament_becomes_public_with_it(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    made = await organiser.post("/api/tournaments/", {"name": "Open", "slug": "open"})
    at, page = f"/api/tournaments/{made.json()['id']}/", f"/t/{made.json()['id']}?at=1"
    looks = at + "?as_of=1", page

    assert [(await api.get(look)).status_code for look in looks] == [404, 404]
    await organiser.post(at + "publish/")
    assert [(await api.get(look)).status_code for look in looks] == [200, 200]
    assert (await api.get(looks[0])).json()["status"] == "draft"


async def test_ones_own_tournaments_are_those_whose_staff_one_is(api: Caller) -> None:
    organiser, ann = await api.signed_in("organiser", "ORGANIZER"), await api.signed_in("ann")
    private = await organiser.tournament(name="Private", visibility="private")
    await organiser.post("/api/tournaments/", {"name": "Draft", "slug": "draft"})

    async def listed(caller: Caller) -> list[str]:
        items = (await caller.get(f"/api/tournaments/?owner={caller.account}")).json()["items"]
        return [tournament["name"] for tournament in items]

    assert (await listed(organiser), await listed(ann)) == (["Draft", "Private"], [])
    await organiser.put(f"{private}staff/{ann.account}/", {"role": "owner"})
    await ann.delete(f"{private}staff/{organiser.account}/")
    assert (await listed(organiser), await listed(ann)) == (["Draft"], ["Private"])
    await ann.put(f"{private}staff/{organiser.account}/", {"role": "desk"})
    assert await listed(organiser) == ["Draft", "Private"]


@pytest.mark.parametrize("step", ["archive/", "cancel/"])
async def test_a_draft_put_away_was_never_published_and_stays_hidden(api: Caller, step: str) -> None:
    organiser, stranger = await api.signed_in("organiser", "ORGANIZER"), await api.signed_in("ben")
    draft = (await organiser.post("/api/tournaments/", {"name": "Draft", "slug": "draft"})).json()["id"]
    at = f"/api/tournaments/{draft}/"
    assert (await organiser.post(at + step, {"reason": "rain"} if step == "cancel/" else None)).is_success

    for caller in (stranger, api):
        assert (await caller.get(at)).status_code in (401, 404)
        assert (await caller.get("/api/tournaments/")).json()["items"] == []
    entry = {"tournament_id": draft, "name": "Ben"}
    assert (await stranger.post("/api/tournaments/registrations/", entry)).status_code == 404
    assert (await organiser.get(at)).status_code == 200


async def test_private_answers_are_for_the_entrant_and_staff(api: Caller) -> None:
    organiser, ann = await api.signed_in("organiser", "ORGANIZER"), await api.signed_in("ann")
    fields = [{"name": "Phone", "kind": "text", "public": False}, {"name": "Club", "kind": "text"}]
    at = await organiser.tournament(fields=fields)
    body = {"tournament_id": at.split("/")[3], "name": "Ann", "answers": {"Phone": "0123", "Club": "Reds"}}
    id_ = (await ann.post("/api/tournaments/registrations/", body)).json()["id"]
    one = f"/api/tournaments/registrations/{id_}/"

    assert (await api.get(one)).json()["answers"] == {"Club": "Reds"}
    for insider in (ann, organiser):
        assert (await insider.get(one)).json()["answers"] == {"Phone": "0123", "Club": "Reds"}


async def test_an_answer_is_public_only_where_its_field_is_so_today(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    definition = {"name": "Open", "slug": "open"}
    asked = [{"name": name, "kind": "text", "public": name != "Phone"} for name in ("Phone", "Club", "Age")]
    made = await organiser.post("/api/tournaments/", {**definition, "fields": asked})
    tournament = made.json()["id"]
    at = f"/api/tournaments/{tournament}/"
    await organiser.post(at + "publish/")
    answers = {"Phone": "0123", "Club": "Reds", "Age": "9"}
    ann = await organiser.post(at + "entrants/", {"name": "Ann", "answers": answers, "override": True})
    one, every = (f"/api/tournaments/registrations/{end}" for end in (f"{ann.json()['id']}/", ""))
    assert (await api.get(one)).json()["answers"] == {"Club": "Reds", "Age": "9"}

    today = [{"name": "Club", "kind": "text"}, {"name": "Age", "kind": "text", "public": False}]
    changed = await organiser.put(at, {"definition": {**definition, "fields": today}})
    assert changed.status_code == 200

    then = f"as_of={changed.json()['sequence'] - 1}"
    for asking in (f"{one}?", f"{one}?{then}", f"{every}?tournament_id={tournament}&{then}"):
        shown = (await api.get(asking)).json()
        (row,) = shown.get("items", [shown])
        assert row["answers"] == {"Club": "Reds"}, asking
    assert (await organiser.get(one)).json()["answers"] == answers


async def test_a_cancelled_registration_frees_the_place_for_whoever_waits(api: Caller) -> None:
    organiser, ann, ben = [
        await api.signed_in(handle, role)
        for handle, role in (("organiser", "ORGANIZER"), ("ann", "PLAYER"), ("ben", "PLAYER"))
    ]
    at = await organiser.tournament(capacity=2)
    await organiser.post(at + "entrants/", {"name": "Cat"})
    ids = [
        (
            await who.post(
                "/api/tournaments/registrations/", {"tournament_id": at.split("/")[3], "name": name}
            )
        ).json()
        for who, name in ((ann, "Ann"), (ben, "Ben"))
    ]
    assert [entry["status"] for entry in ids] == ["registered", "waitlisted"]

    assert code(await ben.delete(f"/api/tournaments/registrations/{ids[0]['id']}/")) == "forbidden"
    assert (await ann.delete(f"/api/tournaments/registrations/{ids[0]['id']}/")).status_code == 200

    moved = (await api.get(f"/api/tournaments/registrations/{ids[1]['id']}/")).json()
    assert moved["status"] == "registered"


async def test_a_reopened_draw_makes_new_matches_and_ends_the_old_ones(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    for name in ("Ann", "Ben"):
        await organiser.post(at + "entrants/", {"name": name})
    for step in ("close-registration/", "bracket/generate/", "bracket/finalize/"):
        await organiser.post(at + step)
    (old,) = (await api.get(at + "matches/")).json()["items"]
    await organiser.post(at + "bracket/unfinalize/", {"reason": "wrong seeds"})
    assert (await api.get(at + "matches/")).json()["items"] == []
    await organiser.post(at + "bracket/finalize/")
    await organiser.post(at + "start/")
    (new,) = (await api.get(at + "matches/")).json()["items"]

    assert new["id"] != old["id"]
    assert code(await organiser.post(f"/api/matches/{old['id']}/start/")) == "match_status"
    assert code(await api.get(f"/api/matches/{old['id']}/")) == "not_found"
    assert (await organiser.post(f"/api/matches/{new['id']}/start/")).status_code == 200


async def test_two_seeds_swap_over_http_and_the_audit_log_knows(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    added = [(await organiser.post(at + "entrants/", {"name": name})).json()["id"] for name in ("Ann", "Ben")]
    for step in ("close-registration/", "bracket/generate/"):
        await organiser.post(at + step)

    answers = [await organiser.put(at + "bracket/seeds/1/", {"registration_id": added[1]}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["position"] == answers[1].json()["position"]
    seeds = (await api.get(at + "bracket/")).json()["seeds"]
    assert [(seed["seed"], seed["name"]) for seed in seeds] == [(1, "Ben"), (2, "Ann")]
    (entry,) = (await organiser.get(at + "audit/?action=bracket.change_seeds")).json()["items"]
    after = {"seeds": added[::-1], "how": "by_hand", "lot": None}
    assert (entry["before"], entry["after"]) == ({"seeds": added}, after)


async def test_two_hundred_at_once_for_64_places_over_http(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    players = [await api.signed_in(f"p{number}") for number in range(200)]
    at = await organiser.tournament(capacity=64)
    tournament = at.split("/")[3]
    answers = await asyncio.gather(
        *(
            player.post(
                "/api/tournaments/registrations/", {"tournament_id": tournament, "name": f"P{number}"}
            )
            for number, player in enumerate(players)
        )
    )

    assert {answer.status_code for answer in answers} == {201}
    statuses = [answer.json()["status"] for answer in answers]
    assert (statuses.count("registered"), statuses.count("waitlisted")) == (64, 136)
