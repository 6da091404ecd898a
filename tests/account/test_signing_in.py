"""Accounts, passwords and tokens, as a stranger, an owner and a thief meet them."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from psycopg.sql import SQL, Identifier

from api.app import create_app
from api.kernel.services import Services
from bootstrap.container import services as built
from bootstrap.settings import Settings
from domain.account.ids import account_id
from identity.access import TYPE, AccessTokens
from identity.errors import TokenExpired, TokenInvalid
from identity.signing import AUDIENCE, key_id
from tests.support.api import PASSWORD, Caller, code

KEY = b"k" * 32


async def ann(api: Caller) -> dict[str, Any]:
    opened = await api.post("/api/accounts/", {"handle": "ann", "display_name": "Ann", "password": PASSWORD})
    assert opened.status_code == 201, opened.text
    return (await api.post("/api/token/", {"handle": "ann", "password": PASSWORD})).json()


async def test_an_account_opens_signs_in_and_sees_itself(api: Caller) -> None:
    tokens = await ann(api)

    api.token = tokens["access"]
    me = await api.get("/api/accounts/me/")

    assert (me.status_code, me.json()["handle"], me.json()["role"]) == (200, "ann", "PLAYER")
    assert tokens["expires_in"] == 3600


async def test_a_handle_is_taken_once_whatever_its_case(api: Caller) -> None:
    await ann(api)
    again = await api.post("/api/accounts/", {"handle": "ANN", "display_name": "Other", "password": PASSWORD})
    assert (again.status_code, code(again)) == (409, "handle_taken")
    async with api.services.pool.connection() as connection:
        cursor = await connection.execute("SELECT count(*) FROM identity.credentials")
        assert await cursor.fetchone() == (1,)


async def test_an_unknown_handle_and_a_wrong_password_are_answered_alike(api: Caller) -> None:
    await ann(api)
    wrong = await api.post("/api/token/", {"handle": "ann", "password": "something else"})
    unknown = await api.post("/api/token/", {"handle": "nobody", "password": "something else"})

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert code(wrong) == "sign_in_failed"


async def test_neither_log_nor_read_model_holds_a_password_hash(api: Caller) -> None:
    await ann(api)
    async with api.services.pool.connection() as connection:
        cursor = await connection.execute(
            "SELECT count(*) FROM palio.facts_readable WHERE state::text ~ 'argon2'"
        )
        assert await cursor.fetchone() == (0,)
        cursor = await connection.execute("SELECT hash FROM identity.credentials")
        row = await cursor.fetchone()
        assert row and row[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_too_many_attempts_on_one_account_have_to_wait_and_shut_nobody_else_out(
    api: Caller, services: Services
) -> None:
    api.token = (await ann(api))["access"]
    answers = [
        await api.post("/api/token/", {"handle": "ann", "password": "guess number one"}) for _ in range(10)
    ]
    assert [answer.status_code for answer in answers] == [401] * 9 + [429]
    assert code(answers[-1]) == "too_many_attempts"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60

    transport = httpx.ASGITransport(create_app(services), client=("192.0.2.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://palio.test") as elsewhere:
        signed = await elsewhere.post("/api/token/", json={"handle": "ann", "password": PASSWORD})
    assert signed.status_code == 200
    body = {"current": PASSWORD, "new": PASSWORD + "!"}
    assert (await api.put("/api/accounts/me/password/", body)).status_code == 200


async def test_guesses_from_everywhere_are_counted_together(services: Services) -> None:
    for _ in range(1000):
        await services.throttle.count("sign_in_anywhere", account_id("ann"))
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://palio.test") as client:
        guess = await client.post("/api/token/", json={"handle": "ann", "password": PASSWORD})
    assert (guess.status_code, code(guess)) == (429, "too_many_attempts")


async def test_a_refresh_token_repeated_in_time_gives_the_same_successor(
    api: Caller,
) -> None:
    tokens = await ann(api)
    first = await api.post("/api/token/refresh/", {"refresh": tokens["refresh"]})
    again = await api.post("/api/token/refresh/", {"refresh": tokens["refresh"]})

    assert first.json()["refresh"] == again.json()["refresh"] != tokens["refresh"]


async def test_twenty_renewals_at_once_give_one_successor(api: Caller) -> None:
    tokens = await ann(api)
    renewals = [api.post("/api/token/refresh/", {"refresh": tokens["refresh"]}) for _ in range(20)]
    answers = await asyncio.gather(*renewals)
    assert len({answer.json()["refresh"] for answer in answers}) == 1


async def test_a_refresh_token_used_again_later_ends_the_session(api: Caller) -> None:
    tokens = await ann(api)
    successor = (await api.post("/api/token/refresh/", {"refresh": tokens["refresh"]})).json()["refresh"]
    async with api.services.pool.connection() as connection:
        await connection.execute(
            "UPDATE identity.refresh_tokens SET used_at = now() - interval '11 s' WHERE used_at IS NOT NULL"
        )
    stolen = await api.post("/api/token/refresh/", {"refresh": tokens["refresh"]})
    owner = await api.post("/api/token/refresh/", {"refresh": successor})

    assert [code(stolen), code(owner)] == ["token_invalid"] * 2


async def test_a_refresh_token_expires(api: Caller) -> None:
    tokens = await ann(api)
    async with api.services.pool.connection() as connection:
        await connection.execute("UPDATE identity.refresh_tokens SET expires_at = now()")
    late = await api.post("/api/token/refresh/", {"refresh": tokens["refresh"]})
    assert (late.status_code, code(late)) == (401, "token_expired")


@pytest.mark.parametrize(("days", "left"), [(29, 2), (31, 1)])
async def test_what_expired_a_month_ago_is_forgotten_when_a_session_begins(
    services: Services, days: int, left: int
) -> None:
    await services.sessions.begin(account_id("ann"))
    async with services.pool.connection() as connection:
        await connection.execute(
            "UPDATE identity.refresh_tokens SET expires_at = now() - make_interval(days => %s)", (days,)
        )
    begun = await services.sessions.begin(account_id("ben"))
    async with services.pool.connection() as connection:
        for table in (Identifier("identity", "families"), Identifier("identity", "refresh_tokens")):
            cursor = await connection.execute(SQL("SELECT count(*) FROM {}").format(table))
            assert await cursor.fetchone() == (left,)
    assert (await services.sessions.renew(begun.refresh)).family == begun.family


async def test_signing_out_ends_the_session(api: Caller) -> None:
    tokens = await ann(api)
    assert (await api.post("/api/token/revoke/", {"refresh": tokens["refresh"]})).status_code == 204
    assert code(await api.post("/api/token/refresh/", {"refresh": tokens["refresh"]})) == "token_invalid"


async def test_an_access_token_is_good_no_longer_than_its_session(
    api: Caller, services: Services, database: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = await ann(api)
    api.token = tokens["access"]
    assert (await api.get("/api/accounts/me/")).status_code == 200
    async with built(settings, database) as elsewhere:
        await elsewhere.sessions.end_all(UUID(tokens["account_id"]), "banned")
    assert (await api.get("/api/accounts/me/")).status_code == 200
    monkeypatch.setattr("identity.sessions.TRUSTED", 0.0)  # as if that were five seconds ago

    assert code(await api.get("/api/accounts/me/")) == "token_invalid"
    assert code(await api.post("/api/tournaments/", {"name": "Open", "slug": "open"})) == "token_invalid"
    assert code(await api.post("/api/token/verify/", {"token": tokens["access"]})) == "token_invalid"


async def test_another_password_ends_every_other_session_and_the_old_one_is_forgotten(api: Caller) -> None:
    api.token = (await ann(api))["access"]
    other = (await api.post("/api/token/", {"handle": "ann", "password": PASSWORD})).json()
    wrong = await api.put(
        "/api/accounts/me/password/", {"current": "not the password", "new": PASSWORD + "!"}
    )
    right = await api.put("/api/accounts/me/password/", {"current": PASSWORD, "new": PASSWORD + "!"})

    assert (code(wrong), right.status_code) == ("sign_in_failed", 200)
    assert (await api.get("/api/accounts/me/")).status_code == 200
    assert code(await api.post("/api/token/refresh/", {"refresh": other["refresh"]})) == "token_invalid"
    assert code(await api.post("/api/token/verify/", {"token": other["access"]})) == "token_invalid"
    assert (await api.post("/api/token/", {"handle": "ann", "password": PASSWORD})).status_code == 401
    assert (await api.post("/api/token/", {"handle": "ann", "password": PASSWORD + "!"})).status_code == 200


async def test_an_account_opened_again_with_one_key_is_one_account_with_its_first_password(
    api: Caller,
) -> None:
    body = {"handle": "ann", "display_name": "Ann", "password": PASSWORD}
    first = await api.post("/api/accounts/", body, Idempotency_Key="open")
    again = await api.post("/api/accounts/", body, Idempotency_Key="open")
    other = await api.post("/api/accounts/", {**body, "password": PASSWORD + "!"}, Idempotency_Key="open")

    assert (first.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, code(other)) == (422, "idempotency_key_reused")
    assert (await api.post("/api/token/", {"handle": "ann", "password": PASSWORD})).status_code == 200
    async with api.services.pool.connection() as connection:
        cursor = await connection.execute("SELECT count(*) FROM identity.credentials")
        assert await cursor.fetchone() == (1,)


async def test_two_visitors_with_one_key_are_two_callers(api: Caller, services: Services) -> None:
    body = {"handle": "ann", "display_name": "Ann", "password": PASSWORD}
    assert (await api.post("/api/accounts/", body, Idempotency_Key="open")).status_code == 201
    transport = httpx.ASGITransport(create_app(services), client=("192.0.2.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://palio.test") as elsewhere:
        ben = {**body, "handle": "ben"}
        made = await elsewhere.post("/api/accounts/", json=ben, headers={"Idempotency-Key": "open"})
    assert made.status_code == 201


async def test_a_password_changed_again_with_one_key_is_changed_once(api: Caller) -> None:
    api.token = (await ann(api))["access"]
    body = {"current": PASSWORD, "new": PASSWORD + "!"}
    first = await api.put("/api/accounts/me/password/", body, Idempotency_Key="change")
    again = await api.put("/api/accounts/me/password/", body, Idempotency_Key="change")

    assert (first.status_code, again.json()) == (200, first.json())
    assert code(await api.put("/api/accounts/me/password/", body)) == "sign_in_failed"
    assert (await api.post("/api/token/", {"handle": "ann", "password": PASSWORD + "!"})).status_code == 200


async def test_a_token_can_be_looked_at(api: Caller) -> None:
    tokens = await ann(api)
    good = await api.post("/api/token/verify/", {"token": tokens["access"]})
    bad = await api.post("/api/token/verify/", {"token": tokens["access"][:-2]})
    assert good.json()["account_id"] == tokens["account_id"]
    assert (bad.status_code, code(bad)) == (401, "token_invalid")


def forged(key: bytes = KEY, header: dict[str, Any] | None = None, **claims: Any) -> str:
    now = datetime.now(UTC)
    whole = {
        "iss": "http://palio.test",
        "aud": AUDIENCE,
        "sub": str(uuid4()),
        "sid": str(uuid4()),
        "jti": "1",
        "iat": now,
        "exp": now + timedelta(days=1),
        **claims,
    }
    kept = {name: value for name, value in whole.items() if value is not None}
    return jwt.encode(
        kept, key, algorithm="HS256", headers={"typ": TYPE, "kid": key_id(KEY), **(header or {})}
    )


@pytest.mark.parametrize(
    ("late", "refused"), [(55, False), (61, True)], ids=["within the leeway", "beyond it"]
)
def test_sixty_seconds_of_leeway(late: int, refused: bool) -> None:
    tokens = AccessTokens([KEY], "http://palio.test")
    token = forged(exp=datetime.now(UTC) - timedelta(seconds=late))
    if refused:
        with pytest.raises(TokenExpired):
            tokens.read(token)
    else:
        assert tokens.read(token)


def test_at_exactly_sixty_seconds_a_token_is_refused() -> None:
    now = int(datetime.now(UTC).timestamp())
    with pytest.raises(TokenExpired):
        AccessTokens([KEY], "http://palio.test").read(forged(exp=now - 60))


@pytest.mark.parametrize(
    "token",
    [
        forged(key=b"x" * 32),
        forged(header={"typ": "JWT"}),
        forged(header={"kid": "unknown"}),
        forged(iss="http://elsewhere.test"),
        forged(aud="elsewhere"),
        forged(sub="not-a-uuid"),
        *(forged(**{claim: None}) for claim in ("exp", "iat", "sub", "iss", "aud", "jti", "sid")),
        forged(iat=datetime.now(UTC) + timedelta(days=1)),
        jwt.encode({"sub": "1"}, "", algorithm="none"),
        "nonsense",
        "a.b.c",
    ],
)
def test_a_token_that_is_not_exactly_ours_is_invalid(token: str) -> None:
    with pytest.raises(TokenInvalid):
        AccessTokens([KEY], "http://palio.test").read(token)


def test_a_token_of_the_key_before_is_good_and_new_ones_are_signed_with_the_present_key() -> None:
    before, now = AccessTokens([KEY], "o"), AccessTokens([b"n" * 32, KEY], "o")
    assert now.read(before.mint(uuid4(), uuid4()))
    with pytest.raises(TokenInvalid):
        before.read(now.mint(uuid4(), uuid4()))


async def test_a_bad_token_is_refused_even_where_none_is_needed(api: Caller) -> None:
    api.token = "nonsense"
    answer = await api.get("/api/games/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


async def test_a_demo_server_makes_organisers(api: Caller, services: Services) -> None:
    made = await api.post("/api/demo/organiser/")
    assert made.status_code == 201
    organiser = Caller(api.client, services, made.json()["access"])
    assert (await organiser.get("/api/accounts/me/")).json()["role"] == "ORGANIZER"
