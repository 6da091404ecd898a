"""A view: its name, its version, its tables, and what each fact of the streams it owns does to its rows."""

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files

import msgspec

from eventstore.records import Recorded
from projections.kernel.changes import Change, Tables, apply
from projections.kernel.telling import Line

Project = Callable[[Recorded], Iterable[Change]]


class UnknownFact(Exception):
    """A view was shown a fact of a stream it owns, and does not name its topic."""


def nothing(_: Recorded) -> Iterable[Change]:
    """What a fact does to a view that lets it pass."""
    return ()


class View(msgspec.Struct, frozen=True):
    """One thing people look at. A new `version` rebuilds its tables from the log.

    The SQL of its tables stands in its `package`. It owns the streams of some aggregates, by the first word
    of their topics, and `on` names every topic of those, also the ones it lets pass.
    """

    name: str
    version: int
    package: str
    owns: tuple[str, ...]
    on: Mapping[str, Project]

    def project(self, recorded: Recorded) -> Iterable[Change]:
        """What a fact does to the rows; nothing of a stream that is not its own. Raises UnknownFact."""
        project = self.on.get(recorded.topic)
        if project is not None:
            return project(recorded)
        if recorded.topic.partition(".")[0] in self.owns:
            raise UnknownFact(f"the view {self.name} does not know {recorded.topic}")
        return ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The facts that may change it."""
        return tuple(topic for topic, project in self.on.items() if project is not nothing)

    @property
    def schema(self) -> str:
        """The PostgreSQL schema that holds its tables."""
        return f"view_{self.name}"

    @property
    def tables(self) -> str:
        """The SQL that makes its tables, naming no schema."""
        return files(self.package).joinpath("schema.sql").read_text("utf-8")


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What a subject declares of its read side: its views, and what each of its facts is called.

    `lines` name every topic of the subject's aggregates, also those that are told nowhere.
    """

    name: str
    views: tuple[View, ...]
    lines: Mapping[str, Line]


def as_of(view: View, facts: Iterable[Recorded]) -> Tables:
    """The tables of `view` after these facts and no others."""
    rows: Tables = {}
    for fact in facts:
        apply(rows, view.project(fact))
    return rows
