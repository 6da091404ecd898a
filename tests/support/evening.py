"""An evening in memory: commands decided by the real handlers and policies, facts kept in plain lists."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import msgspec

from application.actor import OPERATOR, VISITOR, Actor
from application.commands import accounts, brackets, registrations, tournaments
from application.decide import decide
from application.repository import Repository, fold
from application.standing import role_of
from application.work import Work
from domain.bracket import Bracket
from domain.ids import account_id, bracket_id
from domain.match import Match
from domain.tournament import Tournament
from domain.values import Definition


class Facts:
    """The log as lists: what the repository asks of it, and nothing durable."""

    def __init__(self) -> None:
        self.by_stream: dict[UUID, list[Any]] = defaultdict(list)
        self.all: list[Any] = []

    async def streams(self, after: Mapping[UUID, int]) -> dict[UUID, list[Any]]:
        return {
            id_: self.by_stream[id_][version:]
            for id_, version in after.items()
            if len(self.by_stream.get(id_, ())) > version
        }

    def store(self, facts: list[Any]) -> None:
        for fact in facts:
            assert fact.originator_version == len(self.by_stream[fact.originator_id]) + 1
            self.by_stream[fact.originator_id].append(fact)
            self.all.append(fact)


class Evening:
    """One organiser, one tournament, and whatever is sent to it."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.repository = Repository(self.facts)
        self.tournament = uuid4()
        self.organiser = Actor(account=account_id("organiser"))

    async def send(self, command: msgspec.Struct, actor: Actor | None = None) -> list[Any]:
        """Carry a command out; the facts it stated."""
        actor = actor or self.organiser
        work = Work(self.repository)
        try:
            role, _ = await role_of(actor, self.facts)
            await decide(command, actor, role, work)
        except BaseException:
            work.abandon()
            raise
        facts = work.facts()
        self.facts.store(facts)
        work.settle()
        return facts

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

    def now(self, id_: UUID) -> Any:
        """The aggregate as its facts alone say it is."""
        return fold(self.facts.by_stream[id_])

    @property
    def bracket(self) -> Bracket:
        return self.now(bracket_id(self.tournament))  # type: ignore[no-any-return]

    def match(self, number: int) -> Match:
        return self.now(self.bracket.match_id(number))  # type: ignore[no-any-return]

    def matches(self) -> list[Match]:
        return [self.match(number) for number in self.bracket.matches]

    @property
    def status(self) -> str:
        tournament: Tournament = self.now(self.tournament)
        return tournament.status


def names(facts: list[Any]) -> list[str]:
    """What happened, by topic."""
    return [type(fact).TOPIC for fact in facts]
