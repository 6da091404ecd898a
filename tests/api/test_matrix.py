"""Route by role by tie: who is let through is what the authorization table says, for every route there is."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.app import PAGES
from api.kernel.routing import Unnamed, check, router, routes
from api.kernel.services import Services
from application.kernel.actor import Actor
from application.subjects import MENU
from application.tournament.commands import AppointStaff
from bootstrap.routers import EVERY
from reference.matrix import PEOPLE, action, lets_through, method
from tests.support.api import Caller

CODES_OF_DENIAL = {"sign_in_required", "forbidden"}
OUT_OF_SIGHT = {"tournament", "match", "registration"}
OUT_OF_SIGHT_BY_ID = ("tournament_id", "match_id", "registration_id")
BODIES: dict[str, Any] = {
    "AddEntrant": {"name": "Zoe"},
    "ChangeDefinition": {"definition": {"name": "Open", "slug": "open"}},
    "ChangeSeeds": {"seeds": [str(UUID(int=1)), str(UUID(int=2))]},
    "SeparateSeeds": {"labels": {str(UUID(int=1)): ["North"]}},
    "ReportResult": {"games": [{"score": [1, 0]}]},
    "CorrectResult": {"both": True},
    "ReplaceEntrant": {"name": "Zoe"},
    "SeedByRating": {"ratings": {str(UUID(int=1)): 1}},
}
"""Where the least that a body must hold is not enough."""
FIELDS = {"consequences": "0" * 64, "starts_at": "2026-12-01T18:00:00Z"}
"""What a text must look like to be let through."""
ROUTES = [route for route in routes(EVERY) if route.openapi_extra and route.include_in_schema]


class World:
    """A live tournament of two, its staff and an entrant; and everyone who may call."""

    people: dict[str, Caller]
    ids: dict[str, str]


async def world(api: Caller, visibility: str) -> World:
    made = World()
    roles = {name: standing.role for name, standing in PEOPLE.items() if name != "visitor"}
    made.people = {"visitor": api}
    for name, role in roles.items():
        made.people[name] = await api.signed_in(name.replace(" ", "-"), role)
    owner, entrant = made.people["owner"], made.people["entrant"]
    at = await owner.tournament()
    tournament = at.split("/")[3]
    entered = await entrant.post(
        "/api/tournaments/registrations/", {"tournament_id": tournament, "name": "Entrant"}
    )
    await owner.post(at + "entrants/", {"name": "Other"})
    await owner.put(at, {"definition": {"name": "Open", "slug": "open", "visibility": visibility}})
    for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
        assert (await owner.post(at + step)).status_code == 200
    (match,) = (await owner.get(at + "matches/")).json()["items"]
    for role in ("desk", "referee", "organiser"):
        account = made.people[role].account
        assert account is not None
        command = AppointStaff(tournament=UUID(tournament), account=account, role=role)
        await api.services.engine.execute(command, Actor(account=owner.account))
    await made.people["owner"].get(at)
    bystander = await api.signed_in("bystander")
    made.ids = {
        "tournament_id": tournament,
        "registration_id": entered.json()["id"],
        "match_id": match["id"],
        "account_id": str(bystander.account),
        "game_id": str(uuid4()),
        "seed": "1",
    }
    return made


def address(route: APIRoute, ids: dict[str, str]) -> str:
    path = route.path_format
    if path == "/api/tournaments/registrations/" and "GET" in route.methods:
        path += "?tournament_id={tournament_id}"
    if path.endswith("/compare/"):
        path += "?before=1&after=1"
    return path.format(**ids)


def body(route: APIRoute, ids: dict[str, str]) -> Any:
    """What the route takes, with no more than it must hold."""
    taken = route.body_field and route.body_field.field_info.annotation
    if not (isinstance(taken, type) and issubclass(taken, BaseModel)):
        return None
    schema = taken.model_json_schema()
    return {**least(schema, schema.get("$defs", {}), ids), **BODIES.get(action(route), {})}


def least(schema: dict[str, Any], named: dict[str, Any], ids: dict[str, str], name: str = "") -> Any:
    """The least value that a schema lets through."""
    if "$ref" in schema:
        return least(named[schema["$ref"].rpartition("/")[2]], named, ids, name)
    match schema.get("type"):
        case "object":
            required = schema.get("required", ())
            return {one: least(schema["properties"][one], named, ids, one) for one in required}
        case "array":
            return [least(schema["items"], named, ids) for _ in range(schema.get("minItems", 0))]
        case "integer":
            return schema.get("minimum", -1)
        case "string" if schema.get("format") == "uuid":
            return ids.get(name, ids["registration_id"])
        case "string":
            return FIELDS.get(name) or schema.get("enum", ["x" * schema.get("minLength", 1)])[0]
    raise AssertionError(schema)


@pytest.mark.parametrize("visibility", ["public", "private"])
async def test_every_route_lets_through_whom_the_table_names(api: Caller, visibility: str) -> None:
    there = await world(api, visibility)
    wrong = []
    for route in sorted(ROUTES, key=lambda route: action(route) == "CancelTournament"):  # it ends the matches
        if action(route) in ("sign in", "try the demo", "OpenAccount"):
            continue  # anyone, and no tie to anything
        for who, caller in there.people.items():
            path, sent = address(route, there.ids), body(route, there.ids)
            answer = await (
                caller.get(path) if method(route) == "GET" else caller.call(method(route), path, sent)
            )
            problem = answer.json() if answer.is_error else {}
            unseen = problem.get("code") == "not_found" and problem["context"]["what"] in OUT_OF_SIGHT
            denied = problem.get("code") in CODES_OF_DENIAL or unseen
            assert answer.status_code < 500, (path, answer.text)
            assert answer.status_code != 422, (path, sent, answer.text)
            if denied == lets_through(route, who, hidden=visibility == "private"):
                wrong.append(f"{who}: {route.unique_id} -> {answer.status_code} {problem.get('code')}")
    assert wrong == []


async def test_what_is_hidden_cannot_be_told_from_what_is_not_there(api: Caller) -> None:
    there = await world(api, "private")
    nowhere = {**there.ids, **{name: str(uuid4()) for name in OUT_OF_SIGHT_BY_ID}}
    told = []
    for route in ROUTES:
        hiding = any(part in route.path for part in OUT_OF_SIGHT_BY_ID) or action(route) == "Register"
        for who in ("visitor", "spectator", "player", "organizer elsewhere") if hiding else ():
            for headers in ({}, {"If_Match": '"1"'}):
                hidden, missing = [
                    await there.people[who].call(
                        method(route), address(route, ids), body(route, ids), **headers
                    )
                    for ids in (there.ids, nowhere)
                ]
                if (hidden.status_code, hidden.text) != (missing.status_code, missing.text):
                    told.append(f"{who}: {route.unique_id} -> {hidden.text} {missing.text}")
    assert told == []


def test_every_command_and_question_of_the_table_has_a_route() -> None:
    named = {action(route) for route in [*ROUTES, *routes(PAGES)]}
    assert named == {command.__name__ for command in MENU.table} | set(MENU.questions)


def test_an_application_with_an_unnamed_route_does_not_start() -> None:
    unnamed = router("x")
    unnamed.add_api_route("/api/x/", lambda: None)
    with pytest.raises(Unnamed, match="/api/x/"):
        check([unnamed])


async def test_a_route_cannot_send_another_command_than_it_names(
    api: Caller, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from application.bracket.commands import UnfinalizeBracket

    monkeypatch.setattr("api.bracket.routes.commands.FinalizeBracket", UnfinalizeBracket)
    organiser = await api.signed_in("organiser", "ORGANIZER")
    answer = await organiser.post(f"/api/tournaments/{uuid4()}/bracket/finalize/")
    assert answer.status_code == 500
