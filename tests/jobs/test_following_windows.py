"""A tournament's status follows its windows: once for each instant, and never against whoever runs it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace
from psycopg_pool import AsyncConnectionPool

from application.kernel.actor import CLOCK, Actor
from application.kernel.authorization import Standing
from application.kernel.engine import Engine
from application.kernel.repository import fold
from application.subjects import MENU
from application.tournament.commands import (
    ChangeDefinition,
    CloseRegistration,
    CreateTournament,
    OpenCheckIn,
    OpenRegistration,
    PublishTournament,
)
from application.tournament.reactions import FOLLOW, Follow, following
from bootstrap.jobs.dispatcher import Dispatcher
from domain.kernel.refusals import Forbidden, SignInRequired, Stale
from domain.tournament.definition import Definition
from domain.tournament.tournament import Tournament
from eventstore.reader import Reader
from eventstore.writer import Writer
from projections.kernel.runner import Runner
from projections.subjects import LINES
from tests.kernel.test_engine import opened
from tests.support.jobs import stored

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOWS = {
    "registration_opens_at": NOON + HOUR,
    "registration_closes_at": NOON + 3 * HOUR,
    "check_in_opens_at": NOON + 4 * HOUR,
    "check_in_closes_at": NOON + 5 * HOUR,
}


class Evening:
    """A published tournament with windows, and a clock that moves when it is told to."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self.now = NOON
        self.engine = Engine(MENU, writer, reader, clock=self.clock)
        self.reader = reader
        self.tournament = uuid4()
        self.follow = Follow(self.engine, reader, self.clock)
        self.organiser = Actor()

    def clock(self) -> datetime:
        return self.now

    async def begins(self, **windows: datetime | None) -> "Evening":
        self.organiser = await opened(self.engine, "organiser", "ORGANIZER")
        await self.does(
            CreateTournament,
            owner=self.organiser.account,
            definition=Definition(name="Open", slug="open", **{**WINDOWS, **windows}),
        )
        await self.does(PublishTournament)
        return self

    async def does(self, command: Callable[..., Any], **fields: Any) -> None:
        await self.engine.execute(command(tournament=self.tournament, **fields), self.organiser)

    async def redefines(self, **windows: datetime | None) -> None:
        definition = replace((await self.present()).definition, **windows)
        await self.does(ChangeDefinition, definition=definition)

    async def at(self, instant: datetime, *, twice: bool = True) -> str:
        """The status once the job was done then, and done again."""
        self.now = instant
        for _ in range(1 + twice):
            await self.follow(following(self.tournament))
        return (await self.present()).status

    async def present(self) -> Tournament:
        found = fold(await self.facts())
        assert isinstance(found, Tournament)
        return found

    async def facts(self) -> list[Any]:
        return (await self.reader.streams({self.tournament: 0}))[self.tournament]

    async def topics(self) -> list[str]:
        return [type(fact).TOPIC.removeprefix("Tournament.") for fact in await self.facts()]


@pytest.fixture
async def evening(writer: Writer, reader: Reader) -> Evening:
    return Evening(writer, reader)


async def test_each_window_opens_and_closes_at_its_instant_and_not_before(evening: Evening) -> None:
    await evening.begins()
    told = [await evening.at(NOON + half * HOUR / 2) for half in range(9)]

    opened, closed = ["registration_open"] * 4, ["registration_closed"] * 2
    assert told == ["published", "published", *opened, *closed, "check_in"]
    assert (await evening.topics())[2:] == ["RegistrationOpened", "RegistrationClosed", "CheckInOpened"]


async def test_the_journal_says_that_it_was_the_clock(evening: Evening, reader: Reader) -> None:
    await evening.begins()
    await evening.at(NOON + HOUR)
    (fact,) = [one for one in await reader.since(0) if one.topic == "Tournament.RegistrationOpened"]

    sent = (await reader.commands([fact.command_id]))[fact.command_id]
    assert (fact.actor, sent.role, sent.name) == (None, "CLOCK", "OpenRegistration")
    assert LINES[fact.topic].audit


async def test_the_audit_log_names_every_step(evening: Evening) -> None:
    await evening.begins()
    for hours in (1, 3, 4):
        await evening.at(NOON + hours * HOUR)

    audits = [(LINES[fact.TOPIC].audit, fact) for fact in (await evening.facts())[2:]]
    assert [audit and audit(fact) for audit, fact in audits] == [
        ("tournament.open_registration", None, None),
        ("tournament.close_registration", None, None),
        ("tournament.open_check_in", None, None),
    ]


async def test_each_fact_that_may_make_a_step_due_leads_to_a_job(
    evening: Evening, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    """Without timers, which would see most of it on their own."""
    dispatcher = Dispatcher(MENU.reactions, jobs_pool, Runner([], jobs_pool))

    async def follows() -> list[tuple[str, Any]]:
        await dispatcher.step()
        found = [(row["task_name"], row["args"]) for row in await stored(jobs_pool)]
        async with jobs_pool.connection() as connection:
            await connection.execute("DELETE FROM jobs.procrastinate_jobs")
        return found

    job = [(FOLLOW, following(evening.tournament))]
    await evening.begins()
    assert await follows() == job
    await evening.redefines(registration_opens_at=NOON)
    assert await follows() == job
    for step in (OpenRegistration, CloseRegistration):
        await evening.does(step)
        assert await follows() == job
    await evening.does(OpenCheckIn)
    assert await follows() == []


async def test_nothing_opens_whose_end_has_passed(evening: Evening) -> None:
    await evening.begins()
    assert await evening.at(NOON + 3 * HOUR) == "published"

    await evening.does(OpenRegistration)
    await evening.does(CloseRegistration)
    assert await evening.at(NOON + 5 * HOUR) == "registration_closed"


async def test_what_was_missed_is_made_up_for(evening: Evening) -> None:
    await evening.begins()
    assert await evening.at(NOON + 2 * HOUR) == "registration_open"
    assert await evening.at(NOON + 4.5 * HOUR, twice=False) == "registration_closed"
    assert await evening.at(NOON + 4.5 * HOUR) == "check_in"


async def test_whoever_opens_registration_again_is_not_overruled(evening: Evening) -> None:
    await evening.begins()
    await evening.at(NOON + HOUR)
    await evening.at(NOON + 3 * HOUR)
    evening.now += HOUR / 4
    await evening.does(OpenRegistration)

    assert await evening.at(NOON + 4 * HOUR) == "registration_open"
    assert (await evening.topics()).count("RegistrationClosed") == 1


async def test_a_step_taken_again_by_a_clock_that_is_behind_changes_nothing(evening: Evening) -> None:
    await evening.begins()
    await evening.at(NOON + HOUR)
    await evening.at(NOON + 3 * HOUR)
    evening.now -= HOUR / 4  # on the machine where the organiser opens it again
    await evening.does(OpenRegistration)

    assert await evening.at(NOON + 3.5 * HOUR) == "registration_open"
    assert (await evening.topics()).count("RegistrationClosed") == 1


async def test_an_instant_that_was_changed_is_not_followed_but_the_new_one_is(evening: Evening) -> None:
    await evening.begins()
    await evening.redefines(registration_opens_at=NOON + 2 * HOUR)
    assert await evening.at(NOON + HOUR) == "published"
    assert await evening.at(NOON + 2 * HOUR) == "registration_open"

    await evening.redefines(registration_closes_at=NOON + 3.5 * HOUR)
    assert await evening.at(NOON + 3 * HOUR) == "registration_open"
    assert await evening.at(NOON + 3.5 * HOUR) == "registration_closed"


async def test_without_windows_everything_is_done_by_hand(evening: Evening) -> None:
    await evening.begins(**dict.fromkeys(WINDOWS))
    assert await evening.at(NOON + HOUR) == "published"
    await evening.does(OpenRegistration)
    assert await evening.at(NOON + 10 * HOUR) == "registration_open"


async def test_a_tournament_that_moves_meanwhile_is_looked_at_again(evening: Evening) -> None:
    await evening.begins()
    evening.now = NOON + HOUR
    read = await evening.facts()

    class Behind:
        async def streams(self, after: Any) -> dict[UUID, list[Any]]:
            return {evening.tournament: read}

    await evening.redefines(registration_opens_at=NOON + 2 * HOUR)
    with pytest.raises(Stale):
        await Follow(evening.engine, Behind(), evening.clock)(following(evening.tournament))
    assert await evening.at(NOON + HOUR) == "published"


async def test_of_several_at_once_one_takes_the_step(evening: Evening) -> None:
    await evening.begins()
    evening.now = NOON + HOUR
    await asyncio.gather(*(evening.follow(following(evening.tournament)) for _ in range(5)))
    assert (await evening.topics())[2:] == ["RegistrationOpened"]


async def test_a_tournament_that_there_is_not_is_nobodys_concern(evening: Evening) -> None:
    await evening.follow(following(uuid4()))


def test_the_clock_may_take_these_three_steps_and_nothing_else() -> None:
    clock = Standing(role="CLOCK", staff="owner", owns=True, entrant=True)
    by_the_clock = {OpenRegistration, CloseRegistration, OpenCheckIn}
    assert {command for command in MENU.commands if MENU.allowed(command, clock)} == by_the_clock
    assert not [question for question in MENU.questions if MENU.allowed(question, clock)]
    assert all(MENU.allowed(command, Standing(role="CLOCK", hidden=True)) for command in by_the_clock)


async def test_the_clock_is_refused_like_anyone_else(evening: Evening) -> None:
    await evening.begins()
    with pytest.raises((Forbidden, SignInRequired)):
        await evening.engine.execute(PublishTournament(tournament=evening.tournament), CLOCK)
