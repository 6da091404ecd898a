"""Where requests come in: paths made alike, requests and bodies counted, the client's address found."""

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BodyTooLarge, BodyTooSlow, NotJson
from api.problems import refused
from api.services import Rules
from domain.errors import Refusal
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
        if scope["type"] != "http":
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
            if scope["method"] in WITH_BODY:
                whole = await self._whole(receive)
                if whole is None:
                    return
                receive = whole
        except Refusal as refusal:
            await refused(refusal)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def _check(self, scope: Scope, headers: Headers) -> None:
        if scope["method"] not in WITH_BODY:
            return
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self._rules.json_limit:
            raise BodyTooLarge(limit=self._rules.json_limit)
        has_body = length != "0" or "transfer-encoding" in headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if has_body and kind != "application/json":
            raise NotJson()

    async def _whole(self, receive: Receive) -> Receive | None:
        """The body, read to its end before anyone works on it: never more than the limit, nor for ever.

        None where the client left before its end: half a request is none.
        """
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_DEADLINE):
                while (message := await receive())["type"] == "http.request":
                    body += message.get("body", b"")
                    if len(body) > self._rules.json_limit:
                        raise BodyTooLarge(limit=self._rules.json_limit)
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


def canonical(path: str) -> str:
    """With a slash at the end under /api/, without one elsewhere: both spellings lead to the same place."""
    if path.startswith("/api"):
        return path if path.endswith("/") else path + "/"
    return path.rstrip("/") or "/"


def _replayed(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed
