"""The one door of the write side: a command and an actor in, a position out."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4, uuid5
from weakref import WeakValueDictionary

import msgspec

from application.kernel.actor import Actor
from application.kernel.decide import authorize, decide
from application.kernel.menu import Menu, concern_of
from application.kernel.refusals import Contended, KeyInUse
from application.kernel.repository import Repository
from application.kernel.snapshots import Snapshots
from application.kernel.work import Work
from domain.kernel import moment
from domain.kernel.refusals import NotFound, Refusal, Stale
from eventstore.reader import Reader
from eventstore.records import Append, Appended, Conflict, Metadata, Scope
from eventstore.writer import Writer

KEYS = UUID("b1f0f6a4-6c0e-5b58-9d0f-2c7a5e3f9d10")
ATTEMPTS = 8


class Outcome(msgspec.Struct, frozen=True):
    """What a command came to: where the log stands with it, and what the caller should know."""

    position: int
    sequence: int | None
    result: dict[str, Any]
    replayed: bool = False


class Order(msgspec.Struct, frozen=True):
    """One call of `execute`."""

    command: msgspec.Struct
    actor: Actor
    id: UUID
    key: str | None
    if_match: int | None
    reason: str | None


class Remembered(Exception):
    """Nothing new to state, going by what this process remembers."""


class Engine:
    """Carries commands out. Those on one scope take turns here; between processes versions decide."""

    def __init__(
        self,
        menu: Menu,
        writer: Writer,
        reader: Reader,
        clock: Callable[[], datetime],
        snapshots: Snapshots | None = None,
    ) -> None:
        self._menu = menu
        self._writer = writer
        self._reader = reader
        self._clock = clock
        self._repository = Repository(reader, snapshots)
        self._turns: WeakValueDictionary[Scope, asyncio.Lock] = WeakValueDictionary()
        self._running: set[UUID] = set()

    async def execute(
        self,
        command: msgspec.Struct,
        actor: Actor,
        *,
        key: str | None = None,
        if_match: int | None = None,
        reason: str | None = None,
    ) -> Outcome:
        """Authorize, decide, store.

        `key` is the caller's idempotency key, scoped to the kind of command and the account, or a visitor's
        address; `if_match` is
        the version the caller saw of the tournament, bracket, match or registration the command names.

        Raises a Refusal of the domain, Stale, Contended, KeyInUse, or what the store raises (KeyReused,
        StoreUnavailable).
        """
        caller = actor.account or actor.address
        command_id = uuid5(KEYS, f"{caller}/{type(command).__name__}/{key}") if key else uuid4()
        order = Order(command, actor, command_id, key, if_match, reason)
        role = await self._menu.role_of(actor, self._reader)
        scope = await self._scope(command)
        async with self._once(order.id), self._turn(scope):
            read: list[UUID] = []
            for attempt in range(ATTEMPTS):
                work = Work(self._repository, fresh=attempt > 0)
                try:
                    return await self._attempt(order, role, work, scope, read)
                except Conflict:
                    await asyncio.sleep(random.uniform(0, 0.002 * 2**attempt))  # noqa: S311 - spreads retries
                except (Refusal, Remembered):
                    if work.fresh:
                        raise
                role, read = await self._menu.role_of(actor, self._reader), work.read
        raise Contended()

    async def rehearse(self, command: msgspec.Struct, actor: Actor) -> dict[str, Any]:
        """What the command would come to, were it carried out now; nothing is stored. Raises as `execute`."""
        role, _ = await self._menu.role_of(actor, self._reader)
        async with self._turn(await self._scope(command)):
            work = Work(self._repository)
            try:
                with moment.at(self._clock()):
                    await authorize(self._menu, command, actor, role, work)
                    result: dict[str, Any] = msgspec.to_builtins(
                        await decide(self._menu, command, actor, work)
                    )
                    return result
            finally:
                work.abandon()

    async def _attempt(
        self, order: Order, role: tuple[str, int], work: Work, scope: Scope, read_before: list[UUID]
    ) -> Outcome:
        """First on what this process remembers, which the log checks; what is left is read again."""
        if work.fresh:
            await work.refresh(read_before)
        stored_all = False
        try:
            with moment.at(self._clock()):
                await authorize(self._menu, order.command, order.actor, role[0], work)
                await _check_version(order.command, order.if_match, work)
                result = msgspec.to_builtins(await decide(self._menu, order.command, order.actor, work))
            if not work.facts() and not order.key:
                if not work.fresh:
                    raise Remembered()
                return Outcome(await self._reader.head(), None, result)
            appended = await self._writer.append(_append(order, role, work, scope, result))
            stored_all = not appended.known
            return _outcome(appended)
        except Refusal:
            # What it asks for may be so because this very command was carried out before.
            if work.fresh and order.key and (stored := await self._answer(order)):
                return _outcome(stored)
            raise
        finally:
            work.settle() if stored_all else work.abandon()

    async def _answer(self, order: Order) -> Appended | None:
        return await self._reader.answer(order.id, _hash(order.command))

    async def _scope(self, command: msgspec.Struct) -> Scope:
        """What the command takes turns on: the scope of the stream it concerns."""
        concern = concern_of(command)
        if (named := concern.scope_of(command)) is not None:
            return Scope(concern.kind.SCOPE, named)
        stream = concern.of(command)
        kept = self._repository.kept([stream]).get(stream)
        found = Scope(*kept.scope) if kept else await self._reader.scope_of(stream)
        if found is None:
            raise NotFound(what=concern.field)
        return found

    @asynccontextmanager
    async def _turn(self, scope: Scope) -> AsyncIterator[None]:
        lock = self._turns.get(scope)
        if lock is None:
            lock = self._turns[scope] = asyncio.Lock()
        async with lock:
            yield

    @asynccontextmanager
    async def _once(self, command_id: UUID) -> AsyncIterator[None]:
        if command_id in self._running:
            raise KeyInUse()
        self._running.add(command_id)
        try:
            yield
        finally:
            self._running.discard(command_id)


def _append(order: Order, role: tuple[str, int], work: Work, scope: Scope, result: Any) -> Append:
    """The request to the log; it is refused when the actor's account has moved since the role was read."""
    name, version = role
    account = [(order.actor.account, version)] if order.actor.account and version else []
    return Append(
        metadata=Metadata(
            command_id=order.id,
            name=type(order.command).__name__,
            actor=order.actor.account,
            role=name,
            address=order.actor.address,
            reason=order.reason or getattr(order.command, "reason", None),
            request_hash=_hash(order.command) if order.key else None,
        ),
        events=work.facts(),
        concerns=scope,
        scopes={stream: Scope(*other) for stream, other in work.scopes().items() if other != scope},
        guards=[*work.guards(), *account],
        answer=msgspec.json.encode(result),
    )


def _hash(command: msgspec.Struct) -> bytes:
    """Of what a repeated request repeats: what is made anew for each try is left out."""
    new_each_try: frozenset[str] = getattr(command, "NEW_EACH_TRY", frozenset())
    repeated = [getattr(command, name) for name in command.__struct_fields__ if name not in new_each_try]
    return sha256(msgspec.json.encode([type(command).__name__, repeated])).digest()


def _outcome(appended: Appended) -> Outcome:
    return Outcome(
        appended.position, appended.sequence, msgspec.json.decode(appended.answer), appended.replayed
    )


async def _check_version(command: msgspec.Struct, seen: int | None, work: Work) -> None:
    if seen is not None:
        version = await work.version(concern_of(command).of(command))
        if version != seen:
            raise Stale(seen=seen, version=version)
