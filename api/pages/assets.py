"""Files of pages, each served under a name that holds its content's hash, and so kept for ever."""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

DIRECTORY = Path(__file__).parents[1] / "static"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
WRITTEN = frozenset({".css", ".js"})
NEIGHBOUR = re.compile(r'"\./([a-z0-9.-]+)"')
"""How a stylesheet or a module names a file beside it."""
FOR_EVER = "public, max-age=31536000, immutable"

routes = APIRouter()


class Asset(msgspec.Struct, frozen=True):
    """A file under the name it is served by."""

    name: str
    kind: str
    content: bytes


def asset(name: str) -> str:
    """Where the file of that name is found. Raises KeyError."""
    return f"/static/{_named()[name].name}"


@routes.get("/static/{name}", include_in_schema=False)
async def see_asset(name: str) -> Response:
    """A file by its hashed name; there are no others."""
    found = _served().get(name)
    if found is None:
        raise HTTPException(404)
    return Response(found.content, media_type=found.kind, headers={"Cache-Control": FOR_EVER})


@cache
def _served() -> Mapping[str, Asset]:
    return {each.name: each for each in _named().values()}


@cache
def _named() -> Mapping[str, Asset]:
    return {path.name: _asset(path) for path in DIRECTORY.iterdir() if path.suffix in KINDS}


@cache
def _asset(path: Path) -> Asset:
    """What it names beside it is renamed first: a new font is a new stylesheet."""
    content = path.read_bytes()
    if path.suffix in WRITTEN:
        content = NEIGHBOUR.sub(_renamed, content.decode()).encode()
    digest = sha256(content).hexdigest()[:12]
    return Asset(f"{path.stem}.{digest}{path.suffix}", KINDS[path.suffix], content)


def _renamed(found: re.Match[str]) -> str:
    return f'"./{_asset(DIRECTORY / found[1]).name}"'
