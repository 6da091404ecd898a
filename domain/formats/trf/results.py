"""What a tournament report file says of earlier rounds, in the words that pairings are made of."""

from domain.formats.trf.report import DRAWS, SCHEDULED, WINS, Game, Report
from domain.standings.results import Kind, Outcome, Result, RoundIncomplete

ALONE = {
    **dict.fromkeys("UF+", (Kind.BYE, Outcome.WIN)),
    "H": (Kind.HALF_BYE, Outcome.DRAW),
    **dict.fromkeys("Z-", (Kind.ABSENT, Outcome.LOSS)),
}
NO_GAME = Game(None, "-", "Z")


def results(report: Report) -> list[Result]:
    """A result for every player in every round that was paired; the side with white is the first.

    Who has nothing in a round was absent. Raises RoundIncomplete for a match without a result.
    """
    games = {player.number: dict(enumerate(player.games, 1)) for player in report.players}
    found: list[Result] = []
    for number in range(1, report.played + 1):
        here = {player: played.get(number, NO_GAME) for player, played in games.items()}
        if missing := [player for player, game in here.items() if game.result == SCHEDULED]:
            raise RoundIncomplete(number, missing)
        for player, game in here.items():
            if game.opponent is None:
                kind, outcome = ALONE[game.result]
                found.append(Result(round=number, sides=(player, None), outcomes=(outcome, None), kind=kind))
            elif game.colour == "w" or (game.colour == "-" and player < game.opponent):
                found.append(_match(number, player, game, here[game.opponent]))
    return found


def _match(number: int, player: int, game: Game, theirs: Game) -> Result:
    return Result(
        round=number,
        sides=(player, game.opponent),
        outcomes=(_outcome(game), _outcome(theirs)),
        kind=Kind.FORFEIT if game.result in "+-" else Kind.PLAYED,
    )


def _outcome(game: Game) -> Outcome:
    if game.result in WINS + "+":
        return Outcome.WIN
    return Outcome.DRAW if game.result in DRAWS else Outcome.LOSS
