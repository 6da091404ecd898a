"""What the lines of a tournament report file say of each other has to agree."""

from domain.formats.trf.lines import Line
from domain.formats.trf.report import GAMES, SCHEDULED, WIDTH, Game, Player, Report, TrfRefused

AGREE = {
    *((one, other) for one in "1" for other in "0"),
    *((one, other) for one in "=" for other in "=0"),
    *((one, other) for one in "0" for other in "1=0"),
    *(("W", "L"), ("L", "W"), ("D", "D"), ("L", "L")),
    *(("+", "-"), ("-", "+"), ("-", "-"), (SCHEDULED, SCHEDULED)),
}
"""Results of the two sides; both may have lost."""


def check(report: Report, lines: list[Line]) -> None:
    """Raises TrfRefused where players, opponents, results and points disagree; `lines` are the players'."""
    where = {player.number: line.number for player, line in zip(report.players, lines, strict=True)}
    players = {player.number: player for player in report.players}
    played = report.played
    for player, line in zip(report.players, lines, strict=True):
        if where[player.number] != line.number or player.number == 0:
            raise TrfRefused(line.number, 5, f"starting number {player.number} is not free")
        for index, game in enumerate(player.games):
            if game.opponent is not None:
                column = GAMES + WIDTH * index
                if problem := _problem(player, game, index, players.get(game.opponent)):
                    raise TrfRefused(line.number, column, f"round {index + 1}: {problem}")
        _check_points(report, player, played, line)


def _problem(player: Player, game: Game, index: int, opponent: Player | None) -> str | None:
    """Why a game does not fit what the opponent's line says; None where it does."""
    if opponent is None:
        return f"there is no player {game.opponent}"
    if opponent is player:
        return "nobody meets himself"
    theirs = opponent.games[index] if index < len(opponent.games) else None
    if theirs is None or theirs.opponent != player.number:
        return f"player {opponent.number} has no such match"
    if theirs.colour == game.colour and game.colour != "-":
        return f"player {opponent.number} has the same colour"
    if (game.result, theirs.result) not in AGREE:
        return f"the results {game.result} and {theirs.result} of the two do not agree"
    return None


def _check_points(report: Report, player: Player, played: int, line: Line) -> None:
    """Byes that are given for the next round may be counted already."""
    possible = {report.points(player.games[:played]), report.points(player.games)}
    if player.points not in possible:
        expected = min(possible) / 10
        raise TrfRefused(line.number, 81, f"the results come to {expected} points, not {player.points / 10}")
