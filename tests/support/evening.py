"""An evening in memory: commands decided by the real handlers and policies, facts kept in plain lists."""

from collections import defaultdict
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from application.account import commands as accounts
from application.account.roles import role_of
from application.bracket import commands as brackets
from application.bracket import drawing
from application.entry import commands as registrations
from application.kernel.actor import OPERATOR, VISITOR, Actor
from application.kernel.decide import authorize, decide
from application.kernel.repository import Repository, fold
from application.kernel.work import Work
from application.match import commands as matches
from application.subjects import MENU
from application.tournament import commands as tournaments
from domain.account.ids import account_id
from domain.bracket.bracket import Bracket
from domain.bracket.ids import bracket_id
from domain.entry.ids import registration_of_account, registration_of_name
from domain.formats.elimination.single_elimination import LARGEST
from domain.kernel import moment
from domain.match.match import Match
from domain.match.score import GameScore
from domain.tournament.definition import Definition
from domain.tournament.tournament import Tournament
from eventstore.records import Recorded, Scope

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What the coroutine returns: in memory nothing is ever waited for, and no thought is too long."""
    soon, drawing.SOON = drawing.SOON, LARGEST
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    finally:
        drawing.SOON = soon
    raise AssertionError("an evening in memory waits for nothing")


class Facts:
    """The log as lists: what the repository asks of it, and nothing durable."""

    def __init__(self) -> None:
        self.by_stream: dict[UUID, list[Any]] = defaultdict(list)
        self.all: list[Any] = []
        self.recorded: list[Recorded] = []
        self._sequences: dict[Scope, int] = defaultdict(int)

    async def streams(self, after: Mapping[UUID, int]) -> dict[UUID, list[Any]]:
        return {
            id_: self.by_stream[id_][version:]
            for id_, version in after.items()
            if len(self.by_stream.get(id_, ())) > version
        }

    def store(self, facts: list[Any], scopes: Mapping[UUID, tuple[str, UUID]], actor: UUID | None) -> None:
        command = uuid4()
        for fact in facts:
            assert fact.originator_version == len(self.by_stream[fact.originator_id]) + 1
            self.by_stream[fact.originator_id].append(fact)
            self.all.append(fact)
            scope = Scope(*scopes[fact.originator_id])
            self._sequences[scope] += 1
            self.recorded.append(
                Recorded(
                    position=len(self.all),
                    originator_id=fact.originator_id,
                    originator_version=fact.originator_version,
                    topic=type(fact).TOPIC,
                    event=fact,
                    kind=scope.kind,
                    scope_id=scope.id,
                    sequence=self._sequences[scope],
                    recorded_at=fact.timestamp,
                    actor=actor,
                    command_id=command,
                    correlation_id=command,
                    causation_id=None,
                )
            )


class Evening:
    """One organiser, one tournament, and whatever is sent to it."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.repository = Repository(self.facts)
        self.tournament = uuid4()
        self.organiser = Actor(account=account_id("organiser"))
        self.instant = NOON

    async def send(self, command: msgspec.Struct, actor: Actor | None = None) -> list[Any]:
        """Carry a command out; the facts it stated."""
        actor = actor or self.organiser
        work = Work(self.repository)
        try:
            role, _ = await role_of(actor, self.facts)
            with moment.at(self.instant):
                await authorize(MENU, command, actor, role, work)
                await decide(MENU, command, actor, work)
        except BaseException:
            work.abandon()
            raise
        facts = work.facts()
        self.facts.store(facts, work.scopes(), actor.account)
        work.settle()
        return facts

    async def rehearse(self, command: msgspec.Struct) -> dict[str, Any]:
        """What a command of the organiser's would come to; nothing is stored."""
        work = Work(self.repository)
        try:
            with moment.at(self.instant):
                return msgspec.to_builtins(  # type: ignore[no-any-return]
                    await decide(MENU, command, self.organiser, work), builtin_types=(UUID,)
                )
        finally:
            work.abandon()

    async def player(self, handle: str, role: str = "PLAYER") -> Actor:
        """A signed-in account."""
        await self.send(accounts.OpenAccount(handle=handle, display_name=handle), VISITOR)
        await self.send(accounts.GrantRole(account=account_id(handle), role=role), OPERATOR)
        return Actor(account=account_id(handle))

    async def created(self, **definition: Any) -> "Evening":
        """A published tournament that takes entries."""
        await self.player("organiser", "ORGANIZER")
        chosen = Definition(**{"name": "Evening", "slug": "evening", **definition})
        owner = account_id("organiser")
        create = tournaments.CreateTournament(tournament=self.tournament, owner=owner, definition=chosen)
        await self.send(create)
        await self.send(tournaments.PublishTournament(tournament=self.tournament))
        await self.send(tournaments.OpenRegistration(tournament=self.tournament))
        return self

    async def play(self, number: int, winner: int | None = 0) -> None:
        """A match from its start to its result: a side wins 1-0, or nobody 1-1."""
        match = self.match(number)
        score = [1, 1] if winner is None else [int(winner == 0), int(winner == 1)]
        await self.send(matches.StartMatch(match=match.id))
        await self.send(matches.RuleResult(match=match.id, games=[GameScore(score)]))

    async def live(self, entrants: int, **definition: Any) -> "Evening":
        """A tournament in play, its entrants named E1, E2, … in seed order."""
        await self.created(capacity=max(entrants, 2), **definition)
        for number in range(1, entrants + 1):
            await self.send(registrations.AddEntrant(tournament=self.tournament, name=f"E{number}"))
        await self.send(tournaments.CloseRegistration(tournament=self.tournament))
        await self.send(brackets.GenerateBracket(tournament=self.tournament))
        await self.send(brackets.FinalizeBracket(tournament=self.tournament))
        await self.send(tournaments.StartTournament(tournament=self.tournament))
        return self

    def registration(self, name: str) -> UUID:
        """Of the player with that handle (ann), or of the entrant staff named so (Ann)."""
        if name.islower():
            return registration_of_account(self.tournament, account_id(name))
        return registration_of_name(self.tournament, name)

    def kept(self) -> dict[UUID, Any]:
        """Every aggregate as the repository has it."""
        return run(self.repository.load(list(self.facts.by_stream)))  # type: ignore[no-any-return]

    def now(self, id_: UUID) -> Any:
        """The aggregate as its facts alone say it is."""
        return fold(self.facts.by_stream[id_])

    @property
    def bracket(self) -> Bracket:
        return self.stage(1)

    def stage(self, number: int) -> Bracket:
        """The bracket of a stage."""
        return self.now(bracket_id(self.tournament, number))  # type: ignore[no-any-return]

    @property
    def brackets(self) -> list[Bracket]:
        """Of every stage that is drawn."""
        ids = [bracket_id(self.tournament, number) for number in range(1, 13)]
        return [self.now(id_) for id_ in ids if id_ in self.facts.by_stream]

    def match_id(self, number: int) -> UUID:
        """Of the match with that number, in whatever stage it is; of one there is none, as in the first."""
        of = [bracket for bracket in self.brackets if number in bracket.matches]
        return (of[0] if of else self.bracket).match_id(number)

    def match(self, number: int) -> Match:
        return self.now(self.match_id(number))  # type: ignore[no-any-return]

    def matches(self) -> list[Match]:
        return [self.match(number) for number in self.bracket.matches]

    @property
    def status(self) -> str:
        tournament: Tournament = self.now(self.tournament)
        return tournament.status


def names(facts: list[Any]) -> list[str]:
    """What happened, by topic."""
    return [type(fact).TOPIC for fact in facts]
