"""Aggregates by id: kept between commands, and brought up to date from the log where that matters."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from application.kernel.snapshots import Snapshots
from domain.kernel.aggregate import Aggregate

A = TypeVar("A", bound=Aggregate)


class Streams(Protocol):
    """What the repository asks of the log."""

    async def streams(self, after: Mapping[UUID, int]) -> Mapping[UUID, Sequence[Any]]:
        """The facts of each stream beyond the version given."""


class Repository:
    """Loads aggregates, many in one query; keeps the `capacity` most recently used."""

    def __init__(self, log: Streams, snapshots: Snapshots | None = None, capacity: int = 20_000) -> None:
        self._log = log
        self._snapshots = snapshots
        self._capacity = capacity
        self._kept: OrderedDict[UUID, Aggregate] = OrderedDict()

    def apart(self) -> "Repository":
        """Another that keeps nothing yet."""
        return Repository(self._log)

    def kept(self, ids: Sequence[UUID]) -> dict[UUID, Aggregate]:
        """Those that are kept, at the version this process last saw."""
        return {id_: self._kept[id_] for id_ in ids if id_ in self._kept}

    async def load(self, ids: Sequence[UUID], kind: type[Aggregate] = Aggregate) -> dict[UUID, Aggregate]:
        """The aggregates that exist, at their present version; `kind` helps where it has snapshots."""
        kept = self.kept(ids)
        if self._snapshots:
            kept |= await self._snapshots.load(kind, [id_ for id_ in ids if id_ not in kept])
        news = await self._log.streams({id_: kept[id_].version if id_ in kept else 0 for id_ in ids})
        for id_, facts in news.items():
            aggregate = fold(facts, kept.get(id_))
            if aggregate is not None:
                kept[id_] = aggregate
        return kept

    def keep(self, aggregate: Aggregate) -> None:
        """Remember an aggregate whose facts are all stored."""
        self._kept[aggregate.id] = aggregate
        self._kept.move_to_end(aggregate.id)
        if self._snapshots:
            self._snapshots.consider(aggregate)
        if len(self._kept) > self._capacity:
            evicted, _ = self._kept.popitem(last=False)
            if self._snapshots:
                self._snapshots.forget(evicted)

    def forget(self, id_: UUID) -> None:
        """Drop an aggregate that holds facts which were not stored."""
        self._kept.pop(id_, None)


def fold(facts: Sequence[Any], aggregate: Aggregate | None = None) -> Aggregate | None:
    """The aggregate after `facts`, from nothing or from where it was."""
    for fact in facts:
        aggregate = fact.mutate(aggregate)
    return aggregate
