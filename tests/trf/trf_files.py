"""Tournament report files of any kind that agree with themselves."""

import random

from hypothesis import strategies as st

from domain.formats.trf.report import POINTS, Game, Player, Report

RESULTS = [tuple(both) for both in ("10", "01", "==", "WL", "LW", "DD", "+-", "-+", "--", "00", "=0")]
ALONE = "UFHZ"
NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=20)


def line(number: int, points: str, *games: str, name: str = "") -> str:
    """A line 001 with the columns that pairing needs."""
    return f"001 {number:>4}      {name:<33}".ljust(80) + f"{points:>4}".ljust(11) + "  ".join(games)


def played(chance: random.Random, players: int, rounds: int, scheduled: bool = False) -> list[list[Game]]:
    """The games of each player, met at random."""
    games: list[list[Game]] = [[] for _ in range(players)]
    for number in range(rounds):
        order = chance.sample(range(players), players)
        for one, other in zip(order[::2], order[1::2], strict=False):
            first, second = (" ", " ") if scheduled and number == rounds - 1 else chance.choice(RESULTS)
            games[one].append(Game(other + 1, "w", first))
            games[other].append(Game(one + 1, "b", second))
        for left in order[players // 2 * 2 :]:
            games[left].append(Game(None, "-", chance.choice(ALONE)))
    return games


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A file with everything in it that can be written."""
    size, rounds = draw(st.integers(1, 12)), draw(st.integers(0, 5))
    games = played(draw(st.randoms(use_true_random=False)), size, rounds, draw(st.booleans()))
    numbers = st.integers(1, size)
    worth = {
        **POINTS,
        **draw(st.dictionaries(st.sampled_from(sorted(POINTS)), st.integers(0, 30), max_size=3)),
    }
    empty = Report(worth=worth)
    players = tuple(
        Player(
            number=number,
            name=draw(NAMES),
            sex=draw(st.sampled_from(["m", "w", ""])),
            title=draw(st.sampled_from(["g", "WGM", "f", ""])),
            rating=draw(st.none() | st.integers(0, 2900)),
            federation=draw(st.sampled_from(["ITA", "NED", ""])),
            fide_id=draw(st.sampled_from(["1503014", ""])),
            birth=draw(st.sampled_from(["1990/11/30", "1990", ""])),
            points=empty.points(own),
            rank=draw(st.none() | numbers),
            games=tuple(own),
        )
        for number, own in enumerate(games, 1)
    )
    return Report(
        players=players,
        tournament=draw(st.just((("012", "An open"), ("092", "Individual: Swiss-System"))) | st.just(())),
        other=draw(st.just((("013", "A team".ljust(32) + "   1    2"), ("XYZ", ""))) | st.just(())),
        rounds=draw(st.none() | st.integers(rounds, 11)),
        first=draw(st.sampled_from(["w", "b", None])),
        by_rank=draw(st.booleans()),
        absent=tuple(sorted(draw(st.sets(numbers, max_size=3)))),
        worth=worth,
        accelerations=draw(
            st.dictionaries(numbers, st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3)
        ),
        forbidden=tuple(draw(st.lists(st.tuples(numbers, numbers), max_size=3))),
    )


def text(*lines: str) -> str:
    """A file of these lines."""
    return "\n".join(lines) + "\n"
