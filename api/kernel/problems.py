"""Every error as application/problem+json (RFC 9457) with a stable code; nothing of the inside is told."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from domain.kernel.refusals import Refusal
from eventstore.records import KeyReused, StoreUnavailable

log = structlog.get_logger("api")
MEDIA_TYPE = "application/problem+json"
CODES = {
    400: ("malformed", "The request cannot be read."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take this method."),
}


class Fault(BaseModel):
    """Where a request is wrong, and what was expected there."""

    location: str
    problem: str


class Problem(BaseModel):
    """What went wrong (RFC 9457): `code` never changes; `context` is what the sentence in `detail` names."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    context: dict[str, Any] = {}
    errors: list[Fault] = []


def answer(
    status: int,
    code: str,
    detail: str,
    *,
    context: Mapping[str, Any] | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem as a response."""
    problem: dict[str, Any] = {
        "type": f"urn:palio:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if context:
        problem["context"] = msgspec.to_builtins(context)
    if errors:
        problem["errors"] = errors
    # ASCII escapes take whatever a client sent as a field's name, lone surrogates included.
    content = json.dumps(problem, ensure_ascii=True)
    return Response(content, status, headers=headers, media_type=MEDIA_TYPE)


def refused(refusal: Refusal) -> Response:
    """A refusal, with the headers its status calls for."""
    headers = {}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in refusal.context:
        headers["Retry-After"] = str(refusal.context["retry_after"])
    return answer(refusal.status, refusal.code, refusal.detail, context=refusal.context, headers=headers)


async def _refusal(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return refused(refusal)


async def _invalid(_: Request, error: Exception) -> Response:
    """Says where and what was expected, and never repeats what was sent: it may be a secret, or 200 MB."""
    assert isinstance(error, RequestValidationError)
    if any(part["type"] == "json_invalid" for part in error.errors()):
        return answer(400, *CODES[400])
    places = [
        {"location": ".".join(str(step)[:80] for step in part["loc"]), "problem": part["msg"]}
        for part in error.errors()[:20]
    ]
    return answer(422, "invalid_request", "The request is not what was expected.", errors=places)


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, detail = CODES.get(error.status_code, ("refused", HTTPStatus(error.status_code).phrase))
    return answer(error.status_code, code, detail, headers=error.headers)


async def _key_reused(_: Request, __: Exception) -> Response:
    return answer(422, "idempotency_key_reused", "This idempotency key belongs to another request.")


async def _unavailable(_: Request, __: Exception) -> Response:
    detail = "The database cannot be reached. Try again; with the same idempotency key nothing happens twice."
    return answer(503, "store_unavailable", detail, headers={"Retry-After": "1"})


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected", path=request.url.path, method=request.method, exc_info=error)
    return answer(500, "internal_error", "Something went wrong here. It has been logged.")


def install(app: FastAPI, unavailable: tuple[type[Exception], ...]) -> None:
    """Let every error of `app` be a problem; `unavailable` are the database's ways of being gone."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(KeyReused, _key_reused)
    gone: tuple[type[Exception], ...] = (StoreUnavailable, *unavailable)
    for kind in gone:
        app.add_exception_handler(kind, _unavailable)
    app.add_exception_handler(Exception, _unexpected)
