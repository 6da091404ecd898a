"""A client of the HTTP API: asks until it is answered, says each thing once, and reads what it wrote."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from bootstrap.errors import Refused, Unreachable

ATTEMPTS = 5


class Client:
    """Every command has a key, so that one whose answer was lost is sent again and happens once."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._position = 0

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        auth: httpx.Auth | None = None,
    ) -> dict[str, Any]:
        """One command, `path` below /api/. Raises Refused, Unreachable."""
        headers = {"Idempotency-Key": key or uuid4().hex}
        answer = await self._request(method, path, body, headers, auth)
        self._position = max(self._position, answer["position"])
        return answer

    async def get(self, path: str, *, auth: httpx.Auth | None = None) -> dict[str, Any]:
        """What the views show once they have come as far as this client's last command."""
        mark = "&" if "?" in path else "?"
        return await self._request("GET", f"{path}{mark}at_least={self._position}", None, {}, auth)

    async def _request(
        self, method: str, path: str, body: Any, headers: dict[str, str], auth: httpx.Auth | None
    ) -> dict[str, Any]:
        for attempt in range(ATTEMPTS):
            try:
                answer = await self._http.request(
                    method, f"/api/{path}", json=body, headers=headers, auth=auth
                )
            except httpx.TransportError as failure:
                if attempt == ATTEMPTS - 1:
                    raise Unreachable(f"{self._http.base_url} does not answer: {failure}") from None
            else:
                if answer.status_code not in (429, 503):
                    return checked(answer)
            await asyncio.sleep(0.2 * 2**attempt)
        raise Unreachable(f"{self._http.base_url} is not available")


def checked(answer: httpx.Response) -> dict[str, Any]:
    """The body of a success; Refused with the problem's own sentence."""
    try:
        body: dict[str, Any] = answer.json()
    except ValueError:
        raise Refused(f"{answer.url} does not speak Palio's language (HTTP {answer.status_code})") from None
    if answer.is_error:
        places = "; ".join(f"{part['location']}: {part['problem']}" for part in body.get("errors", []))
        raise Refused(f"{body.get('detail', answer.reason_phrase)} {places}".strip())
    return body
