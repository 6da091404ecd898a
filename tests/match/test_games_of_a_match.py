"""What decides a best-of."""

import pytest

from domain.match.refusals import ResultIncomplete, ResultInvalid
from domain.match.score import GameScore, winner_of


def test_the_first_to_win_most_games_wins() -> None:
    assert winner_of([GameScore([2, 1]), GameScore([0, 1]), GameScore([3, 4])], 3) == 1


def test_a_shootout_decides_a_level_game() -> None:
    assert winner_of([GameScore([3, 3], overtime=True, shootout=[4, 2])], 1) == 0


def test_a_best_of_that_nobody_has_won_yet_is_incomplete() -> None:
    with pytest.raises(ResultIncomplete):
        winner_of([GameScore([1, 0])], 3)


@pytest.mark.parametrize(
    "games",
    [
        [GameScore([1, 1])],
        [GameScore([1, -1])],
        [GameScore([1])],
        [GameScore([2, 1], shootout=[4, 2])],
        [GameScore([1, 0]), GameScore([1, 0])],
    ],
)
def test_games_that_cannot_have_been_played_are_refused(games: list[GameScore]) -> None:
    with pytest.raises(ResultInvalid):
        winner_of(games, 1)
