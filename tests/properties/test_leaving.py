"""Whoever leaves in play is met by nobody again, and the stage still ends with one place for everyone."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from application.entry.commands import Disqualify, Reinstate, Withdraw
from domain.entry.registration import IN
from domain.formats.stages import Intake, Stage
from tests.support.places import everyone_has_one_place, the_history_says_the_same
from tests.support.stages import Staged, eliminations, ladders, lobbies, round_robins, swisses

CHANCE = st.integers(0, 1 << 32)
SELDOM, OFTEN = 12, 4


class Leaving:
    """Between matches somebody leaves or comes back, one time in `seldom`; and what always holds."""

    def __init__(self, seldom: int, fewest: int = 0) -> None:
        """`fewest` say how many never leave: the first that came."""
        self.seldom, self.fewest = seldom, fewest
        self.seen: set[int] = set()

    def __call__(self, staged: Staged) -> None:
        self.nobody_who_left_is_paired(staged)
        if not staged.over and staged.random.randrange(self.seldom) == 0:
            self.happen(staged)
        nobody_who_left_has_a_match(staged)

    def nobody_who_left_is_paired(self, staged: Staged) -> None:
        """Not even to lose at once."""
        for bracket in staged.brackets.values():
            for match in bracket.matches.values() if bracket.played_as.by_rounds else ():
                if match.number not in self.seen:
                    playing = {bracket.seeds[source.number - 1] for source in match.sides}
                    assert len(playing) == 2
                    assert not playing & {*bracket.left}
            self.seen |= {*bracket.matches}

    def happen(self, staged: Staged) -> None:
        if able := staged.everyone[self.fewest :]:
            who = staged.random.choice(able)
            out = staged.evening.now(who).status not in IN
            ways = [Reinstate] if out else [Withdraw, Disqualify]
            staged.send(staged.random.choice(ways), registration=who, reason="so it was")


def nobody_who_left_has_a_match(staged: Staged) -> None:
    """Where many meet the others still have theirs."""
    out = {who for who in staged.everyone if staged.evening.now(who).status not in IN}
    for match in staged.ready():
        assert len({*match.sides}) == len(match.sides)
        assert not out & {*match.sides} or (len(match.sides) > 2 and {*match.sides} - out)


def played(drawn: tuple[Stage, int], chance: int, seldom: int) -> Staged:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance)
    leaving = Leaving(seldom)
    leaving(staged)
    staged.play(leaving)
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)
    return staged


@settings(max_examples=40)
@given(eliminations(24), CHANCE, st.sampled_from([SELDOM, OFTEN]))
def test_an_elimination_ends_whoever_leaves(drawn: Any, chance: int, seldom: int) -> None:
    played(drawn, chance, seldom)


@settings(max_examples=40)
@given(st.one_of(round_robins(10), ladders(16)), CHANCE, st.sampled_from([SELDOM, OFTEN]))
def test_a_table_ends_whoever_leaves(drawn: Any, chance: int, seldom: int) -> None:
    played(drawn, chance, seldom)


@settings(max_examples=40)
@given(lobbies(24), CHANCE, st.sampled_from([SELDOM, OFTEN, 1]))
def test_lobbies_end_whoever_leaves(drawn: Any, chance: int, seldom: int) -> None:
    played(drawn, chance, seldom)


@settings(max_examples=40)
@given(swisses(20, 10), CHANCE, st.sampled_from([SELDOM, OFTEN, 1]))
def test_a_swiss_ends_whoever_leaves(drawn: Any, chance: int, seldom: int) -> None:
    played(drawn, chance, seldom)


def plans(playoffs: str) -> list[list[Stage]]:
    """Playoffs drawn from groups or lobbies, at once or after another stage for those further down."""
    groups, format_ = Stage(format="round-robin", groups=2), {"format": playoffs}
    two_lobbies = Stage(format="free-for-all", lobby=8, rounds=2)
    best, others = Intake(stage=1, ranks=[1, 3]), Intake(stage=1, ranks=[4, 6])
    return [
        [groups, Stage(**format_, sources=[best])],
        [two_lobbies, Stage(**format_, sources=[best])],
        [groups, Stage(sources=[others]), Stage(**format_, sources=[best, Intake(stage=2, ranks=[1, 2])])],
    ]


@settings(max_examples=40)
@given(
    st.sampled_from(
        ["single-elimination", "double-elimination", "round-robin", "swiss", "free-for-all"]
    ).flatmap(lambda playoffs: st.sampled_from(plans(playoffs))),
    st.integers(12, 16),
    CHANCE,
    st.sampled_from([SELDOM, OFTEN]),
)
def test_nobody_who_left_has_a_match_in_a_later_stage(
    plan: list[Stage], entrants: int, chance: int, seldom: int
) -> None:
    staged = Staged(entrants, *plan, chance=chance)
    staged.play(Leaving(seldom, fewest=entrants - 4))
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)
