"""What came of each game, and who has won by it."""

import msgspec

from domain.formats.table.free_for_all import check_places
from domain.match.refusals import ResultIncomplete, ResultInvalid


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
