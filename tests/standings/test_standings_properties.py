"""What holds of any standings, whatever was played and whoever left."""

import random
from itertools import combinations, groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.standings.results import Kind, Outcome, Result
from domain.standings.settings import Settings, Unplayed
from domain.standings.table import Standing, standings
from domain.standings.tie_breaks import LOSSES_AGAINST_TIED, TIE_BREAKS
from domain.standings.ties.head_to_head import COLUMNS

AMONG_TIED = {*COLUMNS, LOSSES_AGAINST_TIED}
ALONE = [name for name in TIE_BREAKS if name not in AMONG_TIED]
DECISIVE = [(Outcome.WIN, Outcome.LOSS), (Outcome.LOSS, Outcome.WIN)]
PLAYED = [*DECISIVE, (Outcome.DRAW, Outcome.DRAW)]
FORFEITED = [*DECISIVE, (Outcome.LOSS, Outcome.LOSS)]
WITHOUT = [(Outcome.WIN, Kind.BYE), (Outcome.DRAW, Kind.HALF_BYE), (Outcome.LOSS, Kind.ABSENT)]
SCORES = st.tuples(st.integers(0, 3), st.integers(0, 3))


@st.composite
def tournaments(draw: st.DrawFn) -> tuple[int, list[Result]]:
    """How many there are, and rounds in which they meet at random or not at all."""
    entrants = draw(st.integers(1, 9))
    played = []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        order = draw(st.permutations(range(1, entrants + 1)))
        matches = draw(st.integers(0, entrants // 2))
        for at in range(matches):
            forfeit = draw(st.integers(0, 5)) == 0
            played.append(
                Result(
                    round=number,
                    sides=(order[2 * at], order[2 * at + 1]),
                    outcomes=draw(st.sampled_from(FORFEITED if forfeit else PLAYED)),
                    kind=Kind.FORFEIT if forfeit else Kind.PLAYED,
                    games=tuple(draw(st.lists(SCORES, max_size=3))),
                )
            )
        for one in order[2 * matches :]:
            outcome, kind = draw(st.sampled_from(WITHOUT))
            played.append(Result(round=number, sides=(one, None), outcomes=(outcome, None), kind=kind))
    return entrants, played


ORDERS = st.lists(st.sampled_from(list(TIE_BREAKS)), max_size=5, unique=True)
SETTINGS = st.builds(
    Settings, unplayed=st.sampled_from(list(Unplayed)), byes_count=st.booleans(), again=st.booleans()
)


@given(tournaments(), ORDERS, SETTINGS, st.randoms(use_true_random=False))
def test_nothing_hangs_on_the_order_of_results_or_sides(
    tournament: tuple[int, list[Result]], names: list[str], settings: Settings, chance: random.Random
) -> None:
    entrants, played = tournament
    mixed = [turned(one) if one.sides[1] and chance.random() < 0.5 else one for one in played]
    chance.shuffle(mixed)
    numbers = chance.sample(range(1, entrants + 1), entrants)
    assert standings(numbers, mixed, names, settings) == standings(
        range(1, entrants + 1), played, names, settings
    )


def turned(one: Result) -> Result:
    """The same match, told from the other side."""
    first, second = one.sides
    ours, theirs = one.outcomes
    assert second is not None
    assert theirs is not None
    games = tuple((b, a) for a, b in one.games)
    return Result(round=one.round, sides=(second, first), outcomes=(theirs, ours), kind=one.kind, games=games)


@given(tournaments(), ORDERS, SETTINGS)
def test_everybody_has_one_position_and_ranks_are_complete(
    tournament: tuple[int, list[Result]], names: list[str], settings: Settings
) -> None:
    entrants, played = tournament
    found = standings(range(1, entrants + 1), played, names, settings)
    assert [one.position for one in found] == list(range(1, entrants + 1))
    assert sorted(one.number for one in found) == list(range(1, entrants + 1))
    for (low, high), group in groupby(found, key=lambda one: (one.low, one.high)):
        assert [one.position for one in group] == list(range(low, high + 1))


@given(tournaments(), st.lists(st.sampled_from(ALONE), max_size=4, unique=True), SETTINGS)
def test_a_rank_is_shared_by_those_whose_values_are_the_same_and_the_better_come_first(
    tournament: tuple[int, list[Result]], names: list[str], settings: Settings
) -> None:
    entrants, played = tournament

    def key(one: Standing) -> list[int]:
        return [
            -value.amounts[0] if TIE_BREAKS[name].least_first else value.amounts[0]
            for name, value in one.values.items()
            if value is not None
        ]

    found = standings(range(1, entrants + 1), played, names, settings)
    for before, after in pairwise(found):
        assert key(before) >= key(after)
        assert (key(before) == key(after)) == (before.low == after.low)


@given(tournaments(), ORDERS, SETTINGS)
def test_every_value_is_the_sum_of_what_it_is_said_to_be_made_of(
    tournament: tuple[int, list[Result]], names: list[str], settings: Settings
) -> None:
    entrants, played = tournament
    for one in standings(range(1, entrants + 1), played, names, settings):
        for name, value in one.values.items():
            if value is not None and name not in ("seed", "fair_play", "lots"):
                assert value.amounts[-1] == sum(part.amount for part in value.parts if part.counted)


@given(tournaments(), ORDERS, st.booleans())
def test_absences_of_those_who_left_change_nothing_for_anybody(
    tournament: tuple[int, list[Result]], names: list[str], byes_count: bool
) -> None:
    entrants, played = tournament
    settings = Settings(byes_count=byes_count)
    everyone = range(1, entrants + 1)
    told = [one for one in played if one.kind is not Kind.ABSENT]
    rounds = max((one.round for one in told), default=0)
    kept = [one for one in played if one.round <= rounds]
    with_absences = standings(everyone, kept, names, settings)
    without = standings(everyone, told, names, settings)
    assert [(one.number, one.low) for one in with_absences] == [(one.number, one.low) for one in without]


@given(st.integers(2, 6), st.integers(1, 2), st.data())
def test_mini_tables_are_made_of_mini_tables_until_one_divides_nobody(
    entrants: int, cycles: int, data: st.DataObject
) -> None:
    played = [
        Result(round=1, sides=pair, outcomes=data.draw(st.sampled_from(PLAYED)))
        for pair in [*combinations(range(1, entrants + 1), 2)] * cycles
    ]
    found = standings(range(1, entrants + 1), played, ("points", "head_to_head"))
    levels = [[one.number for one in group] for _, group in groupby(found, key=lambda one: one.low)]
    tied = [[one.number for one in group] for _, group in groupby(found, key=lambda one: one.points)]
    assert levels == [level for group in tied for level in by_own_matches(group, played)]


def by_own_matches(tied: list[int], played: list[Result]) -> list[list[int]]:
    """The rule told once more, as plainly as it can be."""
    worth = {Outcome.WIN: 2, Outcome.DRAW: 1, Outcome.LOSS: 0, None: 0}
    points = dict.fromkeys(sorted(tied), 0)
    for one in played:
        if set(one.sides) <= set(tied):
            for side, outcome in zip(one.sides, one.outcomes, strict=True):
                points[side or 0] += worth[outcome]
    if len(set(points.values())) == 1:
        return [sorted(tied)]
    return [
        level
        for score in sorted(set(points.values()), reverse=True)
        for level in by_own_matches([n for n in points if points[n] == score], played)
    ]
