"""The library's own doors with our log behind them: its applications and projections work on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from eventsourcing import persistence
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    Notification,
    NotSupportedError,
    OperationalError,
    ProcessRecorder,
    StoredEvent,
    Tracking,
)
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
    PostgresSubscription,
)
from eventsourcing.utils import Environment, EnvType, resolve_topic, retry
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from eventstore.batch import APPEND, documents
from eventstore.mapper import from_bytes, to_bytes
from eventstore.records import Append, Metadata, Scope
from eventstore.unsafe import OURS, unsafe

ONE = APPEND.format("%s::json", "%s::json", "%s::json")
COLUMNS = "originator_id, originator_version, topic, state, position, schema_version"
until_connected = retry((InterfaceError, OperationalError), max_attempts=10, wait=0.2)


class UnsafeEnvironment(Exception):
    """The library was told to do what loses, hides or falsifies facts; one sentence for each variable."""


def environment(url: str) -> dict[str, str]:
    """What to give an application of the library so that it works on the log in the database at `url`."""
    parts = {"host": "localhost", "port": "5432", "password": "", **conninfo_to_dict(url)}
    names = {"dbname", "host", "port", "user", "password"}
    return {**OURS, **{f"POSTGRES_{name.upper()}": str(parts[name]) for name in names}}


class Factory(PostgresFactory):
    """The library's factory, except that it refuses an environment that is not safe for the log."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        env = env if isinstance(env, Environment) else Environment(env=env)
        if sentences := unsafe(env.get, needed=OURS):
            raise UnsafeEnvironment("\n".join(sentences))
        super().__init__(env)

    def process_recorder(self) -> ProcessRecorder:
        """Refused: it would keep its facts in tables of its own, a second log."""
        raise NotSupportedError("Palio has one log: use a projection with a view of its own")


@dataclass(frozen=True)
class Stored(Notification):
    """A fact as the log holds it; its `id` is its position."""

    schema_version: int


class Mapper(persistence.Mapper[UUID]):
    """Facts as `eventstore.mapper` writes and reads them: older versions are lifted to today's."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The fact encoded."""
        topic, _, state = to_bytes(domain_event)
        return StoredEvent(domain_event.originator_id, domain_event.originator_version, topic, state)

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The fact that was stored."""
        id_ = UUID(str(stored_event.originator_id))
        fact: DomainEventProtocol[UUID] = from_bytes(
            *_columns(stored_event), id_, stored_event.originator_version
        )
        return fact


class Listening(PostgresSubscription):
    """Reads once more when it has begun to listen.

    The library reads what there is and begins to listen in two threads: what is stored in between would wait
    for whatever is stored next, and maybe for ever.
    """

    def _listen(self) -> None:
        try:
            with self._recorder.datastore.get_connection() as connection:
                connection.execute(SQL("LISTEN {0}").format(Identifier(self._recorder.channel_name)))
                self._has_been_notified.set()
                while not self._has_been_stopped and not self._thread_error:
                    for _ in connection.notifies(timeout=0.1, stop_after=1):
                        self._has_been_notified.set()
        except BaseException as error:
            self._thread_error = self._thread_error or error
            self.stop()


class Recorder(PostgresApplicationRecorder):
    """One save is one command of the journal, stored by the function that stores all others."""

    def __init__(self, datastore: PostgresDatastore, *, events_table_name: str = "events") -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        self.channel_name = "palio"

    def create_table(self) -> None:
        """Nothing: tables are made by migrations."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        tracking: Tracking | None = None,
        concerns: Scope | None = None,
        guards: Sequence[tuple[UUID, int]] = (),
        answer: bytes = b"{}",
        **who: Any,
    ) -> Sequence[int] | None:
        """The positions of the facts; `who` is what `Metadata` takes, its command id made here unless given.

        Raises IntegrityError where a stream that was written or guarded has moved, or where the command is
        stored already with other facts, and NotSupportedError for tracking, which is not stored here.
        """
        if tracking is not None:
            raise NotSupportedError("the log keeps no tracking: use a projection with a view of its own")
        if not stored_events:
            return None
        metadata = Metadata(**{"command_id": uuid4(), "name": "Save", **who})
        request = Append(
            metadata=metadata,
            events=stored_events,
            concerns=concerns,
            guards=guards,
            answer=answer,
        )
        return self._append(request)

    def _append(self, request: Append) -> list[int]:
        """Sent again after a lost connection, a command that made it is known by its id and its facts."""
        (row,) = self._rows(ONE, documents([request], _columns))
        if row["status"] == "conflict":
            raise IntegrityError("a stream has moved: read again and decide again")
        last = row["stored_position"]
        positions = list(range(last - len(request.events) + 1, last + 1))
        if row["status"] == "known":
            there = self.select_notifications(positions[0], len(positions), stop=last)
            if [_content(fact) for fact in there] != [_content(fact) for fact in request.events]:
                raise IntegrityError("the command is stored already, with other facts")
        return positions

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The facts of one stream with versions beyond `gt`, up to and with `lte`."""
        conditions = {
            "originator_id = %s": originator_id,
            "originator_version > %s": gt,
            "originator_version <= %s": lte,
        }
        return self._select(conditions, f"originator_version {'DESC' if desc else 'ASC'}", limit)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The facts of the log in commit order, from `start` up to and with `stop`."""
        conditions = {
            f"position {'>=' if inclusive_of_start else '>'} %s": start,
            "position <= %s": stop,
            "topic = ANY(%s)": list(topics) or None,
        }
        return self._select(conditions, "position", limit)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> PostgresSubscription:
        """What was stored after position `gt`, and whatever is stored from here on."""
        return Listening(recorder=self, gt=gt, topics=topics)

    def max_notification_id(self) -> int | None:
        """The position of the last fact; None in an empty log."""
        (row,) = self._rows("SELECT nullif(position, 0) AS position FROM palio.log_head", ())
        head: int | None = row["position"]
        return head

    def _select(self, conditions: dict[str, Any], order: str, limit: int | None) -> list[Stored]:
        held = {text: value for text, value in conditions.items() if value is not None}
        query = (
            f"SELECT {COLUMNS} FROM palio.facts WHERE {' AND '.join(held) or 'true'}"  # noqa: S608
            f" ORDER BY {order} LIMIT %s"
        )
        return [Stored(*row.values()) for row in self._rows(query, [*held.values(), limit])]

    @until_connected
    def _rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        with self.datastore.get_connection() as connection:
            return connection.execute(query, values, prepare=True, binary=True).fetchall()


def _columns(event: StoredEvent) -> tuple[str, int, bytes]:
    """Topic, schema version and bytes; an event that does not come from the log is of today's version."""
    if isinstance(event, Stored):
        return event.topic, event.schema_version, event.state
    return event.topic, getattr(resolve_topic(event.topic), "class_version", 1), event.state


def _content(event: StoredEvent) -> tuple[Any, ...]:
    return event.originator_id, event.originator_version, event.topic, event.state
