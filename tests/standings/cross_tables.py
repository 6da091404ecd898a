"""Results as rule books print them: a row an entrant, a word a round."""

from collections.abc import Iterable, Mapping

from domain.standings.results import Kind, Outcome, Result

OUTCOMES = {"+": Outcome.WIN, "=": Outcome.DRAW, "-": Outcome.LOSS}
ALONE = {
    "bye": (Outcome.WIN, Kind.BYE),
    "half": (Outcome.DRAW, Kind.HALF_BYE),
    "away": (Outcome.LOSS, Kind.ABSENT),
}


def results(rows: Mapping[int, str]) -> list[Result]:
    """`+9` is a win against 9, `=` a draw, `-` a loss, `+f9` a forfeit; bye, half and away are no match."""
    words = {number: row.split() for number, row in rows.items()}
    found = []
    for number, row in words.items():
        for index, word in enumerate(row):
            if word in ALONE:
                outcome, kind = ALONE[word]
                found.append(
                    Result(round=index + 1, sides=(number, None), outcomes=(outcome, None), kind=kind)
                )
            elif number < (other := int(word[1:].removeprefix("f"))):
                pair = OUTCOMES[word[0]], OUTCOMES[words[other][index][0]]
                kind = Kind.FORFEIT if word[1] == "f" else Kind.PLAYED
                found.append(Result(round=index + 1, sides=(number, other), outcomes=pair, kind=kind))
    return found


def match(first: int, score: str, second: int, *, round: int = 1) -> Result:
    """One match of a single game, by its score: `2-1`."""
    ours, theirs = map(int, score.split("-"))
    return decided(first, [(ours, theirs)], second, round=round)


def decided(first: int, games: Iterable[tuple[int, int]], second: int, *, round: int = 1) -> Result:
    """One match by its games: whoever won more of them has won."""
    played = tuple(games)
    lead = sum((ours > theirs) - (ours < theirs) for ours, theirs in played)
    pair = (Outcome.WIN, Outcome.LOSS) if lead > 0 else (Outcome.LOSS, Outcome.WIN)
    return Result(
        round=round,
        sides=(first, second),
        outcomes=pair if lead else (Outcome.DRAW, Outcome.DRAW),
        games=played,
    )
