"""The OpenAPI document, and /docs to read and to try it, from this origin alone."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles

from api.kernel.problems import Problem

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Palio API</title>
<link rel="stylesheet" href="/docs/files/swagger-ui.css">
<main id="swagger-ui"><p>The same as a document: <a href="/openapi.json">openapi.json</a></p></main>
<script src="/docs/files/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
"""
START = (
    'SwaggerUIBundle({url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null});'
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)

UNUSED = ("HTTPValidationError", "ValidationError")


def openapi(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = described(app.routes, app.title, app.version, app.description)
    return app.openapi_schema


def described(routes: Sequence[BaseRoute], title: str, version: str, about: str = "") -> dict[str, Any]:
    """The document of some routes, problems described once."""
    document = get_openapi(title=title, version=version, description=about, routes=routes)
    schemas = document["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"), Problem=problem)
    for name in UNUSED:
        schemas.pop(name, None)
    return document


def install(app: FastAPI) -> None:
    """Add it; the viewer's files come with a package, not from another host."""

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(PAGE, headers={"Content-Security-Policy": POLICY})

    @app.get("/docs/start.js", include_in_schema=False)
    async def start() -> PlainTextResponse:
        return PlainTextResponse(START, media_type="text/javascript")

    spec = find_spec("fastapi_offline")
    if spec is None or spec.origin is None:
        raise RuntimeError("fastapi-offline, which carries the files of /docs, is not installed")
    app.mount("/docs/files", StaticFiles(directory=Path(spec.origin).parent / "static"))
