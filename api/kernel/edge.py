"""Where requests come in: paths made alike, requests and bodies counted, forms of other sites refused."""

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.kernel.errors import BodyTooLarge, BodyTooSlow, CrossSite, NotForm, NotJson
from api.kernel.problems import refused
from api.kernel.services import Rules
from domain.kernel.refusals import Refusal
from identity.addresses import neighbourhood, parsed
from identity.throttle import Throttle

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
BODY_DEADLINE = 30
FORM = "application/x-www-form-urlencoded"
FORM_LIMIT = 16 * 1024
NO_PAGES = ("/api/", "/docs", "/openapi.json", "/static/", "/ws/", "/healthz", "/readiness")
PROBES = frozenset({"/healthz", "/readiness"})
WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Edge:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, rules: Rules, throttle: Throttle) -> None:
        self._app = app
        self._rules = rules
        self._throttle = throttle
        self._secure = rules.origin.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is well formed."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope = {**scope, "path": canonical(scope["path"]), "raw_path": None}
        scope["state"] = {**scope.get("state", {}), "address": self._address(scope, headers)}
        guarded = self._guarded(send)
        try:
            if scope["path"] not in PROBES:
                await self._throttle.count("requests", neighbourhood(scope["state"]["address"]))
            self._check(scope, headers)
            if scope.get("method") in WITH_BODY:
                whole = await self._whole(receive, self._limit(scope))
                if whole is None:
                    return
                receive = whole
        except Refusal as refusal:
            await refused(refusal)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def _check(self, scope: Scope, headers: Headers) -> None:
        if scope.get("method") not in WITH_BODY:  # a handshake has none
            return
        limit, page = self._limit(scope), is_page(scope["path"])
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > limit:
            raise BodyTooLarge(limit=limit)
        has_body = length != "0" or "transfer-encoding" in headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if has_body and kind != (FORM if page else "application/json"):
            raise NotForm() if page else NotJson()
        if page and not ours(headers, self._rules.origin):
            raise CrossSite()

    def _limit(self, scope: Scope) -> int:
        return FORM_LIMIT if is_page(scope["path"]) else self._rules.json_limit

    async def _whole(self, receive: Receive, limit: int) -> Receive | None:
        """The body, read to its end before anyone works on it: never more than the limit, nor for ever.

        None where the client left before its end: half a request is none.
        """
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_DEADLINE):
                while (message := await receive())["type"] == "http.request":
                    body += message.get("body", b"")
                    if len(body) > limit:
                        raise BodyTooLarge(limit=limit)
                    if not message.get("more_body"):
                        return _replayed(bytes(body), receive)
        except TimeoutError:
            raise BodyTooSlow(seconds=BODY_DEADLINE) from None
        return None

    def _guarded(self, send: Send) -> Send:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if "frame-ancestors *" in headers["Content-Security-Policy"]:
                    del headers["X-Frame-Options"]
                if self._secure:
                    headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
            await send(message)

        return guarded

    def _address(self, scope: Scope, headers: Headers) -> str:
        """The nearest address that is no proxy of ours: what is further left may be anyone's invention."""
        lines = ",".join(headers.getlist("x-forwarded-for"))
        chain = [part.strip() for part in lines.split(",") if part.strip()]
        direct = scope["client"][0] if scope.get("client") else "0.0.0.0"  # noqa: S104 - a name for nobody
        return nearest([*chain, direct], self._rules.trusted_proxies)


def nearest(chain: Sequence[str], trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """The last address of the chain that no trusted proxy has; what is no address ends the chain."""
    found = chain[-1]
    for part in reversed(chain):
        address = parsed(part)
        if address is None:
            break
        found = str(address)
        if not any(address in network for network in trusted):
            break
    return found


def is_page(path: str) -> bool:
    """Whether people read what is at this address; the rest is for programs."""
    return not path.startswith(NO_PAGES)


def ours(headers: Headers, origin: str) -> bool:
    """Whether a page of this origin sent the request, as far as the browser says; what says nothing did not.

    Where a browser trusts the connection it says so itself; else the sender's origin is the one asked, or
    the one that is set, which a proxy may hide from us.
    """
    if "sec-fetch-site" in headers:
        return headers["sec-fetch-site"] == "same-origin"
    sender = headers.get("origin", "")
    return bool(sender) and (sender == origin or urlsplit(sender).netloc == headers.get("host"))


def canonical(path: str) -> str:
    """Under /api/ and /ws/ with a slash at the end, elsewhere without: both spellings lead to one place."""
    if path.startswith(("/api", "/ws/")):
        return path if path.endswith("/") else path + "/"
    return path.rstrip("/") or "/"


def _replayed(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed
