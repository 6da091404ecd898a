"""An evening told as given, when, then: what came before, one command, and the facts or the refusal of it."""

from datetime import datetime
from typing import Any

import msgspec
import pytest

from application.account.commands import GrantRole, OpenAccount
from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import AddEntrant, Register
from application.kernel.actor import OPERATOR, VISITOR, Actor
from application.tournament.commands import (
    CloseRegistration,
    CreateTournament,
    OpenRegistration,
    PublishTournament,
    StartTournament,
)
from domain.account.ids import account_id
from domain.game.ids import game_id
from domain.kernel.refusals import Refusal
from domain.match.score import GameScore
from domain.tournament.definition import Definition
from tests.support.evening import Evening, run

NOBODY = {"visitor": VISITOR, "operator": OPERATOR}
ROLES = {"organiser": "ORGANIZER", "admin": "ADMIN", "spectator": "SPECTATOR"}


class Act(msgspec.Struct, frozen=True):
    """A command in the words of people: players by handle, entrants by name, matches by number."""

    command: type[msgspec.Struct]
    fields: dict[str, Any]
    by: str = "organiser"
    at: datetime | None = None


class Fact(msgspec.Struct, frozen=True):
    """A fact by topic, of whom (an entrant's name), and with some of its fields."""

    topic: str
    of: str | None
    fields: dict[str, Any]


def did(
    command: type[msgspec.Struct], *, by: str = "organiser", at: datetime | None = None, **fields: Any
) -> list[Act]:
    """One command that was carried out."""
    return [Act(command, fields, by, at)]


def fact(topic: str, of: str | None = None, **fields: Any) -> Fact:
    """What is expected to be stated."""
    return Fact(topic, of, fields)


def drafted(**definition: Any) -> list[Act]:
    """A tournament nobody but its owner knows of."""
    return did(CreateTournament, definition=definition)


def taking_entries(**definition: Any) -> list[Act]:
    """A published tournament that takes entries."""
    return [*drafted(**definition), *did(PublishTournament), *did(OpenRegistration)]


def entered(*names: str) -> list[Act]:
    """Players who registered (ann), entrants whom staff entered (Ann)."""
    return [
        act
        for name in names
        for act in (did(Register, name=name, by=name) if name.islower() else did(AddEntrant, name=name))
    ]


def closed(*names: str, **definition: Any) -> list[Act]:
    """Entries are over."""
    return [*taking_entries(**definition), *entered(*names), *did(CloseRegistration)]


def drawn(*names: str, **definition: Any) -> list[Act]:
    """A draw with seeds in the order of `names`, not final yet."""
    return [*closed(*names, **definition), *did(GenerateBracket)]


def live(*names: str, **definition: Any) -> list[Act]:
    """A tournament in play."""
    return [*drawn(*names, **definition), *did(FinalizeBracket), *did(StartTournament)]


def score(text: str) -> list[GameScore]:
    """`2-0 1-3` as games."""
    return [GameScore([int(points) for points in game.split("-")]) for game in text.split()]


class Told:
    """The evening so far."""

    def __init__(self) -> None:
        self.evening = Evening()
        self._actor("organiser")
        self._stated: list[Any] = []
        self._refusal: Refusal | None = None

    def when(
        self,
        command: type[msgspec.Struct],
        *,
        by: str = "organiser",
        at: datetime | None = None,
        **fields: Any,
    ) -> "Told":
        """One command more."""
        actor, meant = self._actor(by), self._meant(Act(command, fields, by, at))
        before = len(self.evening.facts.all)
        self._refusal, self._stated = None, []
        self.evening.instant = at or self.evening.instant
        try:
            self._stated = run(self.evening.send(meant, actor))
        except Refusal as refusal:
            self._refusal = refusal
            assert len(self.evening.facts.all) == before
            assert all(kept == self.evening.now(id_) for id_, kept in self.evening.kept().items())
        return self

    def after(self, *before: list[Act]) -> "Told":
        """What came before goes on, all of it carried out."""
        for acts in before:
            for act in acts:
                self.when(act.command, by=act.by, at=act.at, **act.fields)
                if self._refusal:
                    pytest.fail(f"{act} was refused: {self._refusal}")
        return self

    def result(self, command: type[msgspec.Struct], **fields: Any) -> dict[str, Any]:
        """What the command would answer the organiser; nothing is stored."""
        found: dict[str, Any] = run(self.evening.rehearse(self._meant(Act(command, fields))))
        return found

    def then(self, *expected: str | Fact) -> "Told":
        """These facts were stated, in this order, and no others; none where the command was satisfied."""
        if self._refusal:
            raise self._refusal
        facts = [fact(one) if isinstance(one, str) else one for one in expected]
        assert [type(stated).TOPIC for stated in self._stated] == [one.topic for one in facts]
        for one, stated in zip(facts, self._stated, strict=True):
            assert one.of is None or stated.originator_id == self.evening.registration(one.of)
            for name, value in one.fields.items():
                assert getattr(stated, name) == self._value(name, value), (one.topic, name)
        return self

    def refused(self, code: str, **context: Any) -> "Told":
        """The command was refused with this code, for what `context` says."""
        assert self._refusal is not None, [type(stated).TOPIC for stated in self._stated]
        assert self._refusal.code == code
        assert {name: self._refusal.context[name] for name in context} == context
        return self

    def entries(self, **statuses: str) -> "Told":
        """How the entrants stand now."""
        stand = {name: self.evening.now(self.evening.registration(name)).status for name in statuses}
        assert stand == statuses
        return self

    def _actor(self, handle: str) -> Actor:
        if handle in NOBODY:
            return NOBODY[handle]
        account = account_id(handle)
        if account not in self.evening.facts.by_stream:
            run(self.evening.send(OpenAccount(handle=handle, display_name=handle), VISITOR))
            run(self.evening.send(GrantRole(account=account, role=ROLES.get(handle, "PLAYER")), OPERATOR))
        return Actor(account=account)

    def _meant(self, act: Act) -> msgspec.Struct:
        named = {"tournament": None, "account": act.by, "owner": act.by, **act.fields}
        known = {name: value for name, value in named.items() if name in act.command.__struct_fields__}
        assert not set(act.fields) - set(known), act
        return act.command(**{name: self._value(name, value) for name, value in known.items()})

    def _value(self, name: str, value: Any) -> Any:
        evening = self.evening
        match name, value:
            case "tournament", None:
                return evening.tournament
            case "match", int():
                return evening.match_id(value)
            case (("registration" | "entrant"), str()):
                return evening.registration(value)
            case (("seeds" | "absent" | "half_byes"), list()):
                return [evening.registration(one) if isinstance(one, str) else one for one in value]
            case (("ratings" | "labels"), dict()):
                return {evening.registration(one): of for one, of in value.items()}
            case (("account" | "owner"), str()):
                self._actor(value)
                return account_id(value)
            case "game", str():
                return game_id(value)
            case "games", str():
                return score(value)
            case "definition", dict():
                return self._definition(value)
        return value

    def _definition(self, changes: dict[str, Any]) -> Definition:
        named = {**changes, **({"game": game_id(changes["game"])} if "game" in changes else {})}
        if self.evening.tournament in self.evening.facts.by_stream:
            return msgspec.structs.replace(self.evening.now(self.evening.tournament).definition, **named)
        return Definition(**{"name": "Evening", "slug": "evening", **named})


def given(*before: list[Act]) -> Told:
    """What came before, all of it carried out."""
    return Told().after(*before)
