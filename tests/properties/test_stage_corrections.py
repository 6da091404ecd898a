"""A table with a result put right is the table of the right results; undone, a correction leaves no trace."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from application.match.commands import CorrectResult
from domain.bracket import tables as standing
from domain.bracket.bracket import Bracket
from domain.formats.stages import Stage
from domain.match.ended import Ended
from tests.support.places import everyone_has_one_place, the_history_says_the_same
from tests.support.stages import Staged, eliminations, ladders, lobbies, round_robins, swisses, tables

CHANCE = st.integers(0, 1 << 32)
WHICH = st.integers(0, 10_000)


def another(staged: Staged, number: int, which: int) -> tuple[str, int]:
    """Some other way in which that match may end."""
    match = staged.match(number)
    ending, side = staged.ending(match)
    if len(match.sides) > 2:
        ways = [("placed", side + 1), ("placed", side + 2)]
    else:
        ways = [(how, side) for how in ("played", "forfeit", "walkover") for side in (0, 1)]
    ways += [("level", 0)] * match.level + [("both", 0)] * (staged.both > 0)
    same = {"walkover": "forfeit", "no_show": "forfeit"}
    there = (same.get(ending, ending), side if ending != "walkover" else 1 - side)
    return Random(which).choice([way for way in ways if way != there])


def came_of_it(staged: Staged) -> tuple[Any, ...]:
    """What the first stage came to by now, as its facts alone say; an order only while it is over."""
    bracket = staged.evening.stage(1)
    order = bracket.order if bracket.status == "completed" else []
    return (bracket.status, bracket.places, order, bracket.counted, bracket.decided, bracket.placed)


def sides_and_winners(staged: Staged) -> list[Any]:
    return [(match.number, list(match.sides), match.winner, match.status) for match in staged.matches(1)]


def by_the_results(bracket: Bracket, staged: Staged) -> standing.Course:
    """What the table is made of, from the matches alone."""
    counted = {
        match.number: standing.worth(Ended(match.sides, match.games, match.winner, match.ending or ""))
        for match in staged.matches(1)
        if match.status == "completed"
    }
    return replace(bracket.course, counted=counted)


@settings(max_examples=40)
@given(st.one_of(round_robins(9), lobbies(12)), CHANCE, WHICH)
def test_a_table_put_right_is_as_if_it_had_been_right_at_first(drawn: Any, chance: int, which: int) -> None:
    stage, entrants = drawn
    right, wrong = (Staged(entrants, stage, chance=chance) for _ in range(2))
    right.play()
    number = which % len(right.matches(1)) + 1
    wrong.told[number] = another(right, number, which)
    wrong.play(most=which % (2 * number) if which % 2 else 100_000)
    if wrong.match(number).status == "completed":
        wrong.correct(number, *right.ending(right.match(number)))
    else:
        wrong.told = {}
    wrong.play()
    assert came_of_it(wrong) == came_of_it(right)
    assert sides_and_winners(wrong) == sides_and_winners(right)
    the_history_says_the_same(wrong)


@settings(max_examples=40)
@given(swisses(16, 9), CHANCE, WHICH)
def test_a_round_put_right_before_the_next_is_drawn_is_as_if_it_had_been_right_at_first(
    drawn: Any, chance: int, which: int
) -> None:
    stage, entrants = drawn
    right, wrong = (Staged(entrants, stage, chance=chance) for _ in range(2))
    right.play()
    number = which % len(right.matches(1)) + 1
    wrong.told[number] = another(right, number, which)

    def at_once(_: Staged) -> None:
        if number in wrong.brackets[1].matches and number not in wrong.told:
            wrong.correct(number, *right.ending(right.match(number)))

    wrong.play(at_once)
    assert came_of_it(wrong) == came_of_it(right)
    assert sides_and_winners(wrong) == sides_and_winners(right)


@settings(max_examples=40)
@given(tables(14), CHANCE, WHICH)
def test_the_standings_are_those_of_the_right_results(drawn: Any, chance: int, which: int) -> None:
    """Rounds that were drawn on a wrong one stand as they were drawn."""
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance)
    staged.play(most=which % 30 + 1)
    for more in range(3):
        number = Random(which + more).choice(sorted(staged.brackets[1].decided))
        before = list(staged.brackets[1].matches.values())
        if (which + more) % 3:
            staged.correct(number, *another(staged, number, which + more))
        else:
            staged.send(CorrectResult, match=staged.match(number).id, reason="it is to be played again")
        assert list(staged.brackets[1].matches.values()) == before
        assert staged.brackets[1].counted == by_the_results(staged.brackets[1], staged).counted
        staged.play(most=more + 1)
    staged.play()
    bracket = staged.brackets[1]
    course = by_the_results(bracket, staged)
    assert bracket.counted == course.counted
    assert (sorted(bracket.places.values(), key=str), bracket.order) == (
        sorted(standing.final(course)[0], key=str),
        standing.final(course)[1],
    )
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)


@settings(max_examples=40)
@given(ladders(12), CHANCE, WHICH)
def test_a_ladder_put_right_is_climbed_by_those_who_won(drawn: Any, chance: int, which: int) -> None:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance).play()
    number = which % len(staged.matches(1)) + 1
    staged.correct(number, *another(staged, number, which))
    climbed = list(staged.everyone)
    for match in staged.matches(1):
        challenger, challenged = match.sides
        top, bottom = climbed.index(challenged), climbed.index(challenger)
        if match.winner != 0 or bottom < top:
            continue
        if stage.swap:
            climbed[top], climbed[bottom] = climbed[bottom], climbed[top]
        else:
            climbed.remove(challenger)
            climbed.insert(climbed.index(challenged), challenger)
    assert staged.over
    assert staged.brackets[1].order == [climbed]


@settings(max_examples=40)
@given(eliminations(16), CHANCE, WHICH)
def test_places_put_right_are_as_if_they_had_been_right_at_first(
    drawn: tuple[Stage, int], chance: int, which: int
) -> None:
    """However often both sides were out, before or after."""
    stage, entrants = drawn
    right, wrong = (Staged(entrants, stage, chance=chance, both=5) for _ in range(2))
    right.play()
    able = [match for match in right.matches(1) if None not in match.sides]
    number = Random(which).choice(able).number
    wrong.told[number] = another(right, number, which)
    wrong.play()
    wrong.correct(number, *right.ending(right.match(number)))
    wrong.play()
    everyone_has_one_place(wrong)
    assert sides_and_winners(wrong) == sides_and_winners(right)
    ended = [(staged.evening.stage(1).places, staged.evening.stage(1).order) for staged in (wrong, right)]
    assert ended[0] == ended[1]


@settings(max_examples=80)
@given(st.one_of(tables(10), eliminations(16)), CHANCE, WHICH, st.booleans())
def test_a_correction_undone_leaves_no_trace(
    drawn: tuple[Stage, int], chance: int, which: int, over: bool
) -> None:
    """But where in an elimination both were out, before its end."""
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance, both=int(over or stage.is_table))
    staged.play(most=100_000 if over else which % (2 * entrants) + 1)
    able = [match for match in staged.matches(1) if match.status == "completed" and None not in match.sides]
    match = Random(which).choice(able)
    before, matches, ended = came_of_it(staged), sides_and_winners(staged), staged.over
    ending = staged.ending(match)
    staged.correct(match.number, *another(staged, match.number, which))
    staged.correct(match.number, *ending)
    assert (came_of_it(staged), sides_and_winners(staged)) == (before, matches)
    assert staged.over == ended
    the_history_says_the_same(staged)
