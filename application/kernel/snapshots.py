"""A shortcut into long streams, off the write path: where it fails, all facts are folded as ever."""

import asyncio
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cache
from types import new_class
from typing import Any, TypedDict, get_type_hints
from uuid import UUID

import msgspec
import structlog
from eventsourcing.utils import get_topic

from domain.kernel.aggregate import Aggregate
from eventstore.snapshots import Snapshot, SnapshotTable

log = structlog.get_logger("application")
EVERY = 250
WAITING = 8
_encode = msgspec.json.Encoder().encode


class Snapshots:
    """Takes a snapshot of an aggregate each time it has grown by `every` facts, and loads from the last."""

    def __init__(self, table: SnapshotTable, every: int = EVERY) -> None:
        self._table = table
        self._every = every
        self._taken_at: dict[UUID, int] = {}
        self._due: asyncio.Queue[tuple[type[Aggregate], dict[str, Any]]] = asyncio.Queue(WAITING)

    async def load(self, kind: type[Aggregate], ids: Sequence[UUID]) -> dict[UUID, Aggregate]:
        """The aggregates of one kind as they last were snapshotted; none whose snapshot cannot be read."""
        found: dict[UUID, Aggregate] = {}
        if kind.STATE and ids:
            try:
                for snapshot in await self._table.latest(ids, schema_of(kind)):
                    found[snapshot.originator_id] = thaw(kind, snapshot)
                    self._taken_at[snapshot.originator_id] = snapshot.version
            except Exception:
                log.warning("a snapshot is not used", kind=kind.__name__, exc_info=True)
        return found

    def consider(self, aggregate: Aggregate) -> bool:
        """Whether an aggregate, all of whose facts are stored, is noted as due now."""
        grown = aggregate.version - self._taken_at.get(aggregate.id, 0)
        due = bool(aggregate.STATE) and grown >= self._every and not self._due.full()
        if due:
            self._taken_at[aggregate.id] = aggregate.version
            now = vars(aggregate).items()
            still = {name: copy(value) for name, value in now}  # the next command changes the original
            self._due.put_nowait((type(aggregate), still))
        return due

    def forget(self, id_: UUID) -> None:
        """The aggregate is used no more."""
        self._taken_at.pop(id_, None)

    async def run(self) -> None:
        """Until cancelled: take what is due, one at a time."""
        while True:
            await self.step()

    async def step(self) -> None:
        """Wait for the next that is due and take it; a failure is logged and no one else's concern."""
        kind, state = await self._due.get()
        try:
            await self._table.store(freeze(kind, state))
        except Exception:
            log.warning("a snapshot could not be taken", kind=kind.__name__, exc_info=True)


def schema_of(kind: type[Aggregate]) -> str:
    """The name under which snapshots of this kind and state are stored, such as `Bracket.1`."""
    return f"{get_topic(kind)}.{kind.STATE}"


def freeze(kind: type[Aggregate], state: Mapping[str, Any]) -> Snapshot:
    """The snapshot of an aggregate from its attributes, `vars(aggregate)`."""
    declared = {name: state[name] for name in _shape(kind).__annotations__}
    return Snapshot(state["_id"], state["_version"], schema_of(kind), _encode(declared))


def thaw(kind: type[Aggregate], snapshot: Snapshot) -> Aggregate:
    """The aggregate as it stood; msgspec.ValidationError where the bytes are of another shape."""
    state = _decoder(kind).decode(snapshot.state)
    aggregate = object.__new__(kind)
    aggregate.__base_init__(snapshot.originator_id, snapshot.version, state["_created_on"])
    vars(aggregate).update(state)
    return aggregate


@cache
def _decoder(kind: type[Aggregate]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_shape(kind))


@cache
def _shape(kind: type[Aggregate]) -> Any:
    """What the class declares, and the two instants every aggregate has."""
    hints = get_type_hints(kind)
    declared = {name: hints[name] for name in kind.__annotations__}
    fields = {"_created_on": datetime, "_modified_on": datetime, **declared}
    return new_class("State", (TypedDict,), {}, lambda space: space.update(__annotations__=fields))
