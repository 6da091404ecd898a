"""Tournament report files: FIDE's TRF16, with JaVaFo's codes for the round that is paired next (TRF(x)).

After FIDE's "Format of Tournament Report File" (2016) and the JaVaFo Advanced User Manual, section TRF(x).
"""

from collections.abc import Iterable

import msgspec

POINTS = {
    **dict.fromkeys(("WW", "BW", "FW", "FPB", "PAB"), 10),
    **dict.fromkeys(("WD", "BD", "HPB"), 5),
    **dict.fromkeys(("WL", "BL", "FL", "ZPB"), 0),
}
"""What each kind of result is worth, in tenths of a point."""
SHORT = {"W": ("WW", "BW", "FW", "FPB"), "D": ("WD", "BD", "HPB"), "L": ("WL", "BL", "FL", "ZPB")}
"""Codes of XXS that stand for several."""
WINS, DRAWS, LOSSES = "1W", "=D", "0L"
PLAYED = WINS + DRAWS + LOSSES
FORFEITS, BYES, SCHEDULED = "+-", "HFUZ", " "
GAMES, WIDTH = 92, 10
"""The column in which the first round of a player begins, and how many columns each has."""
WORTH = {"+": "FW", "-": "FL", "H": "HPB", "F": "FPB", "U": "PAB", "Z": "ZPB", SCHEDULED: "ZPB"}


class TrfRefused(ValueError):
    """A file that cannot be read; `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, problem: str) -> None:
        self.line, self.column, self.problem = line, column, problem
        super().__init__(f"line {line}, column {column}: {problem}")


class Game(msgspec.Struct, frozen=True):
    """One round of a player: opponent, colour (w, b, or - for neither) and the result as written.

    `result` is one of 1 = 0 (played), W D L (played, not rated), + - (forfeits), H F U Z (byes of half, full,
    by pairing, and zero), or a blank for a match that is paired and not yet played.
    """

    opponent: int | None
    colour: str
    result: str

    @property
    def worth(self) -> str:
        """The code of XXS that says what it is worth."""
        if self.result in PLAYED:
            kind = "W" if self.result in WINS else "D" if self.result in DRAWS else "L"
            return ("W" if self.colour == "w" else "B") + kind
        return WORTH[self.result]


class Player(msgspec.Struct, frozen=True, kw_only=True):
    """A line 001. `points` are tenths; a game for each round so far, and byes given for the next."""

    number: int
    name: str = ""
    sex: str = ""
    title: str = ""
    rating: int | None = None
    federation: str = ""
    fide_id: str = ""
    birth: str = ""
    points: int = 0
    rank: int | None = None
    games: tuple[Game, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A file.

    `tournament` are lines ??2 and `other` those nobody here reads, each (code, text). `rounds` is XXR;
    `first` and `by_rank` are XXC (the colour of the first seed, w or b, and seeds by the order of lines);
    `absent` XXZ, `worth` XXS, `accelerations` XXA (tenths by player and round), `forbidden` XXP.
    """

    players: tuple[Player, ...] = ()
    tournament: tuple[tuple[str, str], ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    rounds: int | None = None
    first: str | None = None
    by_rank: bool = False
    absent: tuple[int, ...] = ()
    worth: dict[str, int] = msgspec.field(default_factory=lambda: dict(POINTS))
    accelerations: dict[int, tuple[int, ...]] = {}
    forbidden: tuple[tuple[int, int], ...] = ()

    @property
    def played(self) -> int:
        """How many rounds are paired: the last in which there is a match, or a bye by the pairing."""
        return max((last_match(player.games) for player in self.players), default=0)

    @property
    def resting(self) -> set[int]:
        """Whoever has a bye in the next round already."""
        played = self.played
        return {player.number for player in self.players if len(player.games) > played}

    def points(self, games: Iterable[Game]) -> int:
        """What games are worth, in tenths."""
        return sum(self.worth[game.worth] for game in games)


def last_match(games: tuple[Game, ...]) -> int:
    """The last round with a match, or a bye that the pairing gave."""
    return max(
        (number for number, game in enumerate(games, 1) if game.opponent or game.result in "U+"), default=0
    )
