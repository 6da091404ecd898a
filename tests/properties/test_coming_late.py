"""Whoever comes late plays as one who was there at first, as far as nothing was played without him."""

from contextlib import suppress
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from application.bracket.commands import DrawRound, ReplaceEntrant, TakeBackRound
from application.entry.commands import AddEntrant, Withdraw
from domain.bracket.refusals import BracketNotReady, SlotTaken
from domain.formats.stages import Stage
from domain.match.match import Match
from projections.bracket.queries import whole
from projections.kernel.view import as_of
from projections.views import VIEWS
from tests.properties.test_leaving import Leaving
from tests.properties.test_stages import nobody_plays_twice_in_a_round
from tests.support.places import everyone_has_one_place, the_history_says_the_same
from tests.support.stages import Staged, of, round_robins, swisses

CHANCE = st.integers(0, 1 << 32)
FINALS = {"grand_final": ["none", "single", "reset"], "skip_first_round": [False, True]}


def knock_outs(most: int) -> st.SearchStrategy[tuple[Stage, int]]:
    """Stages that make a place for one more, and their entrants."""
    losers = [of(2, most, **{how: [True]}) for how in ("third_place", "consolation", "placement")]
    double = of(2, most, format="double-elimination", **FINALS)
    return st.one_of(of(2, most), *losers, double, of(2, most, format="gauntlet"))


class AsTheyMeet(Staged):
    """What two come to whenever they meet is the same, whatever their match is called."""

    def ending(self, match: Match) -> tuple[str, int]:
        pair = sorted(match.sides, key=str)
        chance = Random(f"{pair} {self.chance}")
        better = match.sides.index(chance.choice(pair))
        if match.level and chance.random() < 0.3:
            return "level", 0
        ending = chance.choice(["played"] * 8 + ["forfeit", "no_show", "walkover"])
        return ending, better if ending in ("played", "walkover") else 1 - better

    def comes(self, number: int) -> bool:
        """One more entrant; whether there was a place."""
        try:
            self.send(AddEntrant, name=f"E{number}", override=True)
        except SlotTaken:
            return False
        return True


def the_views_say_the_same(staged: Staged) -> None:
    """The standings, and the draw with everyone in it."""
    bracket = staged.evening.stage(1)
    assert sorted(one for held in bracket.placed.values() for one in held) == sorted(
        () if bracket.played_as.is_table else bracket.places
    )
    facts = staged.evening.facts.recorded
    rows = {
        view.name: as_of(view, facts) for view in VIEWS if view.name in ("bracket", "standings", "matches")
    }
    places = rows["standings"].get("place", {}).values()
    assert {row["entrant"]: (row["low"], row["high"]) for row in places} == {
        place.entrant: (place.low, place.high) for place in bracket.places.values()
    }
    own = rows["bracket"]
    rounds, entrants, late = (own.get(table, {}).values() for table in ("round", "entrant", "joining"))
    row = whole(*own["bracket"].values(), rounds, entrants, late)
    assert row["seeds"] == [str(entrant) for entrant in bracket.seeds]
    assert [match["number"] for match in row["draw"]] == [*bracket.matches]
    assert sorted((idle["round"], idle["entrant"]) for idle in row["idle"]) == sorted(
        (idle.round, str(idle.entrant)) for idle in bracket.idle
    )
    assert {match["number"] for match in rows["matches"]["match"].values()} == {*bracket.matches}


def ended(staged: Staged) -> Any:
    bracket = staged.evening.stage(1)
    return bracket.places, bracket.order


@settings(max_examples=120)
@given(st.one_of(knock_outs(20), round_robins(9)), CHANCE, st.integers(0, 12), st.integers(1, 3))
def test_whoever_comes_late_has_the_place_of_one_who_was_there_at_first(
    drawn: tuple[Stage, int], chance: int, played: int, more: int
) -> None:
    stage, entrants = drawn
    late = AsTheyMeet(entrants, stage, chance=chance, both=0).play(most=played)
    there = entrants
    for _ in range(more):
        there += not late.over and late.comes(there + 1)
    if stage.is_table:
        nobody_plays_twice_in_a_round(late.brackets[1])
    the_history_says_the_same(late)
    the_views_say_the_same(late)
    late.play()
    at_first = AsTheyMeet(there, stage, chance=chance, both=0).play()
    assert ended(late) == ended(at_first)
    the_views_say_the_same(late)
    everyone_has_one_place(late)
    the_history_says_the_same(late)


@settings(max_examples=60)
@given(knock_outs(20), CHANCE, st.integers(0, 1000))
def test_there_is_a_place_as_long_as_nothing_is_played(
    drawn: tuple[Stage, int], chance: int, which: int
) -> None:
    stage, entrants = drawn
    staged = AsTheyMeet(entrants, stage, chance=chance)
    assert all(staged.comes(entrants + more) for more in range(1, which % 4 + 1))


@settings(max_examples=60)
@given(st.one_of(knock_outs(16), round_robins(8)), CHANCE, st.integers(0, 8))
def test_a_stage_ends_whoever_comes_late_or_leaves(
    drawn: tuple[Stage, int], chance: int, played: int
) -> None:
    stage, entrants = drawn
    staged = AsTheyMeet(entrants, stage, chance=chance, both=2)
    leaving = Leaving(6)
    staged.play(leaving, most=played)
    if not staged.over:
        staged.comes(entrants + 1)
    staged.play(leaving)
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)


@settings(max_examples=60)
@given(st.one_of(knock_outs(16), round_robins(8)), CHANCE, st.integers(0, 8), st.integers(0, 10_000))
def test_a_result_put_right_after_somebody_came_late_is_as_if_it_had_been_right_at_first(
    drawn: tuple[Stage, int], chance: int, played: int, which: int
) -> None:
    stage, entrants = drawn
    right, wrong = (AsTheyMeet(entrants, stage, chance=chance, both=0).play(most=played) for _ in range(2))
    for staged in (right, wrong):
        if not staged.over:
            staged.comes(entrants + 1)
    right.play()
    able = [match for match in right.matches(1) if None not in match.sides]
    number = Random(which).choice(able).number
    ending, side = right.ending(right.match(number))
    wrong.told[number] = (ending, 1 - side)
    wrong.play()
    if ending != "level":
        wrong.correct(number, ending, side)
        wrong.play()
    assert ended(wrong) == ended(right)
    the_history_says_the_same(wrong)


@settings(max_examples=60)
@given(st.one_of(knock_outs(16), round_robins(8), swisses(9, 7)), CHANCE, st.integers(0, 8), st.booleans())
def test_a_stage_ends_whoever_comes_in_for_another(
    drawn: tuple[Stage, int], chance: int, played: int, left: bool
) -> None:
    stage, entrants = drawn
    staged = AsTheyMeet(entrants, stage, chance=chance, both=0).play(most=played)
    for more in range(1, 4):
        if not staged.over:
            other = staged.random.choice(staged.brackets[1].seeds)
            if left:
                staged.send(Withdraw, registration=other)
            with suppress(SlotTaken, BracketNotReady):
                staged.send(ReplaceEntrant, entrant=other, name=f"E{entrants + more}", reason="not there")
    staged.play()
    bracket = staged.brackets[1]
    assert {*bracket.places} == {*bracket.seeds}
    the_history_says_the_same(staged)
    the_views_say_the_same(staged)


def test_nobody_missed_a_round_that_was_taken_back_and_drawn_again() -> None:
    staged = AsTheyMeet(4, Stage(format="swiss", rounds=3), both=0).play(most=2)
    staged.send(DrawRound)
    assert staged.comes(5)
    staged.send(TakeBackRound, reason="with the one who came")
    the_views_say_the_same(staged)
    staged.send(DrawRound)
    the_views_say_the_same(staged)
