"""Entrants of one label meet as late as their tiers of seeds allow: small draws and first rounds exactly."""

from itertools import chain, combinations, permutations, product

import pytest
import rustworkx
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.seeding.orders import standard_order
from domain.seeding.separation.meetings import first_meeting, tier
from domain.seeding.separation.separation import Conflict, conflicts, separated

Groups = dict[int, list[str]]


@st.composite
def draws(draw: st.DrawFn, smallest: int, largest: int) -> tuple[int, Groups]:
    """So many entrants, numbered from 1 by seed, and labels for them."""
    entrants = draw(st.integers(smallest, largest))
    names = st.sampled_from("abcdef"[: draw(st.integers(1, 6))])
    labels = st.lists(st.lists(names, max_size=3), min_size=entrants, max_size=entrants)
    return entrants, dict(enumerate(draw(labels), 1))


def met(order: list[int], groups: Groups) -> list[int]:
    """First-round pairs with anything in common, then what all have in common, by round."""
    slots = standard_order(1 << (len(order) - 1).bit_length())
    counts = [0] * (len(slots).bit_length())
    for (one, seed), (other, worse) in combinations(enumerate(slots), 2):
        if max(seed, worse) <= len(order):
            common = len(set(groups[order[seed - 1]]) & set(groups[order[worse - 1]]))
            number = (one ^ other).bit_length()
            counts[number] += common
            counts[0] += bool(common) and number == 1
    return counts


def all_orders(entrants: int) -> list[list[int]]:
    bounds = [(1, 1), (2, 2), (3, 4), (5, 8), (9, 16)]
    tiers = [range(low, min(high, entrants) + 1) for low, high in bounds]
    return [list(chain.from_iterable(parts)) for parts in product(*map(permutations, tiers))]


def fewest_clashes(entrants: int, groups: Groups) -> int:
    """First-round pairs in the best order, by a matching of upper seeds with lower seeds and byes."""
    size = 1 << (entrants - 1).bit_length()
    upper = list(range(1, size // 2 + 1))
    free = {tier(seed) for seed in upper if seed <= size - entrants}
    playing = {tier(seed) for seed in upper if seed > size - entrants}
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    graph.add_nodes_from(range(size + 1))
    for one in upper:
        for other in range(size // 2 + 1, size + 1):
            if other <= entrants and tier(one) in playing:
                graph.add_edge(one, other, int(not set(groups[one]) & set(groups[other])))
            elif other > entrants and tier(one) in free and tier(one) == tier(size + 1 - other):
                graph.add_edge(one, other, 1)
    matched = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    assert len(matched) == size // 2
    return sum(1 - graph.get_edge_data(*pair) for pair in matched)


def test_seeds_4_and_5_of_one_club_are_divided_and_the_weaker_moves() -> None:
    kept = separated(range(1, 9), {4: ["Rovers"], 5: ["Rovers"]})
    assert kept.seeds == [1, 2, 3, 4, 6, 5, 7, 8]
    assert kept.conflicts == []


def test_four_of_a_club_meet_in_the_semi_finals_at_the_earliest() -> None:
    kept = separated(range(1, 17), {seed: ["Rovers"] for seed in (1, 8, 9, 16)})
    assert kept.conflicts == []
    seeds = [kept.seeds.index(entrant) + 1 for entrant in (1, 8, 9, 16)]
    assert min(first_meeting(16, *pair) for pair in combinations(seeds, 2)) == 3


def test_recent_opponents_are_a_label_of_two() -> None:
    groups = {"Ann": ["Ann–Dan", "Ann–Cat"], "Dan": ["Ann–Dan"], "Cat": ["Ann–Cat"]}
    kept = separated(["Ann", "Ben", "Cat", "Dan"], groups)
    assert kept.conflicts == [Conflict("Ann", "Dan", "Ann–Dan", 1)]


def test_what_cannot_be_helped_is_told_by_round() -> None:
    kept = separated(range(1, 6), {1: ["Rovers"], 2: ["North"], 5: ["Rovers", "South"]})
    assert kept.seeds == [1, 2, 3, 4, 5]
    assert kept.conflicts == [Conflict(1, 5, "Rovers", 2)]


def test_a_club_that_fills_the_draw_meets_at_once_and_nobody_moves() -> None:
    kept = separated(range(1, 33), {seed: ["Rovers"] for seed in range(1, 33)})
    assert kept.seeds == list(range(1, 33))
    assert [(found.entrant, found.other, found.round) for found in kept.conflicts] == [
        (seed, 33 - seed, 1) for seed in range(1, 17)
    ]


def test_only_so_many_rounds_are_looked_at() -> None:
    groups = {1: ["Rovers"], 4: ["Rovers"]}
    assert separated(range(1, 9), groups, rounds=1).seeds == list(range(1, 9))
    assert separated(range(1, 9), groups, rounds=2).seeds == [1, 2, 4, 3, 5, 6, 7, 8]


@given(draws(2, 9))
def test_no_order_of_a_small_draw_is_better(drawn: tuple[int, Groups]) -> None:
    entrants, groups = drawn
    kept = separated(range(1, entrants + 1), groups).seeds
    best = min(met(order, groups) for order in all_orders(entrants))
    assert met(kept, groups) == best
    moved = sum(place != entrant for place, entrant in enumerate(kept, 1))
    assert moved == min(
        sum(place != entrant for place, entrant in enumerate(order, 1))
        for order in all_orders(entrants)
        if met(order, groups) == best
    )


@settings(max_examples=8, deadline=None)
@given(draws(10, 12))
def test_nor_of_one_up_to_twelve(drawn: tuple[int, Groups]) -> None:
    entrants, groups = drawn
    kept = separated(range(1, entrants + 1), groups).seeds
    assert met(kept, groups) == min(met(order, groups) for order in all_orders(entrants))


@settings(deadline=None)
@given(draws(2, 70))
def test_no_order_has_fewer_clashes_in_the_first_round(drawn: tuple[int, Groups]) -> None:
    entrants, groups = drawn
    kept = separated(range(1, entrants + 1), groups).seeds
    assert met(kept, groups)[0] == fewest_clashes(entrants, groups)


@settings(max_examples=30, deadline=None)
@given(draws(13, 24))
def test_no_exchange_of_two_is_better(drawn: tuple[int, Groups]) -> None:
    entrants, groups = drawn
    kept = separated(range(1, entrants + 1), groups).seeds
    reached = met(kept, groups)
    for one, other in combinations(range(entrants), 2):
        if tier(one + 1) == tier(other + 1):
            order = list(kept)
            order[one], order[other] = order[other], order[one]
            assert met(order, groups) >= reached


@settings(deadline=None)
@given(draws(2, 100), st.none() | st.integers(1, 8))
def test_everyone_keeps_to_their_tier_and_nothing_gets_worse(
    drawn: tuple[int, Groups], rounds: int | None
) -> None:
    entrants, groups = drawn
    seeds = list(range(1, entrants + 1))
    kept = separated(seeds, groups, rounds)
    assert sorted(kept.seeds) == seeds
    assert [tier(entrant) for entrant in kept.seeds] == [tier(seed) for seed in seeds]
    last = len(met(seeds, groups)) if rounds is None else rounds + 1
    assert met(kept.seeds, groups)[:last] <= met(seeds, groups)[:last]
    assert separated(seeds, groups, rounds) == kept


@given(draws(2, 40))
def test_a_conflict_is_a_meeting_before_so_many_need_to(drawn: tuple[int, Groups]) -> None:
    entrants, groups = drawn
    size = 1 << (entrants - 1).bit_length()
    expected = []
    for label in "abcdef":
        those = [entrant for entrant, labels in groups.items() if label in labels]
        needed = size.bit_length() - (len(those) - 1).bit_length() if those else 0
        for one, other in combinations(those, 2):
            number = first_meeting(size, one, other)
            if number < needed or number == 1:
                expected.append(Conflict(one, other, label, number))
    found = conflicts(range(1, entrants + 1), groups)
    assert found == sorted(expected, key=lambda one: (one.round, one.entrant, one.other, one.label))


@given(st.integers(2, 200))
def test_without_a_common_label_nobody_moves(entrants: int) -> None:
    groups = {seed: [f"club {seed}", f"club {seed}"] for seed in range(1, entrants + 1)}
    assert separated(range(1, entrants + 1), groups).seeds == list(range(1, entrants + 1))


@pytest.mark.parametrize("entrants", [4096, 3000])
def test_clubs_of_a_large_draw_are_apart_for_long(entrants: int) -> None:
    groups = {seed: [f"club {seed * seed % 509}"] for seed in range(1, entrants + 1)}
    before = conflicts(range(1, entrants + 1), groups)
    after = separated(range(1, entrants + 1), groups).conflicts
    assert min(found.round for found in before) == 1
    assert all(found.round > 5 for found in after)
    assert len(after) < len(before) / 10


@pytest.mark.parametrize(
    ("seeds", "rounds"), [([1], None), (range(4097), None), ([1, 2, 1], None), ([1, 2, 3], 0)]
)
def test_what_is_no_draw_is_refused(seeds: list[int], rounds: int | None) -> None:
    with pytest.raises(ValueError, match=r"2 to 4,096|one seed|one round"):
        separated(seeds, {}, rounds)
