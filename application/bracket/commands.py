"""Commands on the brackets of a tournament, one for each stage."""

from typing import ClassVar
from uuid import UUID

import msgspec

from application.kernel.concerns import Stream
from domain.bracket.bracket import Bracket
from domain.bracket.ids import bracket_id
from domain.entry.registration import Registration
from domain.match.score import GameScore
from domain.tournament.tournament import Tournament


class BracketCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the bracket of one stage, counted from 1."""

    concerns: ClassVar = Stream(
        Bracket,
        "tournament",
        made_of=lambda command: bracket_id(command.tournament, command.stage),
        within="tournament",
    )
    tournament: UUID
    stage: int = 1


class GenerateBracket(BracketCommand, frozen=True, kw_only=True):
    """Draw from the entrants there are, in the order given or else of entry."""

    seeds: list[UUID] | None = None


class RegenerateBracket(BracketCommand, frozen=True, kw_only=True):
    """Draw again, from the entrants there are now."""

    seeds: list[UUID] | None = None
    reason: str | None = None


class ChangeSeeds(BracketCommand, frozen=True, kw_only=True):
    """Put the same entrants in another order."""

    seeds: list[UUID]


class SwapSeeds(BracketCommand, frozen=True, kw_only=True):
    """Give an entrant this seed (from 1); whoever had it takes the entrant's. Again, it changes nothing."""

    entrant: UUID
    seed: int


class FinalizeBracket(BracketCommand, frozen=True, kw_only=True):
    """Freeze the draw and bring its matches into being; if lots break ties, what is `made` draws them."""

    NEW_EACH_TRY: ClassVar[frozenset[str]] = frozenset({"made"})
    made: str | None = None


class UnfinalizeBracket(BracketCommand, frozen=True, kw_only=True):
    """Open the draw again, before anything is played."""

    reason: str | None = None


class ReplaceEntrant(BracketCommand, frozen=True, kw_only=True):
    """Let somebody have the place in a final draw of one who has not played.

    The `comer` is entered or waits; or it is somebody new, of that `name`.
    """

    entrant: UUID
    comer: UUID | None = None
    name: str | None = None
    reason: str


class DrawRound(BracketCommand, frozen=True, kw_only=True):
    """Pair the next round of a Swiss stage; the `absent` sit it out, the `half_byes` for half a point."""

    absent: list[UUID] = []
    half_byes: list[UUID] = []


class TakeBackRound(BracketCommand, frozen=True, kw_only=True):
    """Undo the latest round, before any of it is decided."""

    reason: str


class ConcludeStage(BracketCommand, frozen=True, kw_only=True):
    """End a table as it stands."""

    reason: str


class RecordConduct(BracketCommand, frozen=True, kw_only=True):
    """Say how fairly an entrant played: points of which more are better, in place of earlier ones."""

    entrant: UUID
    points: int
    reason: str


class SeedByLot(BracketCommand, frozen=True, kw_only=True):
    """Draw the order by lot: by the `lot` of the caller, or else by the one `made` for them."""

    NEW_EACH_TRY: ClassVar[frozenset[str]] = frozenset({"made"})
    lot: str | None = None
    made: str


class SeedByRating(BracketCommand, frozen=True, kw_only=True):
    """Put the best rating first, and last who has none, in the order there is."""

    ratings: dict[UUID, int]


class SeedByTournament(BracketCommand, frozen=True, kw_only=True):
    """Put first who was best in an `earlier` tournament; who was not in it comes last, as they stood."""

    earlier: UUID


class SeedByFile(BracketCommand, frozen=True, kw_only=True):
    """Take the order of a CSV file, and, to `separate`, keep who shares a club or a region apart."""

    csv: str
    separate: bool = False
    rounds: int | None = None


class SeparateSeeds(BracketCommand, frozen=True, kw_only=True):
    """Keep who shares a label apart as long as their seeds allow, or for so many `rounds`."""

    labels: dict[UUID, list[str]]
    rounds: int | None = None


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """Challenge somebody further up a ladder, which is that stage of the tournament."""

    concerns: ClassVar = Stream(Registration, "registration")
    registration: UUID
    challenged: UUID
    stage: int = 1


class AdvanceBracket(msgspec.Struct, frozen=True, kw_only=True):
    """Carry a decided match on (stated by a policy)."""

    concerns: ClassVar = Stream(Bracket, "bracket")
    bracket: UUID
    match: int
    sides: list[UUID | None]
    games: list[GameScore] | None
    winner: int | None
    ending: str


class GoOn(msgspec.Struct, frozen=True, kw_only=True):
    """Draw the stages that a complete one leads to, or end the tournament (stated by a policy)."""

    concerns: ClassVar = Stream(Tournament, "tournament", within="tournament")
    tournament: UUID
