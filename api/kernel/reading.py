"""From a request to rows: at least as new as the caller asks, or as of a moment, and only for these eyes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Depends, Query, Request

from api.kernel.auth import Acting, Serving
from api.kernel.errors import InvalidParameter, NotThereYet
from api.kernel.services import Services
from application.kernel.actor import Actor
from application.kernel.authorization import Standing
from application.kernel.decide import denial
from application.subjects import MENU
from domain.kernel.refusals import NotFound
from eventstore.moments import LARGEST, AsOf
from eventstore.records import Scope
from projections.kernel.rows import LiveRows, MemoryRows, Row, Rows, live
from projections.tournament import queries as directory
from projections.tournament import standing as standings

PATIENCE = 5.0


class View(msgspec.Struct, frozen=True):
    """Rows to ask, the caller's standing, and today's definition."""

    rows: Rows
    standing: Standing
    definition: Row


class Reading:
    """Answers questions for one request."""

    def __init__(
        self, action: str, actor: Actor, serving: Services, at_least: int | None, *, moment: str = "as_of"
    ) -> None:
        """`moment` is what the caller knows the moment by."""
        self._action = action
        self._named = moment
        self._at_least = at_least
        self.actor = actor
        self.serving = serving

    @asynccontextmanager
    async def live(self) -> AsyncIterator[LiveRows]:
        """Rows as they are now."""
        if self._at_least is not None and self._at_least > self.serving.runner.position:
            await self._wait(self._at_least)
        async with live(self.serving.pool) as rows:
            yield rows

    async def _wait(self, position: int) -> None:
        head = await self.serving.reader.head()
        if position > head:
            raise InvalidParameter(name="at_least", expected=f"a position the log has reached, up to {head}")
        try:
            await self.serving.runner.wait(position, PATIENCE)
        except TimeoutError:
            raise NotThereYet(at_least=position, retry_after=1) from None

    @asynccontextmanager
    async def anything(self, *, owns: UUID | None = None) -> AsyncIterator[LiveRows]:
        """Rows of no tournament in particular; `owns` is the account they are about."""
        async with self.live() as rows:
            await self._check_apart(rows, owns)
            yield rows

    @asynccontextmanager
    async def scope(
        self, scope: Scope, as_of: str | None = None, *, owns: UUID | None = None
    ) -> AsyncIterator[Rows]:
        """Rows of one scope that is no tournament's, now or as of a moment; `owns` as before."""
        moment = await self._past(as_of)
        async with self.live() as rows:
            await self._check_apart(rows, owns)
            if moment is None:
                yield rows
                return
        yield await self._as_of(scope, moment)

    async def _check_apart(self, rows: LiveRows, owns: UUID | None) -> None:
        mine = owns is not None and owns == self.actor.account
        self._check(Standing(role=await standings.role(rows, self.actor.account), owns=mine))

    @asynccontextmanager
    async def tournament(
        self, tournament_id: UUID, as_of: str | None = None, *, what: str = "tournament"
    ) -> AsyncIterator[View]:
        """One tournament's rows, now or as of a moment; no `what` is found by whom it is hidden from."""
        moment = await self._past(as_of)
        async with self.live() as rows:
            line = await directory.tournament(rows, tournament_id)
            if line is None:
                raise NotFound(what=what)
            standing = Standing(**await standings.standing(rows, line, self.actor.account))
            self._check(standing, what)
            if moment is None:
                yield View(rows, standing, line["definition"])
                return
        rows_then = await self._as_of(Scope("tournament", tournament_id), moment)
        yield View(rows_then, standing, line["definition"])

    async def tournament_of(self, stream: UUID, what: str) -> UUID:
        """The tournament a match or a registration belongs to."""
        found = await self.serving.reader.scope_of(stream)
        if found is None or found.kind != "tournament":
            raise NotFound(what=what)
        return found.id

    def _check(self, standing: Standing, what: str = "tournament") -> None:
        if not MENU.allowed(self._action, standing):
            raise denial(self._action, self.actor, standing, what)

    async def _past(self, as_of: str | None) -> AsOf | None:
        if as_of is None:
            return None
        try:
            moment = AsOf.parse(as_of)
        except ValueError as expected:
            raise InvalidParameter(name=self._named, expected=str(expected)) from None
        await self.serving.throttle.count("moments", self.actor.address)
        return moment

    async def _as_of(self, scope: Scope, moment: AsOf) -> MemoryRows:
        try:
            reached = await self.serving.reader.sequence_as_of(scope, moment)
        except ValueError as expected:
            raise InvalidParameter(name=self._named, expected=str(expected)) from None
        if reached == 0:
            raise NotFound(what=f"{scope.kind} at that moment")
        return self.serving.moments.after(scope, reached)


async def reading(
    request: Request,
    actor: Acting,
    serving: Serving,
    at_least: Annotated[
        int | None, Query(ge=0, le=LARGEST, description="Wait until the views show this position.")
    ] = None,
) -> Reading:
    """For this request."""
    return Reading(request.scope["route"].openapi_extra["x-action"], actor, serving, at_least)


Asking = Annotated[Reading, Depends(reading)]
Moment = Annotated[
    str | None,
    Query(
        max_length=40,
        description="An event's number (131), a position (@5120) or an RFC 3339 time: the state after it.",
    ),
]
After = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Rows a page.")]
