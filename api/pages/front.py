"""What browsers meet first: problems become pages for those who read pages; pages are squeezed and shared."""

import json
from typing import Any

from fastapi import Request
from jinja2 import Environment
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.kernel.edge import is_page
from api.kernel.problems import MEDIA_TYPE
from api.pages.shared import Shared
from api.pages.shell import headers, here

LARGE = 1024
"""Bytes from which compressing is worth it."""
LEVEL = 5


class Front:
    """In front of the edge; what is no page goes by."""

    def __init__(self, app: ASGIApp, templates: Environment) -> None:
        self._app = app
        readable = Readable(app, templates)
        self._pages = Shared(GZipMiddleware(readable, minimum_size=LARGE, compresslevel=LEVEL))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on to where it belongs."""
        browsing = scope["type"] == "http" and is_page(scope["path"])
        await (self._pages if browsing else self._app)(scope, receive, send)


class Readable:
    """Turns problems into pages where the client reads HTML."""

    def __init__(self, app: ASGIApp, templates: Environment) -> None:
        self._app = app
        self._templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the answer on, unless it is a problem."""
        reads = "text/html" in Headers(scope=scope).get("accept", "")
        await self._app(scope, receive, Turned(scope, send, self._templates) if reads else send)


class Turned:
    """Holds a problem back until all of it is there, and sends the page that says it."""

    def __init__(self, scope: Scope, send: Send, templates: Environment) -> None:
        self._templates = templates
        self._request = Request(scope)
        self._send = send
        self._held: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """One message of the answer."""
        if message["type"] == "http.response.start" and _is_problem(message):
            self._held = message
        elif self._held is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._show(self._held, json.loads(self._body))

    async def _show(self, start: Message, problem: dict[str, Any]) -> None:
        url = self._request.url
        template = self._templates.get_template("pages/problem.html")
        page = template.render(problem=problem, path=url.path, here=here(self._request), signed_in=None)
        body = page.encode("utf-8", "replace")
        named = MutableHeaders(scope=start)
        named.update({**headers(kept=False), "Content-Type": "text/html; charset=utf-8"})
        named["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "") == MEDIA_TYPE
