"""What a feed loses or brings late changes nothing of what an account hears, nor in which order."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import Register
from application.match.commands import AwardWalkover, StartMatch
from application.tournament.commands import (
    ArchiveTournament,
    CloseRegistration,
    RestoreTournament,
    StartTournament,
)
from domain.account.ids import account_id
from domain.entry.ids import registration_of_account
from eventstore.records import Recorded, Scope
from realtime.kernel.audiences import VISITOR
from realtime.rings.member import Member
from realtime.rings.ring import Ring
from realtime.rooms.hub import Hub
from realtime.rooms.log import ENTERED
from realtime.rooms.room import Kind
from realtime.subjects import TOLD
from tests.realtime.rooms.test_lanes import Reader
from tests.support.evening import Evening, run

ANN = account_id("ann")
PLAYERS = ("ann", "ben", "cleo", "dora")


class Log:
    """A log that grows as it is told to, and as slow to answer as any; the view knows of no entry yet."""

    def __init__(self, facts: Sequence[Recorded]) -> None:
        self.stored = 0
        self._facts = facts

    async def _are(self) -> Sequence[Recorded]:
        await asyncio.sleep(0)
        return self._facts[: self.stored]

    async def position(self) -> int:
        return len(await self._are())

    async def head(self, scope: Scope) -> int:
        return (await self.heads([scope])).get(scope, 0)

    async def heads(self, scopes: Collection[Scope]) -> dict[Scope, int]:
        counted = ((fact.scope, fact.sequence or 0) for fact in await self._are())
        return {scope: sequence for scope, sequence in counted if scope in scopes}

    async def after(self, scope: Scope, event: int, until: int) -> list[Recorded]:
        return [
            fact
            for fact in await self._are()
            if fact.scope == scope and event < (fact.sequence or 0) <= until
        ]

    async def all(self, scope: Scope, until: int) -> AsyncIterator[list[Recorded]]:
        yield await self.after(scope, 0, until)

    async def entries(self, after: int, until: int) -> list[tuple[Any, UUID]]:
        facts = (await self._are())[after:until]
        return [(fact.scope, fact.originator_id) for fact in facts if fact.topic == ENTERED]

    async def entered(self, account: UUID, until: int) -> set[Scope]:
        entries = await self.entries(0, until)
        return {each for each, own in entries if own == registration_of_account(each.id, account)}

    async def of(self, streams: Sequence[UUID], after: int, until: int) -> list[Recorded]:
        return [fact for fact in (await self._are())[after:until] if fact.originator_id in streams]

    async def at(self, positions: Sequence[int]) -> list[Recorded]:
        return [fact for fact in await self._are() if fact.position in positions]


@cache
def players_evenings() -> list[list[Recorded]]:
    """The facts of three tournaments that ann and ben play in."""
    return [run(evening()) for _ in range(3)]


async def evening() -> list[Recorded]:
    made = await Evening().created(capacity=4)
    for handle in PLAYERS:
        player = await made.player(handle)
        assert player.account is not None
        entry = Register(tournament=made.tournament, account=player.account, name=handle)
        await made.send(entry, player)
    for step in (CloseRegistration, GenerateBracket, FinalizeBracket, StartTournament):
        await made.send(step(tournament=made.tournament))
    for number in (1, 2, 3):
        await made.send(StartMatch(match=made.match(number).id))
        await made.send(AwardWalkover(match=made.match(number).id, side=number % 2, reason="x"))
    for step in (ArchiveTournament, RestoreTournament):
        await made.send(step(tournament=made.tournament))
    return [fact for fact in made.facts.recorded if fact.tournament_id is not None]


def interleaved(turns: Sequence[int]) -> list[Recorded]:
    """One log of the three, which takes the next fact by turns from one of those that have any left."""
    left, found = [list(facts) for facts in players_evenings()], list[Recorded]()
    while any(left):
        having = [facts for facts in left if facts]
        fact = having[turns[len(found) % len(turns)] % len(having)].pop(0)
        found.append(msgspec.structs.replace(fact, position=len(found) + 1))
    return found


def concerning(facts: Sequence[Recorded], account: UUID) -> list[int]:
    """The positions of what concerns an account, by what the facts alone say."""
    entered, seats, found = set[UUID | None](), dict[tuple[UUID, int], UUID | None](), list[int]()
    for fact in facts:
        assert fact.tournament_id is not None
        own, told = registration_of_account(fact.tournament_id, account), TOLD.get(fact.topic)
        if fact.topic == ENTERED and fact.originator_id == own:
            entered.add(fact.tournament_id)
        if fact.topic == "Match.SideSettled":
            seats[fact.originator_id, fact.event.side] = fact.event.entrant
        seated = own in (seats.get((fact.originator_id, side)) for side in (0, 1))
        updated = fact.topic.startswith("Tournament.") and fact.tournament_id in entered
        if told and (fact.originator_id == own or seated or updated):
            found.append(fact.position)
    return found


scripts = some.lists(
    some.one_of(
        some.tuples(some.just("store"), some.integers(1, 20), some.integers(0, 2**20)),
        some.tuples(some.just("turn"), some.integers(1, 20), some.just(0)),
        some.tuples(some.just("join"), some.integers(0, 100), some.just(0)),
        some.tuples(some.just("look"), some.just(0), some.just(0)),
        some.tuples(some.just("idle"), some.just(0), some.just(0)),
    ),
    max_size=30,
)


class Evenings:
    """A hub on such a log, and those who follow ann through it."""

    def __init__(self, log: list[Recorded]) -> None:
        self.log = log
        self.known: Any = Log(log)
        self.hub = Hub(self.known, "epoch", window=0)
        self.joined: list[tuple[Reader, int]] = []
        self.joining: list[asyncio.Task[None]] = []

    def join(self, cursor: int) -> None:
        self.joining.append(asyncio.create_task(self._join(cursor)))

    async def _join(self, cursor: int) -> None:
        lane = (await self.hub.personal(ANN)).lane(Kind(VISITOR))
        reader = Reader()
        reader.last = cursor
        self.joined.append((reader, cursor))
        lane.join(Member(lane, reader, cursor))

    def store(self, many: int, kept: int) -> None:
        """Of what is stored the feed brings only those whose bit is set."""
        before = self.known.stored
        self.known.stored = min(before + many, len(self.log))
        news = self.log[before : self.known.stored]
        self.hub.take([fact for number, fact in enumerate(news) if kept >> number & 1])

    async def turn(self, many: int) -> None:
        for _ in range(many):
            await asyncio.sleep(0)

    async def everyone_heard(self) -> None:
        """All there is by now, once and in order."""
        await asyncio.gather(*self.joining)
        await self.turn(100)
        wanted = concerning(self.log[: self.known.stored], ANN)
        for reader, cursor in self.joined:
            assert reader.heard == [position for position in wanted if position > cursor]
            assert (reader.gaps, reader.closed) == (0, [])


async def lossy(evenings: Evenings, script: list[tuple[str, int, int]]) -> None:
    for what, many, kept in script:
        if what == "store":
            evenings.store(many, kept)
        elif what == "join":
            evenings.join(evenings.known.stored * many // 100)
        elif what == "look":
            await evenings.hub.compare()
        elif what == "idle":
            evenings.hub.rooms.close_idle(evenings.hub.accounts.tournaments)
        else:
            await evenings.turn(many)
    evenings.store(len(evenings.log), 0)
    evenings.join(0)
    await asyncio.gather(*evenings.joining)
    await evenings.hub.compare()
    await evenings.everyone_heard()


async def faithful(evenings: Evenings, joins: int, turns: int) -> None:
    everything = ~0
    for number in range(len(evenings.log)):
        if number == joins:
            evenings.join(0)
            await evenings.turn(turns)
        evenings.store(1, everything)
        if number >= joins + 3:
            await evenings.everyone_heard()


orders = some.lists(some.integers(0, 2), min_size=1, max_size=30).map(interleaved)


@pytest.mark.parametrize("size", [2, 1024])
@given(log=orders, script=scripts)
def test_whatever_a_feed_loses_all_is_heard_once_in_the_order_of_the_log(
    size: int, log: list[Recorded], script: list[tuple[str, int, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("realtime.rooms.personal.Ring", lambda floor: Ring(floor, size=size))
        patch.setattr("realtime.rooms.personal.PAGE", size)
        patch.setattr("realtime.rooms.rooms.IDLE", -1.0)
        asyncio.run(lossy(Evenings(log), script))


@settings(max_examples=30)
@given(log=orders, joins=some.integers(0, 40), turns=some.integers(0, 30))
def test_what_a_feed_brings_is_heard_at_once(log: list[Recorded], joins: int, turns: int) -> None:
    asyncio.run(faithful(Evenings(log), joins, turns))


async def test_however_much_happens_at_once_an_account_reads_the_log_for_it_once() -> None:
    evenings = Evenings(interleaved([0, 1, 2]))
    evenings.join(0)
    await evenings.turn(200)
    for _ in evenings.log[:-1]:
        evenings.store(1, ~0)
    assert len(evenings.hub.accounts._tasks) == 1
    await evenings.turn(200)
    evenings.store(1, ~0)
    await evenings.turn(200)
    await evenings.everyone_heard()
