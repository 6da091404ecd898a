"""The library's application, notification log and projections work on our log, through its own seams."""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import IntegrityError, Notification, NotSupportedError, StoredEvent, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.utils import register_topic

from domain.account.account import Account
from domain.entry.entry_list import EntryList
from eventstore.reader import Reader
from eventstore.recorder import Factory, Listening, Recorder, UnsafeEnvironment, environment
from eventstore.records import Scope
from eventstore.writer import Writer
from tests.support.store import account, request


class Palio(Application[UUID]):
    """The library's application as it comes."""


@pytest.fixture
def palio(database: str) -> Iterator[Palio]:
    with Palio(environment(database)) as palio:
        yield palio


async def test_two_aggregates_saved_together_are_read_back(palio: Palio, reader: Reader) -> None:
    ann, entries = account("ann"), EntryList(tournament=uuid4(), capacity=2)
    ann.grant_role("ADMIN", "trusted")
    entries.enter(uuid4())

    recordings = palio.save(ann, entries, concerns=Scope("tournament", entries.tournament))

    assert [recording.notification.id for recording in recordings] == [1, 2, 3, 4]
    assert [palio.repository.get(one.id) for one in (ann, entries)] == [ann, entries]
    assert [fact.sequence for fact in await reader.of_scope(Scope("tournament", entries.tournament))] == [
        1,
        2,
        3,
        4,
    ]
    assert len({fact.command_id for fact in await reader.since(0)}) == 1


async def test_a_conflict_of_one_aggregate_stores_neither(palio: Palio, reader: Reader) -> None:
    ann, ben = account("ann"), account("ben")
    palio.save(ann)
    mine, theirs = palio.repository.get(ann.id), palio.repository.get(ann.id)
    mine.grant_role("ADMIN", None)
    theirs.grant_role("ORGANIZER", None)
    palio.save(mine)

    with pytest.raises(IntegrityError):
        palio.save(ben, theirs)
    with pytest.raises(AggregateNotFoundError):
        palio.repository.get(ben.id)
    assert await reader.head() == 2


def test_a_guard_holds_only_while_its_stream_stands_still(palio: Palio) -> None:
    ann = account("ann")
    palio.save(ann)
    palio.save(account("ben"), guards=[(ann.id, 1)])
    ann.grant_role("ADMIN", None)
    palio.save(ann)

    with pytest.raises(IntegrityError):
        palio.save(account("cleo"), guards=[(ann.id, 1)])


async def test_a_save_says_who_from_where_and_why(palio: Palio, reader: Reader) -> None:
    ids = {name: uuid4() for name in ("command_id", "actor", "correlation_id", "causation_id")}
    palio.save(
        account(), **ids, name="OpenAccount", role="ADMIN", address="::1", reason="asked", request_hash=b"h"
    )

    (fact,) = await reader.since(0)
    sent = (await reader.commands([ids["command_id"]]))[ids["command_id"]]
    assert {name: getattr(fact, name) for name in ids} == ids
    assert (sent.name, sent.role, sent.address, sent.reason) == ("OpenAccount", "ADMIN", "::1", "asked")
    assert await reader.answer(ids["command_id"], b"h")


def test_what_no_command_carries_is_refused_and_so_is_tracking(palio: Palio) -> None:
    with pytest.raises(TypeError):
        palio.save(account(), acter=uuid4())
    with pytest.raises(NotSupportedError):
        palio.events.put(account().collect_events(), tracking=Tracking("Palio", 1))
    with pytest.raises(NotSupportedError):
        palio.factory.process_recorder()


def test_a_command_that_is_stored_with_other_facts_is_refused(palio: Palio) -> None:
    id_ = uuid4()
    palio.save(account(), command_id=id_)

    with pytest.raises(IntegrityError):
        palio.save(account(), command_id=id_)


async def test_the_notification_log_is_the_log_the_reader_reads(
    palio: Palio, writer: Writer, reader: Reader
) -> None:
    for _ in range(3):
        await writer.append(request(account(), account()))
        palio.save(account(), account())

    sections = [palio.notification_log["1,10"], palio.notification_log["11,20"]]
    seen = [item for section in sections for item in section.items]
    told = [(item.id, item.topic, palio.mapper.to_domain_event(item)) for item in seen]
    assert told == [(fact.position, fact.topic, fact.event) for fact in await reader.since(0)]
    assert [item.id for item in seen] == list(range(1, 13))


def test_an_older_version_is_lifted_by_the_mapper(palio: Palio, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = account("ann")
    palio.save(ann)
    stored = palio.recorder.select_events(ann.id)

    def lift(state: dict[str, Any]) -> None:
        state["display_name"] = f"lifted {state['display_name']}"

    from eventstore import mapper

    monkeypatch.setattr(Account.Opened, "class_version", 2, raising=False)
    monkeypatch.setattr(Account.Opened, "upcast_v1_v2", staticmethod(lift), raising=False)
    mapper._codec.cache_clear()
    try:
        assert palio.repository.get(ann.id).display_name == "lifted x"
        palio.save(ben := account("ben"))
        assert [one.schema_version for one in palio.recorder.select_events(ben.id)] == [2]
        assert [one.schema_version for one in stored] == [1]
        assert palio.repository.get(ben.id).display_name == "x"
    finally:
        mapper._codec.cache_clear()


class Handles(PostgresTrackingRecorder):
    """A view of the library's kind."""

    seen: list[str]

    def add(self, handle: str, tracking: Tracking) -> None:
        self.seen = [*getattr(self, "seen", []), handle]
        self.insert_tracking(tracking)


class ListsHandles(Projection[Handles]):
    """A projection of the library's kind."""

    topics = (Account.Opened.TOPIC,)

    def process_event(self, domain_event: DomainEventProtocol[UUID], tracking: Tracking) -> None:
        self.view.add(domain_event.handle, tracking)


def test_a_projection_of_the_library_follows_the_log(database: str, palio: Palio) -> None:
    ann, ben = account("ann"), account("ben")
    ann.grant_role("ADMIN", None)
    palio.save(ann)
    with ProjectionRunner(
        application_class=Palio, projection_class=ListsHandles, view_class=Handles, env=environment(database)
    ) as runner:
        recordings = palio.save(ben)
        runner.wait(recordings[-1].notification.id, timeout=10)
        assert runner.view.seen == ["ann", "ben"]


@contextmanager
def acknowledgements_lost(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The connection breaks once, right after the database has committed an append."""
    lost: list[str] = []
    execute = psycopg.Connection.execute

    def breaking(connection: psycopg.Connection[Any], query: Any, *args: Any, **kwargs: Any) -> Any:
        cursor = execute(connection, query, *args, **kwargs)
        if "palio.append" in str(query) and not lost:
            lost.append(str(query))
            connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return cursor

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Connection, "execute", breaking)
        yield lost


async def test_a_commit_whose_acknowledgement_was_lost_is_no_conflict(
    palio: Palio, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acknowledgements_lost(palio.recorder, monkeypatch) as lost:
        recordings = await asyncio.to_thread(palio.save, account(), account())

    assert lost
    assert [recording.notification.id for recording in recordings] == [1, 2]
    assert [fact.position for fact in await reader.since(0)] == [1, 2]


async def test_saves_whose_connections_are_killed_are_stored_once(
    database: str, palio: Palio, reader: Reader
) -> None:
    acknowledged: list[int] = []
    killed = 0

    def save() -> None:
        for _ in range(40):
            acknowledged.extend(one.notification.id for one in palio.save(account()))

    threads = [Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as owner:
        for _ in range(8):  # fewer than the attempts one save makes
            cursor = await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE '%palio.append%'"
                " AND pid <> pg_backend_pid()"
            )
            killed += len(await cursor.fetchall())
            await asyncio.sleep(0.05)
    for thread in threads:
        await asyncio.to_thread(thread.join)

    assert killed
    assert sorted(acknowledged) == list(range(1, 161))
    assert await reader.head() == 160


UNSAFE = {
    "POSTGRES_ENABLE_DB_FUNCTIONS": "yes",
    "AGGREGATE_CACHE_FASTFORWARD": "n",
    "CIPHER_KEY": "secret",
    "COMPRESSOR_TOPIC": "zlib",
    "APPLICATION_RECORDER_TOPIC": "eventsourcing.postgres:PostgresApplicationRecorder",
    "MAPPER_TOPIC": "",
    "PALIO_CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
}


@pytest.mark.parametrize("variable", UNSAFE)
def test_an_application_with_an_unsafe_setting_does_not_start(database: str, variable: str) -> None:
    with pytest.raises(UnsafeEnvironment, match=variable.removeprefix("PALIO_")):
        Palio({**environment(database), variable: UNSAFE[variable]})


def library_cases() -> type[Any]:
    """The library's own cases of an application recorder; importing them asks for a cipher we do without."""
    cipher = ModuleType("eventsourcing.cipher")
    cipher.AESCipher = None  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "eventsourcing.cipher", cipher)
        from eventsourcing.tests.persistence import ApplicationRecorderTestCase
    return ApplicationRecorderTestCase


class InJson(Recorder):
    """The library's cases state bytes that are no JSON, and our log takes JSON alone: here as strings."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **settings: Any) -> Sequence[int] | None:
        quoted = [replace(event, state=json.dumps(event.state.decode()).encode()) for event in stored_events]
        return super().insert_events(quoted, **settings)

    def select_events(self, *asked: Any, **settings: Any) -> Sequence[StoredEvent]:
        return [unquoted(event) for event in super().select_events(*asked, **settings)]

    def select_notifications(self, *asked: Any, **settings: Any) -> Sequence[Notification]:
        return [unquoted(event) for event in super().select_notifications(*asked, **settings)]


def unquoted(event: Any) -> Any:
    return replace(event, state=json.loads(event.state).encode())


class TestTheLibrarysCases(library_cases()):  # type: ignore[misc]
    """What the library asks of any application recorder."""

    @pytest.fixture(autouse=True)
    def _on(self, database: str) -> Iterator[None]:
        for topic in ("topic", "topic1", "topic2", "topic3"):
            register_topic(topic, StoredEvent)
        with Factory(environment(database)) as factory:
            self.factory = factory
            yield

    def create_recorder(self) -> Any:
        recorder = self.factory.application_recorder()
        recorder.__class__ = InJson
        return recorder

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()

    def test_what_is_stored_between_reading_and_listening_is_not_waited_for(self) -> None:
        recorder = self.create_recorder()
        read, stored = Event(), Event()

        class Late(Listening):
            def _pull(self) -> None:
                super()._pull()
                read.set()

            def _listen(self) -> None:
                stored.wait()
                super()._listen()

        with Late(recorder=recorder, gt=None) as subscription:
            assert read.wait(10)
            recorder.insert_events([StoredEvent(uuid4(), 1, "topic", b"state")])
            stored.set()
            (found,) = subscription._notifications_queue.get(timeout=10)
        assert found.topic == "topic"
