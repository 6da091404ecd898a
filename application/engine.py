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

from application.actor import Actor
from application.commands.brackets import BracketCommand
from application.decide import decide
from application.errors import Contended, KeyInUse
from application.repository import Repository
from application.standing import role_of
from application.work import Work
from domain import moment
from domain.errors import NotFound, Stale
from domain.ids import bracket_id
from domain.match import Match
from domain.registration import Registration
from eventstore.reader import Reader
from eventstore.records import Append, Appended, Conflict, Metadata
from eventstore.writer import Writer

KEYS = UUID("b1f0f6a4-6c0e-5b58-9d0f-2c7a5e3f9d10")
ATTEMPTS = 8


class Outcome(msgspec.Struct, frozen=True):
    """What a command came to: where the log stands with it, and what the caller should know."""

    position: int
    sequence: int | None
    result: dict[str, Any]
    replayed: bool = False


class Engine:
    """Carries commands out. Those on one tournament take turns here; between processes versions decide."""

    def __init__(self, writer: Writer, reader: Reader, clock: Callable[[], datetime]) -> None:
        self._writer = writer
        self._reader = reader
        self._clock = clock
        self._repository = Repository(reader)
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()
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

        `key` is the caller's idempotency key, scoped to the account and the kind of command; `if_match` is
        the version the caller saw of the tournament, bracket, match or registration the command names.

        Raises a Refusal of the domain, Stale, Contended, KeyInUse, or what the store raises (KeyReused,
        StoreUnavailable).
        """
        command_id = uuid5(KEYS, f"{actor.account}/{type(command).__name__}/{key}") if key else uuid4()
        async with self._once(command_id), self._turn(await self._shard(command)):
            for attempt in range(ATTEMPTS):
                try:
                    return await self._attempt(command, actor, command_id, key, if_match, reason)
                except Conflict:
                    await asyncio.sleep(random.uniform(0, 0.002 * 2**attempt))  # noqa: S311 - spreads retries
        raise Contended()

    async def _attempt(
        self,
        command: msgspec.Struct,
        actor: Actor,
        command_id: UUID,
        key: str | None,
        if_match: int | None,
        reason: str | None,
    ) -> Outcome:
        if key and (stored := await self._reader.answer(command_id, _hash(command))):
            return _outcome(stored)
        work = Work(self._repository)
        stored_all = False
        try:
            with moment.at(self._clock()):
                role = await role_of(actor, self._reader)
                await _check_version(command, if_match, work)
                result = msgspec.to_builtins(await decide(command, actor, role, work))
            facts = work.facts()
            if not facts and not key:
                return Outcome(await self._reader.head(), None, result)
            appended = await self._writer.append(
                Append(
                    metadata=Metadata(
                        command_id=command_id,
                        name=type(command).__name__,
                        actor=actor.account,
                        role=role,
                        address=actor.address,
                        reason=reason or getattr(command, "reason", None),
                        request_hash=_hash(command) if key else None,
                    ),
                    events=facts,
                    tournament_id=work.tournament,
                    guards=work.guards(),
                    answer=msgspec.json.encode(result),
                )
            )
            stored_all = not appended.replayed
            return _outcome(appended)
        finally:
            work.settle() if stored_all else work.abandon()

    async def _shard(self, command: Any) -> UUID:
        """What the command takes turns on: its tournament, else the one stream it names."""
        if hasattr(command, "match") and not hasattr(command, "tournament"):
            return await self._tournament_of(Match, command.match)
        if hasattr(command, "registration"):
            return await self._tournament_of(Registration, command.registration)
        for name in ("tournament", "account", "game"):
            if isinstance(found := getattr(command, name, None), UUID):
                return found
        return uuid4()

    async def _tournament_of(self, kind: type[Match] | type[Registration], id_: UUID) -> UUID:
        found = await self._reader.tournament_of(id_)
        if found is None:
            raise NotFound(what=kind.__name__.lower())
        return found

    @asynccontextmanager
    async def _turn(self, shard: UUID) -> AsyncIterator[None]:
        lock = self._turns.get(shard)
        if lock is None:
            lock = self._turns[shard] = asyncio.Lock()
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


def _hash(command: msgspec.Struct) -> bytes:
    """Of what a repeated request repeats: what is made anew for each try is left out."""
    new_each_try: frozenset[str] = getattr(command, "NEW_EACH_TRY", frozenset())
    repeated = [getattr(command, name) for name in command.__struct_fields__ if name not in new_each_try]
    return sha256(msgspec.json.encode([type(command).__name__, repeated])).digest()


def _outcome(appended: Appended) -> Outcome:
    return Outcome(
        appended.position, appended.sequence, msgspec.json.decode(appended.answer), appended.replayed
    )


async def _check_version(command: Any, seen: int | None, work: Work) -> None:
    if seen is not None and (stream := _named(command)) is not None:
        version = await work.version(stream)
        if version != seen:
            raise Stale(seen=seen, version=version)


def _named(command: Any) -> UUID | None:
    """The stream whose version `If-Match` speaks of."""
    if isinstance(command, BracketCommand):
        return bracket_id(command.tournament)
    names = ("match", "registration", "tournament", "game", "account")
    found = (getattr(command, name, None) for name in names)
    return next((id_ for id_ in found if isinstance(id_, UUID)), None)
