"""Whatever comes of its matches, every stage ends with one place for everyone."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.bracket import tables as standing
from domain.bracket.bracket import Bracket
from domain.formats.stages import PLACES, Stage
from domain.standings.results import Kind, Outcome
from tests.properties.test_snapshots import say_the_same_from_any_snapshot_on
from tests.support.places import everyone_has_one_place, the_history_says_the_same
from tests.support.stages import Staged, eliminations, ladders, lobbies, round_robins, swisses

CHANCE = st.integers(0, 1 << 32)


def met(bracket: Bracket, numbers: Iterable[int]) -> Counter[frozenset[int]]:
    """How often each two seeds, or more, met in those matches."""
    return Counter(frozenset(source.number for source in bracket.matches[number].sides) for number in numbers)


def nobody_plays_two_at_once(staged: Staged) -> None:
    assert set(Counter(side for match in staged.ready() for side in match.sides).values()) <= {1}


def nobody_meets_twice(bracket: Bracket) -> None:
    """By FIDE's rules two whose game was forfeited may meet; in Valve's system two of a record left so."""
    both_lost = any(set(each.outcomes) == {Outcome.LOSS} for each in bracket.counted.values())
    if bracket.played_as.system == "dutch":
        played = [number for number, each in bracket.counted.items() if each.kind == Kind.PLAYED]
        assert set(met(bracket, played).values()) <= {1}
    elif bracket.played_as.system == "general" or not (both_lost or bracket.left):
        assert set(met(bracket, bracket.matches).values()) <= {1}


def nobody_rests_twice(bracket: Bracket, *, resting: bool) -> None:
    """Nor after a win by forfeit, but in Valve's system, where nobody rests unless somebody is missing."""
    if bracket.played_as.system == "valve":
        return
    if not resting:
        assert {idle.kind for idle in bracket.idle} <= {Kind.BYE}
        rounds = {match.round for match in bracket.matches.values()}
        assert len(bracket.idle) == len(rounds) * (len(bracket.seeds) % 2)
    rested = {idle.entrant: idle.round for idle in bracket.idle if idle.kind == Kind.BYE}
    assert len(rested) == sum(idle.kind == Kind.BYE for idle in bracket.idle)
    for number, worth in bracket.counted.items():
        if worth.kind == Kind.FORFEIT and Outcome.WIN in worth.outcomes:
            match = bracket.matches[number]
            winner = bracket.seeds[match.sides[worth.outcomes.index(Outcome.WIN)].number - 1]
            assert rested.get(winner, 0) <= match.round


def those_who_are_level_share_a_place(bracket: Bracket) -> None:
    rank = {
        bracket.seeds[one.number - 1]: one.low
        for group in standing.table(bracket.course).values()
        for one in group
    }
    for one, other in combinations(bracket.seeds, 2):
        assert (rank[one] == rank[other]) == (bracket.places[one].low == bracket.places[other].low)
        assert (rank[one] < rank[other]) == (bracket.places[one].low < bracket.places[other].low)


def nobody_plays_twice_in_a_round(bracket: Bracket) -> None:
    playing = Counter(
        (match.round, source.number) for match in bracket.matches.values() for source in match.sides
    )
    assert set(playing.values()) <= {1}


def points_earned(staged: Staged) -> Counter[UUID]:
    """For the places and kills that were entered, of all who were there."""
    stage, earned = staged.brackets[1].played_as, Counter(dict.fromkeys(staged.everyone, 0))
    worth = dict(enumerate(stage.place_points or PLACES, 1))
    for match in staged.matches(1):
        for game in match.games or ():
            for entrant, place, kills in zip(match.sides, game.places or (), game.score, strict=True):
                if entrant is not None and place:
                    earned[entrant] += worth.get(place, 0) + kills * stage.kill_points
    return earned


@settings(max_examples=40)
@given(eliminations(24), CHANCE)
def test_an_elimination_gives_everyone_a_place(drawn: tuple[Stage, int], chance: int) -> None:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance).play()
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)
    assert {match.status for match in staged.matches(1)} == {"completed"}
    for match, before in ((one, one.after) for one in staged.brackets[1].matches.values() if one.after):
        both = staged.match(before).winner == 1 and None not in staged.match(before).sides
        assert (staged.match(match.number).ending != "vacant") == both


@settings(max_examples=40)
@given(round_robins(12), CHANCE)
def test_everyone_in_a_group_meets_as_often_as_there_are_cycles(
    drawn: tuple[Stage, int], chance: int
) -> None:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance).play()
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)
    bracket = staged.brackets[1]
    nobody_plays_twice_in_a_round(bracket)
    those_who_are_level_share_a_place(bracket)
    groups = standing.groups(bracket.course).values()
    cycles = stage.choices.cycles
    assert sorted(seed for group in groups for seed in group) == list(range(1, entrants + 1))
    assert met(bracket, bracket.matches) == {
        frozenset(both): cycles for group in groups for both in combinations(group, 2)
    }


@settings(max_examples=40)
@given(swisses(24, 12), CHANCE)
def test_nobody_meets_anyone_twice_in_a_swiss(drawn: tuple[Stage, int], chance: int) -> None:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance).play()
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)
    bracket = staged.brackets[1]
    nobody_plays_twice_in_a_round(bracket)
    nobody_meets_twice(bracket)
    nobody_rests_twice(bracket, resting=staged.resting)


@settings(max_examples=40)
@given(ladders(24), CHANCE)
def test_a_ladder_ranks_everyone(drawn: tuple[Stage, int], chance: int) -> None:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance).play(nobody_plays_two_at_once)
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)


@settings(max_examples=40)
@given(lobbies(24), CHANCE)
def test_points_for_places_and_kills_rank_every_lobby(drawn: tuple[Stage, int], chance: int) -> None:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance).play()
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)
    bracket, earned = staged.brackets[1], points_earned(staged)
    those_who_are_level_share_a_place(bracket)
    sizes = {len(lobby) for lobby in bracket.order}
    assert max(sizes) <= (stage.lobby or entrants)
    assert max(sizes) - min(sizes) <= 1
    assert met(bracket, bracket.matches) == {
        frozenset(lobby): stage.rounds or 1 for lobby in standing.groups(bracket.course).values()
    }
    for lobby in bracket.order:
        points = [earned[entrant] for entrant in lobby]
        assert points == sorted(points, reverse=True)


@settings(max_examples=40)
@given(st.one_of(eliminations(64), swisses(64, 16), ladders(64), lobbies(64)), CHANCE)
def test_so_do_larger_stages(drawn: tuple[Stage, int], chance: int) -> None:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance).play()
    everyone_has_one_place(staged)
    the_history_says_the_same(staged)


@settings(max_examples=40)
@given(st.one_of(round_robins(7), swisses(7, 5), ladders(7), lobbies(7)), CHANCE)
def test_a_table_is_the_same_from_any_snapshot_on(drawn: tuple[Stage, int], chance: int) -> None:
    stage, entrants = drawn
    staged = Staged(entrants, stage, chance=chance).play()
    say_the_same_from_any_snapshot_on(staged.evening.facts.by_stream[staged.brackets[1].id])
