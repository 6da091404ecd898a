"""Signing in with a browser: a cookie no script reads, no other site sends, ending with its session."""

from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from api.app import create_app
from api.kernel.services import Services
from domain.account.ids import account_id
from tests.pages.test_shell import READS, assert_strict
from tests.support.api import PASSWORD, Caller, code

OURS = {"Sec-Fetch-Site": "same-origin", **READS}


async def ann(api: Caller) -> dict[str, str]:
    await api.post("/api/accounts/", {"handle": "ann", "display_name": "Ann", "password": PASSWORD})
    return {"handle": "ann", "password": PASSWORD}


async def signed_in(api: Caller, **also: str) -> httpx.Response:
    return await api.client.post("/sign-in", data={**await ann(api), **also}, headers=OURS)


async def test_who_signs_in_goes_back_to_where_they_came_from(api: Caller) -> None:
    page = await api.client.get("/sign-in?next=/t/x%3Fat=3", headers=READS)
    assert_strict(page)
    assert 'name="next" value="/t/x?at=3"' in page.text
    answer = await signed_in(api, next="/t/x?at=3")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/t/x?at=3")
    assert "Sign out" in (await api.client.get("/")).text


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example", "/\\evil", "/\t/evil", "javascript:x", ""]
)
async def test_nobody_is_led_to_another_site(api: Caller, next: str) -> None:
    assert (await signed_in(api, next=next)).headers["Location"] == "/"


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    api: Caller, services: Services
) -> None:
    plain = (await signed_in(api)).headers["Set-Cookie"]
    assert plain.startswith("palio=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(plain.split("; "))
    assert "Domain" not in plain

    rules = msgspec.structs.replace(services.rules, origin="https://palio.test")
    app = create_app(msgspec.structs.replace(services, rules=rules))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://palio.test") as client:
        secure = await client.post("/sign-in", data={"handle": "ann", "password": PASSWORD}, headers=OURS)
        assert secure.headers["Set-Cookie"].startswith("__Host-palio=")
        assert "Secure" in secure.headers["Set-Cookie"].split("; ")
        assert "Sign out" in (await client.get("/")).text


async def test_a_wrong_password_and_an_unknown_handle_get_the_same_page(api: Caller) -> None:
    given = await ann(api)
    wrong = await api.client.post("/sign-in", data={**given, "password": "something else"}, headers=OURS)
    unknown = await api.client.post("/sign-in", data={"handle": "bob", "password": "something"}, headers=OURS)
    empty = await api.client.post("/sign-in", headers=OURS)
    assert [answer.status_code for answer in (wrong, unknown, empty)] == [401] * 3
    assert wrong.text == unknown.text.replace('value="bob"', 'value="ann"')
    assert "There is no account with this handle and password." in empty.text
    assert "Set-Cookie" not in wrong.headers


async def test_attempts_by_form_and_by_program_are_counted_together(api: Caller) -> None:
    guess = {"handle": "ann", "password": "guess number one"}
    for _ in range(5):
        await api.post("/api/token/", guess)
        await api.client.post("/sign-in", data=guess, headers=OURS)
    page = await api.client.post("/sign-in", data=guess, headers=OURS)
    assert (page.status_code, "Too many attempts" in page.text) == (429, True)
    assert int(page.headers["Retry-After"]) >= 1


async def test_signing_out_ends_the_session_and_not_only_the_cookie(api: Caller) -> None:
    await signed_in(api)
    cookie = api.client.cookies["palio"]
    out = await api.client.post("/sign-out", headers=OURS)
    assert (out.status_code, "palio" in api.client.cookies) == (303, False)
    kept = await api.client.get("/", headers={"Cookie": f"palio={cookie}"})
    assert "Sign in" in kept.text


async def test_one_kind_of_token_is_not_taken_for_another(api: Caller, services: Services) -> None:
    session = await services.sessions.begin(account_id("ann"))
    web = services.tokens.web(session.account, session.family)
    access = services.tokens.mint(session.account, session.family)
    api.token = web
    assert code(await api.get("/api/accounts/me/")) == "token_invalid"
    for token in (access, "none"):
        assert "Sign in" in (await api.client.get("/", headers={"Cookie": f"palio={token}"})).text


async def test_a_cookie_is_no_credential_of_the_api(api: Caller) -> None:
    await signed_in(api)
    assert code(await api.call("GET", "/api/accounts/me/")) == "sign_in_required"


async def test_a_link_signs_in_on_a_demo_as_often_as_it_is_followed(api: Caller, services: Services) -> None:
    at = await (await api.signed_in("owner", "ORGANIZER")).tournament()
    secret = services.tokens.link(account_id("ann"))
    await api.get(at)
    for _ in range(2):
        answer = await api.client.get(f"/demo/ann/{secret}")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/t/{at.split('/')[3]}")
    assert "Sign out" in (await api.client.get("/")).text


async def test_a_link_is_good_for_its_own_account_alone(api: Caller, services: Services) -> None:
    for secret in (services.tokens.link(account_id("ben")), "a" * 16, "ä"):
        assert code(await api.client.get(f"/demo/ann/{secret}")) == "token_invalid"


async def test_a_link_signs_nobody_in_where_there_is_no_demo(services: Services) -> None:
    rules = msgspec.structs.replace(services.rules, demo=False)
    app = create_app(msgspec.structs.replace(services, rules=rules))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://palio.test") as client:
        answer = await client.get(f"/demo/ann/{services.tokens.link(account_id('ann'))}")
    assert (answer.status_code, code(answer)) == (404, "not_found")


class Tickets:
    def issue(self, claims: Any) -> str:
        return f"for {claims.account}"


async def test_the_pages_script_gets_a_ticket_for_the_account_of_the_cookie(
    api: Caller, services: Services
) -> None:
    app = create_app(msgspec.structs.replace(services, tickets=Tickets()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://palio.test") as client:
        assert (
            code(await client.post("/stream-ticket", headers={"Origin": "http://palio.test"}))
            == "sign_in_required"
        )
        await client.post("/sign-in", data=await ann(api), headers=OURS)
        answer = await client.post("/stream-ticket", headers={"Origin": "http://palio.test"})
    assert answer.json() == {"ticket": f"for {UUID(str(account_id('ann')))}"}
    assert answer.headers["Cache-Control"] == "no-store"
