"""The OpenAPI document tells the truth: a fuzzer follows it, and meets no 5xx and nothing undocumented."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from fastapi.openapi.utils import get_openapi

from api.app import ROUTERS
from api.kernel.problems import Problem
from api.kernel.routing import routes
from tests.support.api import Caller

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)


async def fuzz(url: str, token: str, cwd: Path, *options: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("st")),
        *("run", f"{url}/openapi.json", "--checks", ",".join(CHECKS)),
        *("-H", f"Authorization: Bearer {token}", "--seed", "1", "--no-color", "--workers", "2"),
        *options,
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 240)
    return process.returncode or 0, out.decode()


async def test_a_fuzzer_finds_no_5xx_and_nothing_undocumented(api: Caller, url: str, tmp_path: Path) -> None:
    admin = await api.signed_in("admin", "ADMIN")
    assert admin.token is not None
    code, said = await fuzz(
        url,
        admin.token,
        tmp_path,
        *("--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "4"),
    )
    assert code == 0, said[-6000:]


async def test_path_parameters_name_what_they_lead_to(api: Caller) -> None:
    document: Any = (await api.call("GET", "/openapi.json")).json()
    resources = {"tournament_id": "Tournament", "match_id": "Match", "registration_id": "Registration"}
    for parameter, resource in {**resources, "account_id": "Account", "game_id": "Game"}.items():
        assert any(f"{{{parameter}}}" in path for path in document["paths"])
        assert "id" in document["components"]["schemas"][resource]["properties"]
    created = document["paths"]["/api/tournaments/"]["post"]["responses"]["201"]["links"]
    known = {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
        if "operationId" in operation
    }
    assert {link["operationId"] for link in created.values()} <= known


async def test_every_operation_documents_its_refusals_as_problems(api: Caller) -> None:
    document: Any = (await api.call("GET", "/openapi.json")).json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if not path.startswith("/api/"):
                continue
            refusals = {status for status in operation["responses"] if status >= "400"}
            assert {"422", "503"} <= refusals, (method, path)
            for status in refusals:
                assert "application/problem+json" in operation["responses"][status]["content"], (path, status)


async def test_whatever_takes_a_body_may_find_it_too_slow(api: Caller) -> None:
    document: Any = (await api.call("GET", "/openapi.json")).json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert ("408" in operation["responses"]) == (method != "get"), (method, path)


async def test_if_match_is_offered_only_where_somebody_can_have_seen_a_version(api: Caller) -> None:
    document: Any = (await api.call("GET", "/openapi.json")).json()
    without = {
        path
        for path, operations in document["paths"].items()
        if "post" in operations and _header("idempotency-key") in _parameters(operations["post"])
        if _header("if-match") not in _parameters(operations["post"])
    }
    assert without == {"/api/accounts/", "/api/games/", "/api/tournaments/"}


def _header(name: str) -> tuple[str, str]:
    return "header", name


def _parameters(operation: Any) -> set[tuple[str, str]]:
    return {(each["in"], each["name"].lower()) for each in operation.get("parameters", ())}


async def test_a_tournament_is_named_alike_in_every_query(api: Caller) -> None:
    document: Any = (await api.call("GET", "/openapi.json")).json()
    every = [_parameters(one) for path in document["paths"].values() for one in path.values()]
    assert ("query", "tournament_id") in set().union(*every)
    assert ("query", "tournament") not in set().union(*every)


async def test_a_granted_role_is_answered_in_a_documented_shape(api: Caller) -> None:
    document: Any = (await api.call("GET", "/openapi.json")).json()
    answers = document["paths"]["/api/accounts/{account_id}/role/"]["put"]["responses"]
    shape = answers["200"]["content"]["application/json"]["schema"]
    assert shape == {"$ref": "#/components/schemas/Accepted"}
    assert "409" in document["paths"]["/api/demo/organiser/"]["post"]["responses"]


def test_the_shapes_of_a_problem_take_no_name_of_another() -> None:
    every = [route for router in ROUTERS for route in router.routes]
    shapes = get_openapi(title="Palio", version="", routes=every)["components"]["schemas"]
    assert not {"Problem", *Problem.model_json_schema()["$defs"]} & set(shapes)


def test_operation_ids_are_unique() -> None:
    named = [route.unique_id for route in routes(ROUTERS)]
    assert len(set(named)) == len(named)
