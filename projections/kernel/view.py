"""A view: its name, its version, its tables, and the pure function from a fact to changes of rows."""

from collections.abc import Callable, Iterable
from importlib.resources import files

import msgspec

from eventstore.records import Recorded
from projections.kernel.changes import Change


class View(msgspec.Struct, frozen=True):
    """One thing people look at. A new `version` rebuilds its tables from the log.

    The SQL of its tables stands in its `package`; facts change it only where their topic begins with one of
    `topics`.
    """

    name: str
    version: int
    package: str
    project: Callable[[Recorded], Iterable[Change]]
    topics: tuple[str, ...] = ("",)

    @property
    def schema(self) -> str:
        """The PostgreSQL schema that holds its tables."""
        return f"view_{self.name}"

    @property
    def tables(self) -> str:
        """The SQL that makes its tables, naming no schema."""
        return files(self.package).joinpath("schema.sql").read_text("utf-8")
