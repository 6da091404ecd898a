"""Values that facts carry: frozen, compared by content, and told apart from plain numbers and text."""

import re
from datetime import datetime
from uuid import UUID

import msgspec

from domain.errors import InvalidDefinition
from domain.formats.free_for_all import check_places
from domain.match_errors import ResultIncomplete, ResultInvalid
from domain.questions import CustomField, contradictions
from domain.stages import Stage
from domain.stages import contradictions as contradictions_of

CURRENCY = re.compile(r"^[A-Z]{3}$")


class GameScore(msgspec.Struct, frozen=True):
    """One game: points of each side, and how a level game was decided.

    Where many meet, `places` are those of each side, 0 of one that was not there, and points are kills.
    """

    score: list[int]
    overtime: bool = False
    shootout: list[int] | None = None
    places: list[int] | None = None

    def winner(self) -> int | None:
        """The winning side; None for a draw."""
        if self.places is not None:
            return self.places.index(1) if self.places.count(1) == 1 else None
        for first, second in (self.score, self.shootout or [0, 0]):
            if first != second:
                return 0 if first > second else 1
        return None


def winner_of(games: list[GameScore], best_of: int, *, level: bool = False) -> int | None:
    """The side (0 or 1) that won a best-of; None where it may end `level`, and did.

    Raises ResultInvalid for games that cannot have been played, ResultIncomplete where nobody has won yet.
    """
    needed = best_of // 2 + 1
    won = [0, 0]
    for index, game in enumerate(games):
        _check_game(index, game)
        if needed in won or index == best_of:
            raise ResultInvalid(game=index, problem="the match was already decided")
        winner = game.winner()
        if winner is not None:
            won[winner] += 1
        elif not level:
            raise ResultInvalid(game=index, problem="a game needs a winner")
    if needed not in won and not (level and len(games) == best_of):
        raise ResultIncomplete(needed=needed)
    return None if won[0] == won[1] else int(won[1] > won[0])


def winner_among(games: list[GameScore], best_of: int, *, level: bool, seats: int) -> int | None:
    """The side that won a match of so many; None where it may end level, and did. Raises as the two below."""
    if seats > 2:
        return first_of(games, seats)
    return winner_of(games, best_of, level=level)


def first_of(games: list[GameScore], seats: int) -> int | None:
    """The side that came first where `seats` met in one game; None where several did.

    Raises ResultInvalid for places that cannot be, ResultIncomplete where there are none.
    """
    if len(games) != 1:
        raise ResultIncomplete(needed=1)
    (game,) = games
    if game.places is None or len(game.places) != seats or len(game.score) != seats or min(game.score) < 0:
        raise ResultInvalid(game=0, problem=f"a place and a score for each of the {seats}")
    try:
        check_places([place for place in game.places if place])
    except ValueError as refused:
        raise ResultInvalid(game=0, problem=str(refused)) from None
    return game.winner()


def _check_game(index: int, game: GameScore) -> None:
    pairs = [game.score] if game.shootout is None else [game.score, game.shootout]
    if game.places is not None:
        raise ResultInvalid(game=index, problem="only a match of many has places")
    if any(len(pair) != 2 or min(pair) < 0 for pair in pairs):
        raise ResultInvalid(game=index, problem="a score is two whole numbers, 0 or more")
    if game.shootout is not None and game.score[0] != game.score[1]:
        raise ResultInvalid(game=index, problem="only a level game goes to a shootout")


SINGLE, DOUBLE, STAGES = "single-elimination", "double-elimination", "stages"
FORMATS = (SINGLE, DOUBLE, STAGES)
"""How a tournament may be played: in one of two formats, or in stages, each with its own."""
GRAND_FINALS = ("none", "single", "reset")


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What a tournament is: every change of it is a fact, every version can be shown again."""

    name: str
    slug: str
    format: str = "single-elimination"
    third_place: bool = False
    grand_final: str = "reset"  # none, single, reset
    best_of: int = 1
    stages: list[Stage] = []
    capacity: int = 64
    minimum_entrants: int = 2
    game: UUID | None = None
    fee_minor: int = 0
    prize_minor: int = 0
    currency: str | None = None
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    check_in_opens_at: datetime | None = None
    check_in_closes_at: datetime | None = None
    starts_at: datetime | None = None
    rules: str = ""
    visibility: str = "public"  # public, unlisted, private
    fields: list[CustomField] = []
    streams: list[str] = []
    banner: str | None = None

    @property
    def plan(self) -> list[Stage]:
        """The stages, one where the format is that of all."""
        if self.format == STAGES:
            return self.stages
        return [
            Stage(
                format=self.format,
                best_of=self.best_of,
                third_place=self.third_place,
                grand_final=self.grand_final,
            )
        ]

    def check(self) -> "Definition":
        """Itself, or InvalidDefinition naming the first field that contradicts the others."""
        for field, wrong, problem in self._contradictions():
            if wrong:
                raise InvalidDefinition(field=field, problem=problem)
        return self

    def _contradictions(self) -> list[tuple[str, bool, str]]:
        money = self.fee_minor or self.prize_minor
        moments = [
            self.registration_opens_at,
            self.registration_closes_at,
            self.check_in_opens_at,
            self.check_in_closes_at,
            self.starts_at,
        ]
        known = [moment for moment in moments if moment is not None]
        return [
            ("name", not self.name.strip(), "a tournament needs a name"),
            ("format", self.format not in FORMATS, f"one of {', '.join(FORMATS)}"),
            ("third_place", self.third_place and self.format != SINGLE, f"a match of {SINGLE} alone"),
            ("grand_final", self.grand_final not in GRAND_FINALS, f"one of {', '.join(GRAND_FINALS)}"),
            ("grand_final", self.grand_final != "reset" and self.format != DOUBLE, f"of {DOUBLE} alone"),
            ("stages", bool(self.stages) and self.format != STAGES, f"only where format is {STAGES}"),
            ("stages", not self.stages and self.format == STAGES, "one at least"),
            *contradictions_of(self.stages),
            ("best_of", self.best_of < 1 or self.best_of % 2 == 0, "a best-of is an odd number of games"),
            ("capacity", not 2 <= self.capacity <= 4096, "between 2 and 4,096 entrants"),
            (
                "minimum_entrants",
                not 2 <= self.minimum_entrants <= self.capacity,
                "between 2 and the capacity",
            ),
            ("fee_minor", self.fee_minor < 0, "an amount is 0 or more"),
            ("prize_minor", self.prize_minor < 0, "an amount is 0 or more"),
            ("currency", bool(money) and self.currency is None, "an amount needs a currency"),
            (
                "currency",
                bool(self.currency and not CURRENCY.match(self.currency)),
                "three letters of ISO 4217",
            ),
            (
                "visibility",
                self.visibility not in {"public", "unlisted", "private"},
                "public, unlisted or private",
            ),
            ("starts_at", known != sorted(known), "registration, check-in and start must follow each other"),
            *(("fields", wrong, problem) for wrong, problem in contradictions(self.fields)),
        ]


class Placing(msgspec.Struct, frozen=True):
    """The shared rank of one entrant: `low` to `high`, both counted."""

    entrant: UUID
    low: int
    high: int


class Seat(msgspec.Struct, frozen=True):
    """One side of one match."""

    match: int
    side: int


class Move(msgspec.Struct, frozen=True):
    """Who takes which side of which match; no entrant means that the side stays vacant for good."""

    match: int
    side: int
    entrant: UUID | None
