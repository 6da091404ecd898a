"""What is true of every format that is drawn as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.catalogue import FORMATS, Choices, Unchoosable, draw
from domain.formats.draw import Draw, Source
from domain.formats.elimination import custom, gauntlet, gsl
from domain.formats.elimination.custom import Unplayable, Wish
from domain.formats.elimination.single_elimination import Losers
from domain.formats.elimination.single_elimination import draw as single
from domain.seeding.orders import SlotOrder, slots
from tests.support.draws import Evening, by_chance, complete

EVENINGS = st.integers(0, 10_000)
ORDERS = st.sampled_from(SlotOrder)
seed = [Source("seed", number) for number in range(9)]


def holds_together(drawn: Draw) -> None:
    """Each result leads to the side that names it, and to no other."""
    seen: set[Source] = set()
    leads = any(match.winner_to for match in drawn.matches)
    for match in drawn.matches:
        for side, source in enumerate(match.sides):
            if match.after is None and leads:
                assert source not in seen
                seen.add(source)
            if source.kind != "seed":
                assert source.number < match.number
                before = drawn.matches[source.number - 1]
                to = before.winner_to if source.kind == "winner" else before.loser_to
                assert match.after or to == [match.number, side]
    assert [match.number for match in drawn.matches] == list(range(1, len(drawn.matches) + 1))


@given(st.integers(2, 300), st.sampled_from(Losers), ORDERS, EVENINGS)
def test_single_elimination_gives_everyone_a_place(
    entrants: int, losers: Losers, order: SlotOrder, chance: int
) -> None:
    drawn = single(entrants, losers, order)
    holds_together(drawn)
    assert complete(Evening(drawn, by_chance(chance)).places, entrants)


@given(st.integers(2, 130), ORDERS, EVENINGS)
def test_placement_decides_every_place(entrants: int, order: SlotOrder, chance: int) -> None:
    evening = Evening(single(entrants, Losers.PLACEMENT, order), by_chance(chance))
    assert sorted(evening.places.values()) == [[place, place] for place in range(1, entrants + 1)]


@given(st.integers(2, 300), ORDERS)
def test_the_first_round_is_in_the_order_that_was_chosen(entrants: int, order: SlotOrder) -> None:
    drawn = draw("single-elimination", entrants, Choices(order=order))
    met = [[source.number for source in match.sides] for match in drawn.matches if match.round == 1]
    line = slots(entrants, order)
    assert met == [list(both) for both in zip(line[::2], line[1::2], strict=True) if None not in both]


def test_a_consolation_is_for_those_who_lost_at_once() -> None:
    names = [match.name for match in single(8, Losers.CONSOLATION).matches]
    assert names[4:] == [
        "Consolation semi-final 1",
        "Consolation semi-final 2",
        "Semi-final 1",
        "Semi-final 2",
        "Consolation final",
        "Final",
    ]


@given(st.integers(1, 75), EVENINGS)
def test_two_of_each_group_of_four_go_on(groups: int, chance: int) -> None:
    drawn = gsl.draw(4 * groups)
    holds_together(drawn)
    evening = Evening(drawn, by_chance(chance))
    assert complete(evening.places, 4 * groups)
    for name in {match.bracket for match in drawn.matches}:
        inside = {
            entrant
            for match in drawn.matches
            if match.bracket == name
            for entrant in evening.met[match.number]
        }
        through = [entrant for entrant in inside if evening.places[entrant][1] <= 2 * groups]
        assert (len(inside), len(through)) == (4, 2)
        assert all(evening.beaten[entrant] < 2 for entrant in through)


@given(st.integers(2, 256), EVENINGS)
def test_a_gauntlet_is_climbed_from_below(entrants: int, chance: int) -> None:
    drawn = gauntlet.draw(entrants)
    holds_together(drawn)
    assert complete(Evening(drawn, by_chance(chance)).places, entrants)
    assert drawn.matches[0].sides == [Source("seed", entrants - 1), Source("seed", entrants)]
    assert drawn.matches[-1].sides[0] == Source("seed", 1)


def test_a_bracket_of_ones_own_is_what_was_asked_for() -> None:
    """Two semi-finals, where the losers of the first have a second chance against the losers of the other."""
    drawn = custom.draw(
        4,
        [
            Wish([seed[1], seed[2]], name="Opening"),
            Wish([seed[3], seed[4]]),
            Wish([Source("loser", 1), Source("winner", 2)], name="Second chance", bracket="lower", round=2),
            Wish([Source("winner", 1), Source("winner", 3)], name="Final", round=3),
        ],
    )
    holds_together(drawn)
    assert [match.name for match in drawn.matches] == ["Opening", "Match 2", "Second chance", "Final"]
    assert complete(Evening(drawn, by_chance(1)).places, 4)


@pytest.mark.parametrize(
    ("wishes", "problem"),
    [
        ([Wish([seed[1], seed[1]])], "match 1: seed 1 is elsewhere already"),
        ([Wish([seed[1], Source("winner", 1)])], "match 1: there is no the winner of match 1 by then"),
        ([Wish([seed[1], seed[5]])], "match 1: there is no seed 5 by then"),
        ([Wish([seed[1], Source("draw", 1)])], "match 1: a side is a seed, a winner or a loser"),
        ([Wish([seed[1], seed[3]])], "match 1: seed 2 has no match by then"),
    ],
)
def test_what_cannot_be_played_is_refused_by_the_match_it_is_about(wishes: list[Wish], problem: str) -> None:
    with pytest.raises(Unplayable, match=problem):
        custom.draw(3, wishes)


def test_a_ranking_names_those_who_go_nowhere() -> None:
    with pytest.raises(Unplayable, match="are not those who go nowhere"):
        custom.draw(2, [Wish([seed[1], seed[2]])], ranked=[[Source("winner", 1)]])


def test_every_format_is_drawn_by_its_name() -> None:
    for name in FORMATS:
        holds_together(draw(name, 8))


@pytest.mark.parametrize(
    ("name", "choices", "problem"),
    [
        ("round-robin", Choices(third_place=True), "round-robin has no third place"),
        ("gauntlet", Choices(groups=2), "gauntlet has no groups"),
        ("double-elimination", Choices(order=SlotOrder.REVERSE), "double-elimination has no order"),
        ("single-elimination", Choices(third_place=True, placement=True), "exclude each other"),
    ],
)
def test_a_choice_that_a_format_does_not_have_is_refused(name: str, choices: Choices, problem: str) -> None:
    with pytest.raises(Unchoosable, match=problem):
        draw(name, 8, choices)
