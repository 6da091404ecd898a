"""Commands carried out for real: stored, answered, refused, and safe when many arrive at once."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from application.account.commands import GrantRole, OpenAccount
from application.account.roles import role_of
from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import AddEntrant, Register, Withdraw
from application.game.commands import AddGame, ChangeGame, RestoreGame, RetireGame
from application.kernel.actor import OPERATOR, VISITOR, Actor
from application.kernel.engine import ATTEMPTS, Engine, Outcome
from application.kernel.refusals import Contended, KeyInUse
from application.kernel.repository import fold
from application.match.commands import ConfirmResult, ReportResult, StartMatch
from application.subjects import MENU
from application.tournament.commands import (
    ChangeDefinition,
    CloseRegistration,
    CreateTournament,
    OpenRegistration,
    PublishTournament,
    StartTournament,
)
from domain.account.ids import account_id
from domain.account.refusals import DuplicateAccount
from domain.bracket.ids import bracket_id
from domain.entry.entry_list import EntryList
from domain.entry.ids import entry_list_id
from domain.game.game import GameRules
from domain.game.ids import game_id
from domain.game.refusals import GameRetired
from domain.kernel import moment
from domain.kernel.refusals import Forbidden, SignInRequired, Stale
from domain.match.ids import match_id
from domain.match.match import Match
from domain.match.refusals import OwnReport
from domain.match.score import GameScore
from domain.tournament.definition import Definition
from domain.tournament.tournament import Tournament
from eventstore.reader import Reader
from eventstore.records import Append, Appended, Conflict, KeyReused, Scope
from eventstore.writer import Waiting, Writer, settle


async def opened(engine: Engine, handle: str, role: str = "PLAYER") -> Actor:
    await engine.execute(OpenAccount(handle=handle, display_name=handle), VISITOR)
    await engine.execute(GrantRole(account=account_id(handle), role=role), OPERATOR)
    return Actor(account=account_id(handle))


async def taking_entries(engine: Engine, organiser: Actor, capacity: int):
    tournament = uuid4()
    definition = Definition(name="Open", slug="open", capacity=capacity)
    create = CreateTournament(tournament=tournament, owner=organiser.account, definition=definition)
    for command in (
        create,
        PublishTournament(tournament=tournament),
        OpenRegistration(tournament=tournament),
    ):
        await engine.execute(command, organiser)
    return tournament


async def test_a_final_is_played_from_registration_to_places(engine: Engine, reader: Reader) -> None:
    organiser = await opened(engine, "organiser", "ORGANIZER")
    ann, ben = await opened(engine, "ann"), await opened(engine, "ben")
    tournament = await taking_entries(engine, organiser, 2)
    for player, name in ((ann, "Ann"), (ben, "Ben")):
        await engine.execute(Register(tournament=tournament, account=player.account, name=name), player)
    for command in (CloseRegistration, GenerateBracket, FinalizeBracket, StartTournament):
        await engine.execute(command(tournament=tournament), organiser)
    final = match_id(bracket_id(tournament), 1, 1)
    await engine.execute(StartMatch(match=final), organiser)

    games = [GameScore([2, 1])]
    await engine.execute(ReportResult(match=final, games=games), ann)
    with pytest.raises(OwnReport):
        await engine.execute(ConfirmResult(match=final), ann)
    with pytest.raises(Forbidden):
        await engine.execute(ConfirmResult(match=final), await opened(engine, "nosy"))
    outcome = await engine.execute(ConfirmResult(match=final), ben)

    history = await reader.of_scope(Scope("tournament", tournament))
    assert outcome.sequence == history[-1].sequence == len(history)
    assert {fact.command_id for fact in history[-4:]} == {history[-1].command_id}
    assert fold((await reader.streams({tournament: 0}))[tournament]).status == "completed"


async def test_two_hundred_at_once_for_64_places_leave_64_in_and_the_rest_in_order(
    engine: Engine, reader: Reader
) -> None:
    organiser = await opened(engine, "organiser", "ORGANIZER")
    tournament = await taking_entries(engine, organiser, 64)

    outcomes = await asyncio.gather(
        *(engine.execute(AddEntrant(tournament=tournament, name=f"P{n}"), organiser) for n in range(200))
    )

    statuses = [outcome.result["status"] for outcome in outcomes]
    assert (statuses.count("registered"), statuses.count("waitlisted")) == (64, 136)
    entries = fold((await reader.streams({entry_list_id(tournament): 0}))[entry_list_id(tournament)])
    assert isinstance(entries, EntryList)
    by_position = sorted(outcomes, key=lambda outcome: outcome.position)
    in_order = [outcome.result["registration"] for outcome in by_position]
    assert [str(id_) for id_ in (*entries.entered, *entries.waiting)] == in_order


async def test_two_engines_racing_for_the_last_places_never_overfill(database: str, reader: Reader) -> None:
    async with Writer(database) as one, Writer(database) as two:
        engines = [Engine(MENU, writer, reader, moment.now) for writer in (one, two)]
        organiser = await opened(engines[0], "organiser", "ORGANIZER")
        tournament = await taking_entries(engines[0], organiser, 5)
        outcomes = await asyncio.gather(
            *(
                engines[n % 2].execute(AddEntrant(tournament=tournament, name=f"P{n}"), organiser)
                for n in range(20)
            )
        )
    assert [outcome.result["status"] for outcome in outcomes].count("registered") == 5


async def test_a_withdrawal_promotes_whoever_waited_longest_in_the_same_transaction(
    engine: Engine, reader: Reader
) -> None:
    organiser = await opened(engine, "organiser", "ORGANIZER")
    tournament = await taking_entries(engine, organiser, 2)
    entered = [
        (await engine.execute(AddEntrant(tournament=tournament, name=f"P{n}"), organiser)).result[
            "registration"
        ]
        for n in range(4)
    ]

    outcome = await engine.execute(Withdraw(registration=UUID(entered[0])), organiser)

    last = [
        fact
        for fact in await reader.of_scope(Scope("tournament", tournament))
        if fact.position > outcome.position - 4
    ]
    assert {fact.topic for fact in last} == {
        "Registration.Withdrawn",
        "EntryList.Left",
        "EntryList.PlaceTaken",
        "Registration.Promoted",
    }
    assert (
        str(next(fact for fact in last if fact.topic == "Registration.Promoted").originator_id) == entered[2]
    )


async def test_a_key_is_answered_once_and_belongs_to_its_request(engine: Engine, reader: Reader) -> None:
    command = OpenAccount(handle="once", display_name="Once")
    first = await engine.execute(command, VISITOR, key="k")
    again = await engine.execute(command, VISITOR, key="k")

    assert (first.replayed, again.replayed) == (False, True)
    assert (again.position, again.result) == (first.position, first.result)
    assert await reader.head() == 1
    with pytest.raises(KeyReused):
        await engine.execute(OpenAccount(handle="other", display_name="Other"), VISITOR, key="k")


async def test_ten_thousand_retries_of_five_hundred_keys_are_one_event_a_key(
    database: str, reader: Reader
) -> None:
    async with Writer(database) as one, Writer(database) as two, Writer(database) as three:
        engines = [Engine(MENU, writer, reader, moment.now) for writer in (one, two, three)]

        async def twenty_at_once_and_once_later(number: int) -> list[Outcome | KeyInUse]:
            async def ask(caller: int) -> Outcome | KeyInUse:
                command = OpenAccount(handle=f"h{number}", display_name="x")
                try:
                    return await engines[caller % 3].execute(command, VISITOR, key=f"key {number}")
                except KeyInUse as refusal:
                    return refusal

            return [*await asyncio.gather(*map(ask, range(20))), await ask(20)]

        asked = []
        for start in range(0, 500, 50):
            fifty = range(start, start + 50)
            asked += await asyncio.gather(*map(twenty_at_once_and_once_later, fifty))

    assert await reader.head() == 500
    for answers in asked:
        outcomes = [answer for answer in answers if isinstance(answer, Outcome)]
        refusals = [answer for answer in answers if isinstance(answer, KeyInUse)]
        assert len({(outcome.position, outcome.result["account"]) for outcome in outcomes}) == 1
        assert [outcome.replayed for outcome in outcomes].count(False) == 1
        assert answers[-1] in outcomes
        assert {refusal.code for refusal in refusals} == {"idempotency_key_in_use"}


async def test_who_meets_others_at_every_attempt_is_told_so(reader: Reader) -> None:
    attempts = []

    class Busy(Writer):
        async def append(self, request: Append) -> Appended:
            attempts.append(request)
            raise Conflict

    busy = Engine(MENU, Busy("postgresql://nowhere"), reader, moment.now)
    with pytest.raises(Contended) as refused:
        await busy.execute(OpenAccount(handle="ann", display_name="Ann"), VISITOR)
    assert (refused.value.code, len(attempts)) == ("conflict", ATTEMPTS)


async def test_what_is_not_in_the_table_is_denied(engine: Engine, reader: Reader) -> None:
    organiser, player = await opened(engine, "organiser", "ORGANIZER"), await opened(engine, "player")
    tournament = await taking_entries(engine, organiser, 4)
    before = await reader.head()

    with pytest.raises(SignInRequired):
        await engine.execute(CloseRegistration(tournament=tournament), VISITOR)
    with pytest.raises(Forbidden):
        await engine.execute(CloseRegistration(tournament=tournament), player)
    with pytest.raises(Forbidden):
        await engine.execute(
            CreateTournament(
                tournament=uuid4(), owner=player.account, definition=Definition(name="Mine", slug="mine")
            ),
            player,
        )
    assert await reader.head() == before


async def test_a_stale_if_match_is_refused_and_a_taken_handle_too(engine: Engine) -> None:
    organiser = await opened(engine, "organiser", "ORGANIZER")
    tournament = await taking_entries(engine, organiser, 4)

    with pytest.raises(Stale):
        await engine.execute(CloseRegistration(tournament=tournament), organiser, if_match=1)
    await engine.execute(CloseRegistration(tournament=tournament), organiser, if_match=3)
    with pytest.raises(DuplicateAccount):
        await opened(engine, "ORGANISER")


async def test_a_refusal_leaves_no_trace_in_memory_either(engine: Engine, reader: Reader) -> None:
    organiser = await opened(engine, "organiser", "ORGANIZER")
    tournament = await taking_entries(engine, organiser, 4)
    await engine.execute(AddEntrant(tournament=tournament, name="Only"), organiser)
    with pytest.raises(Exception, match="needed"):
        for command in (CloseRegistration, GenerateBracket):
            await engine.execute(command(tournament=tournament), organiser)

    kept = (await engine._repository.load([tournament]))[tournament]
    assert isinstance(kept, Tournament)
    assert kept == fold((await reader.streams({tournament: 0}))[tournament])
    assert Match.TOPIC == "Match"


async def test_what_another_process_changed_is_neither_refused_nor_taken_as_done_from_memory(
    database: str, reader: Reader
) -> None:
    async with Writer(database) as one, Writer(database) as two:
        here, there = (Engine(MENU, writer, reader, moment.now) for writer in (one, two))
        organiser = await opened(here, "organiser", "ORGANIZER")
        tournament = await taking_entries(here, organiser, 4)
        close = CloseRegistration(tournament=tournament)
        await here.execute(close, organiser)
        await there.execute(OpenRegistration(tournament=tournament), organiser)

        entered = await here.execute(AddEntrant(tournament=tournament, name="Ann"), organiser)
        await there.execute(close, organiser)
        await here.execute(OpenRegistration(tournament=tournament), organiser)
        await there.execute(close, organiser)

    assert entered.result["status"] == "registered"
    assert fold((await reader.streams({tournament: 0}))[tournament]).status == "registration_closed"


async def test_who_was_demoted_by_another_process_may_do_nothing_more(database: str, reader: Reader) -> None:
    async with Writer(database) as one, Writer(database) as two:
        here, there = (Engine(MENU, writer, reader, moment.now) for writer in (one, two))
        organiser = await opened(here, "organiser", "ORGANIZER")
        await taking_entries(here, organiser, 4)
        await there.execute(GrantRole(account=account_id("organiser"), role="PLAYER"), OPERATOR)

        with pytest.raises(Forbidden):
            await taking_entries(here, organiser, 4)


async def test_a_role_lost_between_reading_it_and_storing_is_read_again(
    engine: Engine, writer: Writer, reader: Reader
) -> None:
    organiser = await opened(engine, "organiser", "ORGANIZER")
    stale = await role_of(organiser, reader)
    await engine.execute(GrantRole(account=account_id("organiser"), role="PLAYER"), OPERATOR)
    answers = [stale]

    async def first_stale(actor: Actor, log: Reader) -> tuple[str, int]:
        return answers.pop() if answers else await role_of(actor, log)

    stale_once = Engine(msgspec.structs.replace(MENU, role_of=first_stale), writer, reader, moment.now)
    with pytest.raises(Forbidden):
        await taking_entries(stale_once, organiser, 4)
    assert await reader.head() == 3


async def test_a_game_is_used_by_many_new_tournaments_at_once_whoever_changes_it(
    database: str, reader: Reader
) -> None:
    async with Writer(database) as one, Writer(database) as two:
        here, there = (Engine(MENU, writer, reader, moment.now) for writer in (one, two))
        organiser = await opened(here, "organiser", "ADMIN")
        game = game_id("chess")
        await here.execute(AddGame(slug="chess", rules=GameRules(title="Chess")), organiser)
        definition = Definition(name="Open", slug="open", game=game)

        async def create() -> None:
            command = CreateTournament(tournament=uuid4(), owner=organiser.account, definition=definition)
            await here.execute(command, organiser)

        await create()
        await there.execute(ChangeGame(game=game, rules=GameRules(title="Chess960")), organiser)
        retire = RetireGame(game=game)
        ended = await asyncio.gather(
            *(create() for _ in range(6)), here.execute(retire, organiser), return_exceptions=True
        )
        await there.execute(RestoreGame(game=game), organiser)
        await here.execute(RetireGame(game=game), organiser)

    assert [error for error in ended if isinstance(error, Exception) and type(error) is not GameRetired] == []
    facts = (await reader.streams({game: 0}))[game]
    assert [type(fact).__name__ for fact in facts] == ["Added", "Changed", "Retired", "Restored", "Retired"]


async def test_a_command_known_after_a_lost_connection_is_not_taken_for_what_was_decided_here(
    database: str, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resent(waiting: Waiting, row: tuple[Any, ...]) -> None:
        waiting.sent = True
        settle(waiting, row)

    async with Writer(database) as one, Writer(database) as two:
        here, there = (Engine(MENU, writer, reader, moment.now) for writer in (one, two))
        organiser = await opened(here, "organiser", "ORGANIZER")
        tournament = uuid4()
        old, new = Definition(name="Old", slug="open"), Definition(name="New", slug="open")
        create = CreateTournament(tournament=tournament, owner=organiser.account, definition=old)
        await here.execute(create, organiser)
        await there.execute(ChangeDefinition(tournament=tournament, definition=new), organiser)
        publish = PublishTournament(tournament=tournament)
        await there.execute(publish, organiser, key="once")

        monkeypatch.setattr("eventstore.writer.settle", resent)
        await here.execute(publish, organiser, key="once")
        await here.execute(ChangeDefinition(tournament=tournament, definition=old), organiser)

    facts = (await reader.streams({tournament: 0}))[tournament]
    assert [type(fact).__name__ for fact in facts] == [
        "Created",
        "DefinitionChanged",
        "Published",
        "DefinitionChanged",
    ]
