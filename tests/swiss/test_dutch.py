"""FIDE Dutch, through the library: worked examples of others, and what every round keeps."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.formats.swiss.dutch import pair
from domain.formats.swiss.field import NoPairing
from domain.formats.swiss.general import Paired
from domain.formats.trf.read import read
from domain.formats.trf.report import Game, Player, Report
from domain.standings.results import RoundIncomplete
from tests.trf.trf_files import line, text

# Round 2 of five players of whom the last was away, from the tests of bbpPairings 6 (dutch_2025_C9); the
# editions of the rules agree on it.
AWAY = text(
    line(1, "1.0", "   3 w 1"),
    line(2, "1.0", "   4 b 1"),
    line(3, "0.0", "   1 b 0"),
    line(4, "0.0", "   2 w 0"),
    line(5, "0.0", "0000 - Z"),
    "XXR 3",
)

# What bbpPairings 5.0.1 makes of the case, which is in its tests: the rules up to January 2026.
ROUND_15 = [
    (1, 15), (3, 2), (11, 17), (7, 10), (8, 14), (4, 6), (5, 12), (9, 16), (13, 25), (24, 22), (18, 29),
    (20, 23), (19, 33), (21, 38), (39, 26), (28, 36), (31, 40), (37, 35), (44, 46), (30, 32), (53, 42),
    (47, 48), (51, 55), (27, 50), (34, 58), (49, 45), (41, 59), (56, 43), (60, 52), (54, 57),
]  # fmt: skip


def test_a_last_round_of_sixty_players_is_paired_as_the_reference_program_does() -> None:
    file = Path(__file__).with_name("cases") / "dutch-round-15.trf"
    assert pair(read(file.read_text("utf-8"))) == Paired(ROUND_15, None)


def test_the_published_example_is_paired_as_published() -> None:
    assert pair(read(AWAY)) == Paired([(2, 1), (3, 5)], 4)


def test_the_first_round_is_half_against_half_and_colours_alternate() -> None:
    # C.04.3, section D and article E.5: the colour of the first seed is drawn; XXC says what it was.
    players = [line(number, "0.0") for number in range(1, 8)]
    assert pair(read(text(*players, "XXR 5", "XXC white1"))) == Paired([(1, 4), (5, 2), (3, 6)], 7)
    assert pair(read(text(*players, "XXR 5", "XXC black1"))) == Paired([(4, 1), (2, 5), (6, 3)], 7)


def test_forbidden_pairs_absences_and_byes_given_ahead_count() -> None:
    players = [line(number, "0.0") for number in range(1, 6)]
    rests = line(6, "0.0", "0000 - H")
    paired = pair(read(text(*players, rests, "XXZ 5", "XXP 1 3", "XXP 1 4")))
    assert {frozenset(sides) for sides in paired.pairs} == {frozenset({1, 2}), frozenset({3, 4})}
    assert paired.bye is None


def test_nobody_is_left_when_everyone_is_away() -> None:
    assert pair(read(text(line(1, "0.0"), "XXZ 1"))) == Paired([], None)


def test_where_all_have_met_there_is_no_pairing() -> None:
    with pytest.raises(NoPairing):
        pair(read(text(line(1, "1.0", "   2 w 1"), line(2, "0.0", "   1 b 0"))))


def test_a_round_that_is_not_complete_is_not_followed_by_another() -> None:
    with pytest.raises(RoundIncomplete):
        pair(read(text(line(1, "0.0", "   2 w  "), line(2, "0.0", "   1 b  "))))


@settings(max_examples=8)
@given(st.integers(8, 40), st.randoms(use_true_random=False))
def test_everyone_is_paired_once_nobody_meets_again_and_nobody_rests_twice(
    size: int, chance: random.Random
) -> None:
    games: dict[int, list[Game]] = {number: [] for number in range(1, size + 1)}
    met: set[frozenset[int]] = set()
    rested: set[int] = set()
    for _ in range(3):
        report = Report(
            players=tuple(
                Player(number=number, games=tuple(own), points=Report().points(own))
                for number, own in games.items()
            ),
            rounds=5,
        )
        paired = pair(report)
        byes = set() if paired.bye is None else {paired.bye}
        assert sorted([*byes, *(player for sides in paired.pairs for player in sides)]) == list(games)
        assert not byes & rested
        now = {frozenset(sides) for sides in paired.pairs}
        assert not met & now
        met, rested = met | now, rested | byes
        for white, black in paired.pairs:
            first, second = chance.choice([("1", "0"), ("0", "1"), ("=", "=")])
            games[white].append(Game(black, "w", first))
            games[black].append(Game(white, "b", second))
        for player in byes:
            games[player].append(Game(None, "-", "U"))
