"""The OpenAPI document: problems described once, and names a client or a fuzzer can follow."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from api.kernel.problems import Problem

UNUSED = ("HTTPValidationError", "ValidationError")


def openapi(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = described(app.routes, app.title, app.version, app.description)
    return app.openapi_schema


def described(routes: Sequence[BaseRoute], title: str, version: str, about: str = "") -> dict[str, Any]:
    """The document of some routes."""
    document = get_openapi(title=title, version=version, description=about, routes=routes)
    schemas = document["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"), Problem=problem)
    for name in UNUSED:
        schemas.pop(name, None)
    return document
