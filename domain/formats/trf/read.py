"""Tournament report files, read: every line understood, kept as it is, or refused with its place."""

from collections.abc import Collection, Iterator
from itertools import combinations

from domain.formats.trf.check import check
from domain.formats.trf.lines import Line, Word, lines
from domain.formats.trf.report import (
    BYES,
    FORFEITS,
    GAMES,
    PLAYED,
    POINTS,
    SCHEDULED,
    SHORT,
    WIDTH,
    Game,
    Player,
    Report,
)

PLAYER, OURS = "001", {"001", "XXR", "XXC", "XXZ", "XXS", "XXA", "XXP"}


def read(text: str) -> Report:
    """The file. Raises TrfRefused for the first line that contradicts the format or another line."""
    found = lines(text)
    of = {code: [line for line in found if line.code == code] for code in OURS}
    players = {line: _player(line) for line in of[PLAYER]}
    known = {player.number for player in players.values()}
    first, by_rank = _configuration(of["XXC"])
    kept = [(line.code, line.text[4:]) for line in found if line.code not in OURS]
    report = Report(
        players=tuple(players.values()),
        tournament=tuple(one for one in kept if _of_tournament(one[0])),
        other=tuple(one for one in kept if not _of_tournament(one[0])),
        rounds=_rounds(of["XXR"]),
        first=first,
        by_rank=by_rank,
        absent=tuple(sorted({word.number_of(known) for line in of["XXZ"] for word in line.words})),
        worth=_worth(of["XXS"]),
        accelerations=_accelerations(of["XXA"], known),
        forbidden=tuple(pair for line in of["XXP"] for pair in _forbidden(line, known)),
    )
    check(report, list(players))
    return report


def _of_tournament(code: str) -> bool:
    return code[:2].isdigit() and code[2] == "2"


def _player(line: Line) -> Player:
    rating, rank = line.columns(49, 52), line.columns(86, 89)
    return Player(
        number=line.columns(5, 8).whole("a starting number"),
        sex=line.columns(10, 10).text,
        title=line.columns(11, 13).text,
        name=line.columns(15, 47).text,
        rating=rating.whole("a rating") if rating.text else None,
        federation=line.columns(54, 56).text,
        fide_id=line.columns(58, 68).text,
        birth=line.columns(70, 79).text,
        points=line.columns(81, 84).tenths("points"),
        rank=rank.whole("a rank") if rank.text else None,
        games=tuple(_games(line)),
    )


def _games(line: Line) -> Iterator[Game]:
    for start in range(GAMES, len(line.text) + 1, WIDTH):
        opponent = line.columns(start, start + 3)
        colour, result = line.columns(start + 5, start + 5), line.columns(start + 7, start + 7)
        if line.columns(start + 4, start + 4).text or line.columns(start + 8, start + 9).text:
            raise opponent.refused("a round is four digits, a colour and a result, with blanks between")
        number = opponent.whole("an opponent") if opponent.text else 0
        yield _game(number or None, colour, result)


def _game(opponent: int | None, colour: Word, result: Word) -> Game:
    """A game that fits itself; blanks without an opponent are an absence."""
    side = colour.text.lower() or "-"
    letter = result.text.upper() or (SCHEDULED if opponent else "Z")
    if side not in "wb-":
        raise colour.refused(f"a colour is w, b or -, not {colour.text}")
    if letter not in PLAYED + FORFEITS + BYES + SCHEDULED:
        raise result.refused(f"a result is one of 1 = 0 W D L + - H F U Z, not {result.text}")
    if letter in BYES and (opponent or side != "-"):
        raise result.refused(f"{letter} is a bye: it has neither opponent nor colour")
    if letter in PLAYED and (not opponent or side == "-"):
        raise result.refused(f"{letter} was played: it has an opponent and a colour")
    return Game(opponent, side if opponent else "-", letter)


def _rounds(found: list[Line]) -> int | None:
    """XXR; the last line counts."""
    rounds = None
    for line in found:
        rounds = line.columns(5, len(line.text)).whole("the number of rounds")
    return rounds


def _configuration(found: list[Line]) -> tuple[str | None, bool]:
    """XXC: the colour of the first seed, and whether the order of lines is the order of seeds."""
    first, by_rank = None, False
    for word in (word for line in found for word in line.words):
        match word.text:
            case "rank":
                by_rank = True
            case "white1" | "black1":
                first = word.text[0]
            case _:
                raise word.refused(f"XXC takes rank, white1 and black1, not {word.text}")
    return first, by_rank


def _worth(found: list[Line]) -> dict[str, int]:
    """XXS: what results are worth; what it does not name is worth what it always is."""
    worth = dict(POINTS)
    for word in (word for line in found for word in line.words):
        code, _, value = word.text.partition("=")
        codes = SHORT.get(code, (code,))
        if codes[0] not in POINTS:
            raise word.refused(f"XXS has no code {code}")
        tenths = Word(word.line, word.column + len(code) + 1, value).tenths("points")
        worth.update(dict.fromkeys(codes, tenths))
    return worth


def _accelerations(found: list[Line], known: Collection[int]) -> dict[int, tuple[int, ...]]:
    """XXA: virtual points of players, round by round."""
    accelerations: dict[int, tuple[int, ...]] = {}
    for line in found:
        number, *points = line.words or [line.columns(5, 8)]
        accelerations[number.number_of(known)] = tuple(one.tenths("points") for one in points)
    return accelerations


def _forbidden(line: Line, known: Collection[int]) -> list[tuple[int, int]]:
    """XXP: no two of a line meet."""
    numbers = [word.number_of(known) for word in line.words]
    if len(numbers) < 2:
        raise line.columns(5, 5).refused("XXP keeps two players or more apart")
    return list(combinations(numbers, 2))
