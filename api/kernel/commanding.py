"""From a request to a command: who sends it, its idempotency key, and the version its sender saw."""

import re
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, Field

from api.kernel.auth import Acting, Serving
from api.kernel.errors import InvalidParameter
from api.kernel.services import Services
from application.kernel.actor import Actor
from application.kernel.engine import Outcome

KEY = r"^[\x21-\x7e]{1,200}$"
TAG = re.compile(r'"([0-9]{1,9})"', re.ASCII)


class Accepted(BaseModel):
    """The command is stored. `position` is where the log stands with it: pass it as `at_least` to read what
    you wrote. `sequence` is the number of its last event in what that is about: a tournament, an account, a
    game."""

    position: int = Field(ge=0)
    sequence: int | None = Field(default=None, ge=1)


class Commanding:
    """Sends commands for one request."""

    def __init__(
        self,
        request: Request,
        response: Response,
        actor: Actor,
        serving: Services,
        key: str | None,
        seen: int | None,
    ) -> None:
        self._request = request
        self._response = response
        self._serving = serving
        self._seen = seen
        self.actor = actor
        self.key = key

    async def execute(self, command: msgspec.Struct) -> Outcome:
        """Carry the command out; it must be the one the route names."""
        declared = self._request.scope["route"].openapi_extra["x-action"]
        if declared != type(command).__name__:
            raise RuntimeError(f"the route names {declared}, not {type(command).__name__}")
        outcome = await self._serving.engine.execute(command, self.actor, key=self.key, if_match=self._seen)
        if outcome.replayed:
            self._response.headers["Idempotency-Replayed"] = "true"
        return outcome

    async def rehearse(self, command: msgspec.Struct) -> dict[str, Any]:
        """What the command would come to; nothing is stored."""
        return await self._serving.engine.rehearse(command, self.actor)

    async def send(self, command: msgspec.Struct) -> dict[str, Any]:
        """Carry the command out; position, sequence and what the handler gave back."""
        outcome = await self.execute(command)
        return {**outcome.result, "position": outcome.position, "sequence": outcome.sequence}


Key = Annotated[
    str | None, Header(pattern=KEY, description="A repeated request with the same key happens once.")
]


async def making(
    request: Request, response: Response, actor: Acting, serving: Serving, idempotency_key: Key = None
) -> Commanding:
    """For a request that makes something: nobody has seen a version of it."""
    return Commanding(request, response, actor, serving, idempotency_key, None)


async def commanding(
    request: Request,
    response: Response,
    actor: Acting,
    serving: Serving,
    idempotency_key: Key = None,
    if_match: Annotated[
        str | None, Header(description='The version you saw, such as "3"; refused with 412 when stale.')
    ] = None,
) -> Commanding:
    """For this request. Raises InvalidParameter."""
    return Commanding(request, response, actor, serving, idempotency_key, _version(if_match))


def _version(tag: str | None) -> int | None:
    if tag is None or tag == "*":
        return None
    found = TAG.fullmatch(tag)
    if found is None:
        raise InvalidParameter(name="If-Match", expected='an entity tag such as "3"')
    return int(found[1])


Sending = Annotated[Commanding, Depends(commanding)]
Making = Annotated[Commanding, Depends(making)]
