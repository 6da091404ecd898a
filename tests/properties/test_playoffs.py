"""Playoffs hold those whom the groups sent, and whoever went further has the better place."""

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.formats.stages import Intake, Stage
from domain.seeding.separation.meetings import tier
from domain.standings.placing import Placing
from domain.tournament.tournament import Tournament
from tests.support.places import everyone_has_one_place, the_history_says_the_same
from tests.support.stages import Staged

CHANCE = st.integers(0, 1 << 32)
KNOCKOUTS = st.sampled_from(
    [
        *({}, {"third_place": True}, {"placement": True}, {"consolation": True}),
        *({"format": "double-elimination", "grand_final": how} for how in ("none", "single", "reset")),
        *({"format": "gauntlet"}, {"format": "round-robin"}, {"format": "swiss"}),
    ]
)
GROUPS = st.sampled_from(["round-robin", "league"])


def final_places(staged: Staged) -> list[Placing]:
    return [fact.places for fact in staged.evening.facts.all if isinstance(fact, Tournament.Completed)][-1]


def those_who_went_on_are_before_all_who_did_not(staged: Staged) -> None:
    further = set(staged.brackets[2].seeds)
    through = [place.high for place in final_places(staged) if place.entrant in further]
    out = [place.low for place in final_places(staged) if place.entrant not in further]
    assert max(through) == len(further) < min(out, default=len(further) + 1)


def played(entrants: int, chance: int, groups: Stage, playoffs: Stage) -> Staged:
    staged = Staged(entrants, groups, playoffs, chance=chance)
    if not playoffs.is_table:
        staged.play(most=len(staged.brackets[1].matches))
        staged.both = 0
    staged.play()
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)
    those_who_went_on_are_before_all_who_did_not(staged)
    return staged


def first_round(staged: Staged) -> list[set[Any]]:
    """Who meets whom where both come from the groups."""
    bracket = staged.brackets[2]
    return [
        {bracket.seeds[source.number - 1] for source in match.sides}
        for match in bracket.matches.values()
        if all(source.kind == "seed" for source in match.sides)
    ]


@settings(max_examples=40)
@given(GROUPS, KNOCKOUTS, st.integers(1, 5), st.integers(0, 12), st.integers(1, 3), st.integers(0, 2), CHANCE)
def test_the_playoffs_hold_those_of_the_ranks_they_take(
    name: str, how: dict[str, Any], groups: int, more: int, low: int, wide: int, chance: int
) -> None:
    smallest = 2 + more // groups
    assume(low <= smallest and (groups > 1 or low < min(low + wide, smallest)))
    playoffs = Stage(**how, sources=[Intake(stage=1, ranks=[low, low + wide])])
    staged = Staged(
        2 * groups + more, Stage(format=name, groups=groups, cycles=1), playoffs, chance=chance, both=0
    )
    staged.play()
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)
    order = staged.brackets[1].order
    assert len(order) == groups
    taken = [one for group in order for one in group[low - 1 : low + wide]]
    assert sorted(taken) == sorted(staged.brackets[2].seeds)
    ranks = [[group.index(one) for group in order if one in group] for one in staged.brackets[2].seeds]
    by_tier = [tier(seed) for seed in range(1, len(ranks) + 1)]
    for each in set(by_tier):  # within a tier, those of one group may have been kept apart
        own = [rank for rank, of in zip(ranks, by_tier, strict=True) if of == each]
        assert sorted(own) == [rank for rank, of in zip(sorted(ranks), by_tier, strict=True) if of == each]


@settings(max_examples=40)
@given(GROUPS, KNOCKOUTS, st.sampled_from([2, 4, 8]), st.integers(0, 8), CHANCE)
def test_crossed_playoffs_keep_group_mates_apart_in_the_first_round(
    name: str, how: dict[str, Any], groups: int, more: int, chance: int
) -> None:
    playoffs = Stage(**how, sources=[Intake(stage=1, ranks=[1, 2], order="crossed")])
    staged = played(2 * groups + more, chance, Stage(format=name, groups=groups, cycles=1), playoffs)
    order = staged.brackets[1].order
    assert set(staged.brackets[2].seeds) == {one for group in order for one in group[:2]}
    if playoffs.format in ("single-elimination", "double-elimination"):
        meetings = first_round(staged)
        assert len(meetings) == groups
        for meeting in meetings:
            assert {group.index(one) for group in order for one in meeting & set(group)} == {0, 1}
            assert not any(meeting <= set(group) for group in order)


@settings(max_examples=40)
@given(st.integers(1, 4), CHANCE)
def test_two_of_each_group_of_four_play_on(groups: int, chance: int) -> None:
    playoffs = Stage(sources=[Intake(stage=1, ranks=[1, 2])])
    staged = Staged(4 * groups, Stage(format="gsl"), playoffs, chance=chance, both=0).play()
    everyone_has_one_place(staged)
    order = staged.brackets[1].order
    assert set(staged.brackets[2].seeds) == {one for group in order for one in group[:2]}
    those_who_went_on_are_before_all_who_did_not(staged)
