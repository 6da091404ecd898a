"""The open of examples/fide-swiss.toml: thirteen players over seven rounds, paired by FIDE's Dutch system."""

import json

import pytest

from cli.commands import app
from cli.common.exits import guarded
from domain.formats.swiss import dutch
from domain.formats.trf.report import Game, Player, Report
from domain.formats.trf.write import write
from domain.standings.results import Kind, Outcome, Result
from domain.standings.scoring import CHESS
from domain.standings.settings import Settings, Unplayed
from domain.standings.table import standings
from tests.examples.reading import EXAMPLES, load, result, seeds

FILE = load("fide-swiss")
(STAGE,) = FILE["tournament"]["stages"]
SEEDS = seeds(FILE)
NAMES = {seed: name for name, seed in SEEDS.items()}
BOARDS = len(SEEDS) // 2
ROUNDS = [FILE["matches"][at : at + BOARDS] for at in range(0, len(FILE["matches"]), BOARDS)]
SIX_ROUNDS = EXAMPLES / "fide-swiss.trf"
WRITTEN = {
    Kind.PLAYED: {Outcome.WIN: "1", Outcome.DRAW: "=", Outcome.LOSS: "0"},
    Kind.FORFEIT: {Outcome.WIN: "+", Outcome.LOSS: "-"},
}


def results(rounds: int) -> list[Result]:
    """A bye is no match: who is in none of a round has it."""
    found = [result(one, SEEDS, number) for number, here in enumerate(ROUNDS[:rounds], 1) for one in here]
    return found + [
        Result(round=number, sides=(rests(number), None), outcomes=(Outcome.WIN, None), kind=Kind.BYE)
        for number in range(1, rounds + 1)
    ]


def rests(number: int) -> int:
    (one,) = set(SEEDS.values()) - {SEEDS[name] for match in ROUNDS[number - 1] for name in match["sides"]}
    return one


def report(rounds: int, *, forfeits: bool = True) -> Report:
    """The file so far; without `forfeits` as if all had been played."""
    games: dict[int, list[Game]] = {number: [] for number in NAMES}
    for one in sorted(results(rounds), key=lambda one: one.round):
        white, black = one.sides
        if black is None or one.outcomes[1] is None:
            games[white].append(Game(None, "-", "U"))
            continue
        written = WRITTEN[one.kind if forfeits else Kind.PLAYED]
        games[white].append(Game(black, "w", written[one.outcomes[0]]))
        games[black].append(Game(white, "b", written[one.outcomes[1]]))
    players = [
        Player(
            number=number,
            name=NAMES[number],
            rating=FILE["entrants"][number - 1]["rating"],
            games=tuple(own),
            points=Report().points(own),
        )
        for number, own in games.items()
    ]
    name = (("012", FILE["tournament"]["name"]),)
    return Report(players=tuple(players), tournament=name, rounds=STAGE["rounds"])


@pytest.mark.parametrize("number", range(1, 8))
def test_a_round_is_paired_from_the_results_before_it(number: int) -> None:
    paired = dutch.pair(report(number - 1))
    assert paired.pairs == [tuple(SEEDS[name] for name in match["sides"]) for match in ROUNDS[number - 1]]
    assert paired.bye == rests(number)


def test_the_report_of_six_rounds_is_as_it_is_written() -> None:
    assert SIX_ROUNDS.read_text("utf-8") == write(report(6))


def test_palio_pair_of_that_report_is_the_seventh_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: app(["pair", str(SIX_ROUNDS), "--json"])) == 0
    pairs = [(pair["white"], pair["black"]) for pair in json.loads(capsys.readouterr().out)["pairs"]]
    played = [tuple(SEEDS[name] for name in match["sides"]) for match in ROUNDS[6]]
    assert pairs == [*played, (rests(7), None)]


def test_there_are_seven_rounds_of_six_boards_and_nobody_rests_twice() -> None:
    assert (len(SEEDS), STAGE["rounds"], len(FILE["matches"])) == (13, 7, 42)
    assert [len(here) for here in ROUNDS] == [6] * 7
    assert len({rests(number) for number in range(1, 8)}) == 7
    ratings = [entrant["rating"] for entrant in FILE["entrants"]]
    assert ratings == sorted(ratings, reverse=True)


def test_a_win_is_one_to_nothing_a_draw_one_to_one_and_one_did_not_come() -> None:
    scores = [match["score"] for match in FILE["matches"] if "score" in match]
    assert all(score in ([1, 0], [0, 1], [1, 1]) for score in scores)
    assert len(scores) == len(FILE["matches"]) - 1


def test_who_won_because_the_other_did_not_come_has_had_the_bye() -> None:
    (forfeit,) = (one for one in results(7) if one.kind is Kind.FORFEIT)
    assert (forfeit.round, forfeit.outcomes) == (4, (Outcome.WIN, Outcome.LOSS))
    assert dutch.pair(report(6)).bye != forfeit.sides[0]
    assert dutch.pair(report(6, forfeits=False)).bye == forfeit.sides[0]


@pytest.mark.parametrize("unplayed", list(Unplayed))
def test_the_first_has_won_and_two_share_the_second_place_however_unplayed_rounds_count(
    unplayed: Unplayed,
) -> None:
    settings = Settings(scoring=CHESS, unplayed=unplayed)
    ended = standings(NAMES, results(7), STAGE["tie_breaks"], settings)
    first = [(NAMES[one.number], one.points, one.low, one.high) for one in ended[:3]]
    assert first == [("Clara Odenwood", 6, 1, 1), ("Alma Vintner", 5, 2, 3), ("Dario Fenn", 5, 2, 3)]
    assert sum(one.points for one in ended) == 7 * BOARDS + 7
