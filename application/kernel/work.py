"""One command's unit of work: the aggregates it read, and the facts they now state."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from application.kernel.repository import Repository
from domain.kernel.aggregate import Aggregate
from domain.kernel.refusals import NotFound

A = TypeVar("A", bound=Aggregate)


class Work:
    """Reads through the repository, each stream once; what it wrote is stored whole or not at all.

    With `fresh` every stream is read from the log. Without, what the repository keeps is good enough: the log
    refuses facts decided on a version that has moved.
    """

    def __init__(self, repository: Repository, *, fresh: bool = True) -> None:
        self._repository = repository
        self.fresh = fresh
        self._seen: dict[UUID, Aggregate] = {}
        self._read_at: dict[UUID, int] = {}
        self._facts: list[Any] = []
        self._absent: set[UUID] = set()

    def apart(self) -> "Work":
        """To look at other tournaments: all read from the log, nothing kept, guarded or stated with this.

        What is kept of them may be in the hands of their own commands.
        """
        return Work(self._repository.apart())

    async def find_all(self, kind: type[A], ids: Sequence[UUID]) -> list[A]:
        """The aggregates of `ids` that exist, in that order, loaded in one query."""
        if not self.fresh:
            self._take(self._repository.kept([id_ for id_ in ids if id_ not in self._seen]))
        missing = [id_ for id_ in ids if id_ not in self._seen]
        if missing:
            self._take(await self._repository.load(missing, kind))
            self._absent.update(id_ for id_ in missing if id_ not in self._seen)
        found = [self._seen[id_] for id_ in ids if id_ in self._seen]
        return [aggregate for aggregate in found if isinstance(aggregate, kind)]

    async def refresh(self, ids: Sequence[UUID]) -> None:
        """Read in one query what is new of those that are kept."""
        await self.find_all(Aggregate, list(self._repository.kept(ids)))

    def _take(self, found: dict[UUID, Aggregate]) -> None:
        for id_, aggregate in found.items():
            self._seen[id_] = aggregate
            self._read_at[id_] = aggregate.version

    async def find(self, kind: type[A], id_: UUID) -> A | None:
        """The aggregate, or None."""
        found = await self.find_all(kind, [id_])
        return found[0] if found else None

    async def load(self, kind: type[A], id_: UUID) -> A:
        """The aggregate; NotFound where there is none."""
        found = await self.find(kind, id_)
        if found is None:
            raise NotFound(what=kind.__name__.lower())
        return found

    async def version(self, id_: UUID) -> int:
        """The present version of a stream; 0 where there is none."""
        found = await self.find_all(Aggregate, [id_])
        return found[0].version if found else 0

    def scopes(self) -> dict[UUID, tuple[str, UUID]]:
        """The scope of each stream that is written."""
        return {id_: aggregate.scope for id_, aggregate in self._seen.items() if aggregate.pending_events}

    def add(self, aggregate: A) -> A:
        """Take a new aggregate in; its first facts are pending."""
        self._seen[aggregate.id] = aggregate
        self._read_at[aggregate.id] = 0
        return aggregate

    def stated(self) -> Iterator[tuple[Aggregate, Any]]:
        """Every pending fact with its aggregate, also those stated meanwhile: each once, causes first."""
        done: dict[UUID, int] = {}
        while fresh := [a for a in self._seen.values() if len(a.pending_events) > done.get(a.id, 0)]:
            for aggregate in fresh:
                start = done.get(aggregate.id, 0)
                done[aggregate.id] = len(aggregate.pending_events)
                for fact in aggregate.pending_events[start : done[aggregate.id]]:
                    self._facts.append(fact)
                    yield aggregate, fact

    def facts(self) -> list[Any]:
        """All facts in the order `stated` gave them: what follows from a fact is stored after it."""
        return self._facts

    @property
    def read(self) -> list[UUID]:
        """Every stream there was."""
        return list(self._read_at)

    def guards(self) -> list[tuple[UUID, int]]:
        """The streams the decision rests on without writing to them, and the version it saw: 0 of none."""
        read = [(id_, self._read_at[id_]) for id_, a in self._seen.items() if not a.pending_events]
        return [*read, *((id_, 0) for id_ in self._absent if id_ not in self._seen)]

    def settle(self) -> None:
        """The facts are stored: keep the aggregates for the next command."""
        for aggregate in self._seen.values():
            aggregate.pending_events.clear()
            if aggregate.KEPT:
                self._repository.keep(aggregate)

    def abandon(self) -> None:
        """The facts are not stored: forget whatever holds some."""
        for aggregate in self._seen.values():
            if aggregate.pending_events:
                self._repository.forget(aggregate.id)
