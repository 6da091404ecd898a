"""Page by role by tie: who sees a page is what the authorization table says, for every page there is."""

import pytest
from fastapi import APIRouter

from api.app import PAGES
from api.kernel.routing import Unnamed, check, routes
from reference.matrix import action, lets_through, method
from tests.api.test_matrix import world
from tests.pages.test_pages import see
from tests.support.api import Caller

OF_A_TOURNAMENT = [route for route in routes(PAGES) if "{tournament_id" in route.path]


@pytest.mark.parametrize("visibility", ["public", "private"])
async def test_every_page_is_seen_by_whom_the_table_names(api: Caller, visibility: str) -> None:
    there = await world(api, visibility)
    wrong = []
    for route in OF_A_TOURNAMENT:
        path = route.path_format.format(**there.ids, number=1, event=1)
        for who, caller in there.people.items():
            shown = await see(caller, path)
            assert shown.status_code in (200, 401, 403, 404), (path, shown.text)
            if shown.is_success != lets_through(route, who, hidden=visibility == "private"):
                wrong.append(f"{who}: {path} -> {shown.status_code}")
    assert wrong == []


async def test_a_private_tournament_cannot_be_told_from_none(api: Caller) -> None:
    there = await world(api, "private")
    nowhere = {**there.ids, "tournament_id": "00000000-0000-4000-8000-000000000000"}
    for route in OF_A_TOURNAMENT:
        hidden, missing = [
            await see(api, route.path_format.format(**ids, number=1, event=1)) for ids in (there.ids, nowhere)
        ]
        assert hidden.text.replace(there.ids["tournament_id"], nowhere["tournament_id"]) == missing.text


def test_pages_change_nothing_but_sessions_and_results() -> None:
    sent = {action(route) for route in routes(PAGES) if method(route) != "GET"}
    assert sent == {"sign in", "correct results"}


def test_an_application_with_an_unnamed_page_does_not_start() -> None:
    unnamed = APIRouter()
    unnamed.add_api_route("/x", lambda: None)
    with pytest.raises(Unnamed, match="/x"):
        check([unnamed])
