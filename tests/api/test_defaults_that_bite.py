"""What a framework does by itself and must not do here: hostile bodies, leaks, and silent conversions."""

import asyncio
import json
from collections.abc import AsyncIterator
from ipaddress import ip_network
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.kernel.edge import nearest
from api.kernel.services import Services
from bootstrap.container import services as built
from bootstrap.settings import Settings
from tests.support.api import PASSWORD, Caller, code
from tests.support.redis import RedisServer

TOURNAMENT = {"name": "Open", "slug": "open"}
JSON = {"Content-Type": "application/json"}


async def send(api: Caller, raw: bytes, **headers: str) -> httpx.Response:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    named = {**JSON, "Authorization": f"Bearer {organiser.token}", **headers}
    return await api.client.post("/api/tournaments/", content=raw, headers=named)


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "Infinity",
        "-1",
        "1.5",
        "1e2",
        "100.0",
        "true",
        '"100"',
        "null",
        "[]",
        str(2**63),
        "1" + "0" * 400,
    ],
)
async def test_an_amount_is_a_whole_number_and_nothing_like_one(api: Caller, value: str) -> None:
    answer = await send(api, b'{"name": "Open", "slug": "open", "fee_minor": ' + value.encode() + b"}")
    assert (answer.status_code, code(answer)) == (422, "invalid_request")
    assert answer.json()["errors"][0]["location"] == "body.fee_minor"


@pytest.mark.parametrize(
    "name",
    [
        "a\u0000b",
        "\ud800",
        "\u202egnirts",
        "\u2066x\u2069",
        "\u001b[31mred",
        "two\nlines",
        " ",
        "",
        "\u200e",
        "x" * 81,
    ],
)
async def test_a_name_holds_nothing_invisible(api: Caller, name: str) -> None:
    answer = await send(api, json.dumps({**TOURNAMENT, "name": name}).encode())
    assert (answer.status_code, code(answer)) == (422, "invalid_request")


async def test_names_of_every_script_and_emoji_are_welcome(api: Caller) -> None:
    for name in ("Zürich Öpen", "東京オープン", "مسابقة", "Ώ ♟ 🏆"):
        assert (await send_as(api, {**TOURNAMENT, "name": name})).status_code == 201


async def send_as(api: Caller, body: Any) -> httpx.Response:
    made = await api.post("/api/demo/organiser/")
    return await Caller(api.client, api.services, made.json()["access"]).post("/api/tournaments/", body)


@pytest.mark.parametrize("extra", ["role", "owner", "\ud800", "__proto__"])
async def test_a_field_nobody_asked_for_is_refused(api: Caller, extra: str) -> None:
    answer = await send(api, json.dumps({**TOURNAMENT, extra: 1}).encode())
    assert (answer.status_code, code(answer)) == (422, "invalid_request")


async def test_a_refusal_never_repeats_what_was_sent(api: Caller) -> None:
    secret = "a secret that was sent to the wrong field"
    answers = [
        await api.post("/api/token/", {"handle": "ann", "password": secret, "extra": secret}),
        await api.post("/api/token/", {"handle": secret, "password": [secret]}),
        await api.post("/api/accounts/", {"handle": "ann", "display_name": "A", "password": {"x": secret}}),
        await api.get(f"/api/tournaments/?after={secret.replace(' ', '+')}"),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert secret not in answer.text


@pytest.mark.parametrize(
    "raw",
    [b"{", b"\xff\xfe", b'{"name": "a" "b"}', b"[" * 100_000, b'{"a":' * 50_000, b"\x00", b"1" * 5000],
)
async def test_a_body_that_is_no_json_or_is_no_object_is_refused(api: Caller, raw: bytes) -> None:
    answer = await send(api, raw)
    assert answer.status_code in (400, 422)
    assert code(answer) in ("malformed", "invalid_request")


async def test_a_body_above_the_limit_is_refused_by_its_length_and_by_its_bytes(api: Caller) -> None:
    async def chunks() -> Any:
        for _ in range(300):
            yield b" " * 1024

    organiser = await api.signed_in("organiser", "ORGANIZER")
    headers = {**JSON, "Authorization": f"Bearer {organiser.token}"}
    declared = await api.client.post("/api/tournaments/", content=b" " * 262_145, headers=headers)
    streamed = await api.client.post("/api/tournaments/", content=chunks(), headers=headers)
    for answer in (declared, streamed):
        assert (answer.status_code, code(answer)) == (413, "body_too_large")


async def test_a_body_that_never_ends_is_given_up(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    async def begun() -> Any:
        yield b'{"name":'
        await asyncio.Event().wait()

    monkeypatch.setattr("api.kernel.edge.BODY_DEADLINE", 0.01)
    answer = await api.client.post("/api/tournaments/", content=begun(), headers=JSON)
    assert (answer.status_code, code(answer)) == (408, "body_too_slow")


@pytest.mark.parametrize("sent", [b"", b'{"reason": '])
async def test_half_a_body_is_no_request(api: Caller, services: Services, sent: bytes) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(["Ann", "Ben"])
    (final,) = (await organiser.get(at + "matches/")).json()["items"]
    before = await services.reader.head()
    incoming: list[dict[str, Any]] = [
        {"type": "http.request", "body": sent, "more_body": True},
        {"type": "http.disconnect"},
    ]
    answers = []

    async def receive() -> Any:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        answers.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/api/matches/{final['id']}/double-forfeit/",
        "query_string": b"",
        "headers": [
            (b"content-type", b"application/json"),
            (b"content-length", b"18"),
            (b"authorization", f"Bearer {organiser.token}".encode()),
        ],
    }
    await create_app(services)(scope, receive, send)

    assert (answers, incoming) == ([], [])
    assert await services.reader.head() == before


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_a_body_in_another_format_is_refused(api: Caller, kind: str) -> None:
    answer = await send(api, json.dumps(TOURNAMENT).encode(), **{"Content-Type": kind})
    assert (answer.status_code, code(answer)) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("method", "path", "status", "named"),
    [
        ("GET", "/api/nothing/", 404, "not_found"),
        ("GET", "/api/tournaments/not-a-uuid/", 404, "not_found"),
        ("GET", "/api/tournaments/00000000-0000-0000-0000-000000000000/", 404, "not_found"),
        ("PATCH", "/api/tournaments/", 405, "method_not_allowed"),
        ("GET", "/api/tournaments/?limit=0", 422, "invalid_request"),
        ("GET", "/api/tournaments/?limit=201", 422, "invalid_request"),
        ("GET", "/api/tournaments/?slug=%00", 422, "invalid_request"),
        ("GET", "/api/games/?at_least=99999999999999999999", 422, "invalid_request"),
        ("GET", "/%00", 404, "not_found"),
    ],
)
async def test_every_error_is_a_problem(api: Caller, method: str, path: str, status: int, named: str) -> None:
    answer = await api.call(method, path)
    assert (answer.status_code, code(answer)) == (status, named)
    assert set(answer.json()) >= {"type", "title", "status", "detail", "code"}


@pytest.mark.parametrize("path", ["/api/games", "/api/games/", "/healthz", "/healthz/", "/readiness/"])
async def test_a_slash_at_the_end_makes_no_difference(api: Caller, path: str) -> None:
    assert (await api.call("GET", path)).status_code == 200


async def test_an_error_inside_tells_nothing(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("SELECT secret FROM /srv/palio")

    monkeypatch.setattr("projections.tournament.standing.role", broken)
    answer = await api.call("GET", "/api/games/")
    assert (answer.status_code, code(answer)) == (500, "internal_error")
    assert "secret" not in answer.text


async def test_the_views_are_waited_for_only_so_long(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.kernel.reading.PATIENCE", 0.05)
    await (await api.signed_in("ann")).get("/api/accounts/me/")
    async with api.services.pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT FROM palio.checkpoints FOR UPDATE")
        await api.signed_in("ben")
        answer = await api.get("/api/games/")
    assert (answer.status_code, code(answer), answer.headers["Retry-After"]) == (503, "not_there_yet", "1")


async def test_a_position_the_log_has_not_reached_is_refused_at_once(api: Caller) -> None:
    answer = await api.call("GET", "/api/games/?at_least=1000000")
    assert (answer.status_code, code(answer)) == (422, "invalid_parameter")


async def test_answers_carry_headers_that_keep_browsers_careful(api: Caller) -> None:
    for path in ("/api/games/", "/nothing", "/docs"):
        headers = (await api.call("GET", path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in headers


async def test_behind_https_browsers_are_told_to_stay_there(services: Services) -> None:
    import msgspec

    rules = msgspec.structs.replace(services.rules, origin="https://palio.example")
    app = create_app(msgspec.structs.replace(services, rules=rules))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t") as client:
        assert "max-age=63072000" in (await client.get("/healthz")).headers["Strict-Transport-Security"]


async def test_an_address_that_asks_too_often_waits_and_probes_do_not(
    settings: Settings, database: str
) -> None:
    limited = settings.model_copy(update={"request_limit": "5/minute"})
    async with built(limited, database) as made:
        transport = httpx.ASGITransport(create_app(made))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            forged = [{"X-Forwarded-For": f"6.6.6.{number}"} for number in range(7)]
            answers = [await client.get("/api/games/", headers=headers) for headers in forged]
            probes = [await client.get("/healthz") for _ in range(10)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert code(answers[-1]) == "too_many_attempts"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert {probe.status_code for probe in probes} == {200}


async def test_without_redis_the_service_is_degraded_and_ready(
    settings: Settings, database: str, redis_server: RedisServer
) -> None:
    async with built(settings.model_copy(update={"redis_url": redis_server.url}), database) as made:
        transport = httpx.ASGITransport(create_app(made))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            with_redis = await client.get("/readiness")
            redis_server.kill()
            without = await client.get("/readiness")
            signed = await client.post("/api/token/", json={"handle": "ann", "password": PASSWORD})

    assert (with_redis.status_code, with_redis.json()["checks"]["redis"]) == (200, "ok")
    assert (without.status_code, without.json()["checks"]["redis"]) == (200, "degraded")
    assert code(signed) == "sign_in_failed"


def test_only_a_trusted_proxy_is_believed() -> None:
    proxies = [ip_network("10.0.0.0/8")]
    assert nearest(["1.1.1.1", "10.0.0.9"], []) == "10.0.0.9"
    assert nearest(["6.6.6.6", "1.1.1.1", "10.0.0.9"], proxies) == "1.1.1.1"
    assert nearest(["6.6.6.6", "10.0.0.7", "10.0.0.9"], proxies) == "6.6.6.6"
    assert nearest(["9.9.9.9"], proxies) == "9.9.9.9"
    assert nearest(["::ffff:1.1.1.1", "::ffff:10.0.0.9"], proxies) == "1.1.1.1"


@pytest.mark.parametrize("no_address", ["nonsense", "1.1.1.1:80", "1.1.1", "x" * 10_000])
def test_what_is_no_address_ends_the_chain(no_address: str) -> None:
    proxies = [ip_network("10.0.0.0/8")]
    assert nearest([no_address, "10.0.0.9"], proxies) == "10.0.0.9"
    assert nearest(["6.6.6.6", no_address, "1.1.1.1", "10.0.0.9"], proxies) == "1.1.1.1"


@pytest.fixture
async def behind_a_proxy(settings: Settings, database: str) -> AsyncIterator[Caller]:
    """A visitor of a server that believes 127.0.0.1, and lets an address send five requests a minute."""
    trusting = {"request_limit": "5/minute", "trusted_proxies": (ip_network("127.0.0.0/8"),)}
    async with built(settings.model_copy(update=trusting), database) as made:
        transport = httpx.ASGITransport(create_app(made))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            yield Caller(client, made)


async def test_a_line_of_the_proxys_own_counts_and_not_the_clients(behind_a_proxy: Caller) -> None:
    organiser = await behind_a_proxy.signed_in("organiser", "ORGANIZER")
    lines = [("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", "2001:db8::1")]
    headers = [*lines, ("Authorization", f"Bearer {organiser.token}")]
    made = await organiser.client.post("/api/tournaments/", json=TOURNAMENT, headers=headers)
    audit = await organiser.get(f"/api/tournaments/{made.json()['id']}/audit/")
    assert audit.json()["items"][0]["address"] == "2001:db8::1"


async def test_addresses_of_one_ipv6_network_are_counted_as_one(behind_a_proxy: Caller) -> None:
    same = [f"2001:db8:0:1:{number}::1" for number in range(7)]
    others = [f"2001:db8:0:{number}::1" for number in range(2, 9)]

    answers = [
        (await behind_a_proxy.call("GET", "/api/games/", X_Forwarded_For=address)).status_code
        for address in same + others
    ]

    assert answers == [200] * 5 + [429] * 2 + [200] * 7


async def test_a_forged_forwarding_header_does_not_reach_the_audit_log(api: Caller) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    made = await organiser.post("/api/tournaments/", TOURNAMENT, X_Forwarded_For="6.6.6.6")
    audit = await organiser.get(f"/api/tournaments/{made.json()['id']}/audit/")
    assert audit.json()["items"][0]["address"] == "127.0.0.1"
