"""An account hears what concerns it in all its tournaments, and of nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from api.kernel.services import Services
from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import Register, Withdraw
from application.kernel.actor import Actor
from application.match.commands import AwardWalkover, StartMatch
from application.tournament.commands import (
    AppointStaff,
    ArchiveTournament,
    CancelTournament,
    ChangeDefinition,
    CloseRegistration,
    CreateTournament,
    DismissStaff,
    OpenRegistration,
    PublishTournament,
    RestoreTournament,
    StartTournament,
)
from domain.account.ids import account_id
from domain.bracket.ids import bracket_id
from domain.entry.ids import registration_of_account
from domain.match.ids import match_id
from domain.tournament.definition import Definition
from eventstore.records import Scope
from realtime.rings.ring import Ring
from realtime.rooms.hub import Hub
from realtime.rooms.log import ENTERED
from tests.support.api import Caller

ANN, BEN = account_id("ann"), account_id("ben")
PLAYERS = ("ann", "ben", "cleo", "dora")


class Table:
    """One tournament on the real store, taken through its evening a step at a time."""

    def __init__(self, services: Services, slug: str) -> None:
        self.id = uuid4()
        self._engine = services.engine
        self._definition = Definition(name=slug, slug=slug, capacity=4)

    async def send(self, *commands: Any, by: str = "organiser") -> None:
        for command in commands:
            await self._engine.execute(command, Actor(account=account_id(by)))

    async def opened(self) -> "Table":
        create = CreateTournament(
            tournament=self.id, owner=account_id("organiser"), definition=self._definition
        )
        await self.send(create, PublishTournament(tournament=self.id), OpenRegistration(tournament=self.id))
        return self

    async def enter(self, *handles: str) -> None:
        for handle in handles:
            entry = Register(tournament=self.id, account=account_id(handle), name=handle)
            await self.send(entry, by=handle)

    async def hide(self) -> None:
        private = msgspec.structs.replace(self._definition, visibility="private")
        await self.send(ChangeDefinition(tournament=self.id, definition=private))

    async def started(self) -> None:
        for step in (CloseRegistration, GenerateBracket, FinalizeBracket, StartTournament):
            await self.send(step(tournament=self.id))

    async def play(self, number: int, side: int) -> None:
        match = match_id(bracket_id(self.id), 1, number)
        await self.send(StartMatch(match=match), AwardWalkover(match=match, side=side, reason="x"))


class Following:
    """A client that writes down what it hears."""

    def __init__(self, socket: ClientConnection) -> None:
        self.events: list[dict[str, Any]] = []
        self._socket = socket

    async def hears(self, count: int) -> list[dict[str, Any]]:
        """So many events in all."""
        async with asyncio.timeout(10):
            while len(self.events) < count:
                await self.message()
        return self.events

    async def message(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(await self._socket.recv())
        found = told["events"] if told["type"] == "events" else [told]
        self.events += [event for event in found if "prev" in event]
        return told

    async def silent(self) -> bool:
        """Nothing but the answer comes before the answer to a question."""
        await self._socket.send('{"type":"ping"}')
        return (await self.message())["type"] == "pong"

    async def closed(self) -> tuple[int, str]:
        async with asyncio.timeout(10):
            try:
                while True:
                    await self.message()
            except ConnectionClosed as end:
                assert end.rcvd is not None
                return end.rcvd.code, json.loads(end.rcvd.reason)["r"]


@asynccontextmanager
async def following(url: str, who: Caller, query: str = "since=start") -> AsyncIterator[Following]:
    headers = {"Authorization": f"Bearer {who.token}"} if who.token else {}
    at = f"{url.replace('http', 'ws')}/ws/me/?{query}"
    async with connect(at, additional_headers=headers, proxy=None) as socket:
        yield Following(socket)


def concerned(account: UUID, tournament: UUID, events: Sequence[Any]) -> list[dict[str, Any]]:
    """What an account should hear, picked from all that the staff of a tournament hears."""
    own, entered, found = str(registration_of_account(tournament, account)), False, []
    for event in events:
        data = event["data"]
        seated = [side["registration_id"] for side in data.get("sides", ()) if side]
        entered = entered or data.get("registration_id") == own
        about = own in (data.get("registration_id"), *seated) or data.get("account_id") == str(account)
        if about or (entered and event["type"] == "tournament_updated"):
            found.append({**event, "tournament_id": str(tournament)})
    return found


async def expected(organiser: Caller, who: Caller, *tables: Table) -> list[dict[str, Any]]:
    """The same over tournaments: by position, each with the position before it."""
    found: list[dict[str, Any]] = []
    for table in tables:
        events = (await organiser.get(f"/api/tournaments/{table.id}/events/")).json()["events"]
        assert who.account is not None
        found += concerned(who.account, table.id, events)
    found.sort(key=lambda event: event["position"])
    before = [0, *(event["position"] for event in found)]
    return [
        {**event, "id": event["position"], "prev": prev}
        for event, prev in zip(found, before[:-1], strict=True)
    ]


@pytest.fixture
async def people(api: Caller) -> dict[str, Caller]:
    """The organiser and four players."""
    organiser = await api.signed_in("organiser", "ORGANIZER")
    return {"organiser": organiser, **{handle: await api.signed_in(handle) for handle in PLAYERS}}


@pytest.fixture
async def tables(services: Services, people: dict[str, Caller]) -> tuple[Table, Table]:
    """Two tournaments; nobody has entered yet."""
    return await Table(services, "one").opened(), await Table(services, "two").opened()


async def play_both(one: Table, two: Table) -> None:
    """By turns; ann sits in two matches of each, one is hidden, and she is on its staff for a while."""
    await two.enter(*PLAYERS)
    await two.hide()
    await one.enter(*reversed(PLAYERS))
    await two.send(AppointStaff(tournament=two.id, account=ANN, role="desk"))
    await two.send(AppointStaff(tournament=two.id, account=BEN, role="desk"))
    await two.started()
    await one.started()
    await two.play(1, 0)
    await one.play(1, 0)
    await one.play(2, 1)
    await two.send(DismissStaff(tournament=two.id, account=ANN))
    await two.play(2, 0)
    await two.play(3, 0)
    await one.play(3, 1)


async def test_what_concerns_an_account_comes_as_it_happens_in_the_order_of_the_log(
    url: str, people: dict[str, Caller], tables: tuple[Table, Table]
) -> None:
    async with following(url, people["ann"]) as ann, following(url, people["cleo"]) as cleo:
        await play_both(*tables)
        for handle, client in (("ann", ann), ("cleo", cleo)):
            wanted = await expected(people["organiser"], people[handle], *tables)
            assert await client.hears(len(wanted)) == wanted
            assert await client.silent()
    told = {event["type"] for event in ann.events}
    assert told > {"registration_created", "match_updated", "match_started", "match_completed"}
    assert told > {"staff_updated", "tournament_updated"}
    assert "staff_updated" not in {event["type"] for event in cleo.events}


@pytest.mark.parametrize("ring", [2, 1024])
async def test_a_client_goes_on_from_any_event(
    url: str,
    people: dict[str, Caller],
    tables: tuple[Table, Table],
    ring: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.rooms.personal.Ring", lambda floor: Ring(floor, size=ring))
    await play_both(*tables)
    wanted = await expected(people["organiser"], people["ann"], *tables)
    for number, event in enumerate(wanted):
        async with following(url, people["ann"], f"since={event['id']}") as client:
            assert await client.hears(len(wanted) - number - 1) == wanted[number + 1 :]
    async with following(url, people["ann"], "since=now") as client:
        assert (await client.message())["from"] == wanted[-1]["id"]
        assert await client.silent()


async def test_a_tournament_entered_meanwhile_is_told_from_its_first_event_though_no_view_knows_it(
    url: str, services: Services, people: dict[str, Caller], tables: tuple[Table, Table]
) -> None:
    async with following(url, people["ann"]) as ann:
        async with services.pool.connection() as connection, connection.transaction():
            await connection.execute("SELECT FROM palio.checkpoints FOR UPDATE")
            await tables[1].enter("ben", "ann")
            await tables[1].started()
            heard = (await ann.hears(2))[:2]
        assert [event["type"] for event in heard] == ["registration_created", "tournament_updated"]
        wanted = await expected(people["organiser"], people["ann"], *tables)
        assert await ann.hears(len(wanted)) == wanted


async def test_who_left_a_tournament_still_hears_how_it_goes(
    url: str, people: dict[str, Caller], tables: tuple[Table, Table]
) -> None:
    one, _ = tables
    await one.enter("ann", "ben", "cleo")
    await one.send(Withdraw(registration=registration_of_account(one.id, ANN)), by="ann")
    await one.started()
    async with following(url, people["ann"]) as ann:
        wanted = await expected(people["organiser"], people["ann"], *tables)
        told = [event["type"] for event in await ann.hears(len(wanted))]
    assert told[:2] == ["registration_created", "registration_cancelled"]
    assert set(told[2:]) == {"tournament_updated"}


async def test_a_visitor_is_asked_to_sign_in(url: str, api: Caller) -> None:
    async with following(url, api) as client:
        assert await client.closed() == (4403, "sign_in_required")


async def test_there_is_no_page_of_it(url: str, people: dict[str, Caller]) -> None:
    async with following(url, people["ann"], "html=1") as client:
        assert await client.closed() == (4404, "not_found")


async def test_a_position_the_log_has_not_reached_is_of_another_log(
    url: str, people: dict[str, Caller]
) -> None:
    async with following(url, people["ann"], "since=1000000") as client:
        assert await client.closed() == (4011, "epoch_changed")


async def test_it_ends_with_its_session(url: str, services: Services, people: dict[str, Caller]) -> None:
    async with following(url, people["ann"]) as ann, following(url, people["ben"]) as ben:
        await ann.message()
        await ben.message()
        await services.sessions.end_all(ANN, "test")
        assert await ann.closed() == (4003, "token_invalid")
        assert await ben.silent()


async def test_an_account_holds_three_connections_whatever_they_watch(
    url: str, people: dict[str, Caller]
) -> None:
    ann = people["ann"]
    async with following(url, ann) as one, following(url, ann) as two, following(url, ann) as three:
        assert [(await each.message())["viewers"] for each in (one, two, three)] == [1, 2, 3]
        async with following(url, ann) as fourth:
            assert await fourth.closed() == (4008, "connection_limit_exceeded")


async def test_what_is_over_needs_no_room_and_is_told_of_where_it_goes_on(
    url: str,
    services: Services,
    people: dict[str, Caller],
    tables: tuple[Table, Table],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.rooms.rooms.IDLE", -1.0)
    hub: Hub = services.mounted.state["streaming"].hub
    one, two = tables
    for table in tables:
        await table.enter("ann")
    await one.send(CancelTournament(tournament=one.id, reason="rain"))
    async with following(url, people["ann"]) as ann:
        await ann.hears(3)
        hub.close_idle()
        assert {room.scope.id for room in hub.rooms} == {two.id}
        await two.enter("ben")
        await one.send(ArchiveTournament(tournament=one.id), RestoreTournament(tournament=one.id))
        await hub.compare()
        wanted = await expected(people["organiser"], people["ann"], *tables)
        assert await ann.hears(len(wanted)) == wanted
        assert [event["data"]["status"] for event in wanted[-2:]] == ["archived", "cancelled"]


async def test_rooms_of_tournaments_stay_open_as_long_as_a_player_follows(
    url: str,
    services: Services,
    people: dict[str, Caller],
    tables: tuple[Table, Table],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("realtime.rooms.rooms.IDLE", -1.0)
    hub: Hub = services.mounted.state["streaming"].hub
    await tables[0].enter("ann")
    elsewhere = Scope("tournament", uuid4())
    async with following(url, people["ann"]) as ann:
        await ann.hears(1)
        hub.close_idle()
        assert {room.scope.id for room in hub.rooms} == {tables[0].id}
        assert hub.wants(elsewhere, ENTERED)
        assert not hub.wants(elsewhere, "Match.Started")
    async with asyncio.timeout(10):
        while hub.watched:
            hub.close_idle()
            await asyncio.sleep(0.01)
    assert not hub.wants(elsewhere, ENTERED)
