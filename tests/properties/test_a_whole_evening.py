"""Any legal evening ends with one place for everyone, and its history says the same as the present."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.commands import matches
from application.repository import fold
from application.snapshots import freeze, thaw
from domain.entry_list import EntryList
from domain.ids import bracket_id, entry_list_id
from domain.values import GameScore
from tests.support.evening import Evening

ENDINGS = ("ruled", "forfeit", "no_show", "walkover", "both")


async def end(evening: Evening, number: int, ending: str, side: int) -> list[Any]:
    id_ = evening.bracket.match_id(number)
    games = [GameScore([1, 0] if side == 0 else [0, 1])]
    await evening.send(matches.StartMatch(match=id_))
    commands = {
        "ruled": matches.RuleResult(match=id_, games=games),
        "forfeit": matches.ForfeitMatch(match=id_, side=side),
        "no_show": matches.RecordNoShow(match=id_, side=side),
        "walkover": matches.AwardWalkover(match=id_, side=side, reason="decided at the desk"),
        "both": matches.ForfeitBoth(match=id_),
    }
    stated = await evening.send(commands[ending])
    assert await evening.send(commands[ending]) == [], "a satisfied command states nothing"
    return stated


async def play(entrants: int, third_place: bool, endings: list[tuple[str, int]]) -> Evening:
    evening = await Evening().live(entrants, third_place=third_place)
    turns = iter(endings * (2 * entrants))
    while ready := [match for match in evening.matches() if match.status == "ready"]:
        seated = [entrant for match in ready for entrant in match.sides]
        assert len(set(seated)) == len(seated), "nobody plays two matches at once"
        await end(evening, ready[0].number, *next(turns))
    return evening


@settings(max_examples=40)
@given(
    st.integers(2, 12),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(ENDINGS), st.integers(0, 1)), min_size=1, max_size=12),
)
def test_every_evening_ends_with_one_place_for_everyone(
    entrants: int, third_place: bool, endings: list[tuple[str, int]]
) -> None:
    evening = asyncio.run(play(entrants, third_place, endings))

    assert evening.status == "completed"
    bracket = evening.bracket
    assert bracket.status == "completed"
    assert set(bracket.places) == set(bracket.seeds)
    assert all(1 <= placing.low <= placing.high <= entrants for placing in bracket.places.values())


@settings(max_examples=20)
@given(st.integers(2, 16), st.booleans(), st.lists(st.integers(0, 1), min_size=1, max_size=16))
def test_without_forfeits_for_both_the_ranks_are_all_taken(
    entrants: int, third_place: bool, sides: list[int]
) -> None:
    evening = asyncio.run(play(entrants, third_place, [("ruled", side) for side in sides]))

    ranges: dict[tuple[int, int], int] = {}
    for placing in evening.bracket.places.values():
        ranges[placing.low, placing.high] = ranges.get((placing.low, placing.high), 0) + 1
    assert all(high - low + 1 == count for (low, high), count in ranges.items())
    assert sum(ranges.values()) == entrants


@settings(max_examples=20)
@given(
    st.integers(2, 12),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(ENDINGS), st.integers(0, 1)), min_size=1, max_size=12),
)
def test_a_snapshot_and_the_facts_after_it_say_what_all_facts_say(
    entrants: int, third_place: bool, endings: list[tuple[str, int]]
) -> None:
    evening = asyncio.run(play(entrants, third_place, endings))

    for id_ in (bracket_id(evening.tournament), entry_list_id(evening.tournament)):
        say_the_same_from_any_snapshot_on(evening.facts.by_stream[id_])


PLACES = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.sampled_from(range(8)), st.booleans()),
        st.tuples(st.just("leave"), st.sampled_from(range(8))),
        st.tuples(st.just("change_capacity"), st.integers(2, 6)),
    ),
    max_size=30,
)


@given(PLACES)
def test_a_snapshot_keeps_places_and_the_order_of_waiting(steps: list[tuple[Any, ...]]) -> None:
    entries = EntryList(tournament=UUID(int=9), capacity=2)
    for step, *arguments in steps:
        match step, arguments:
            case "enter", [number, override]:
                entries.enter(UUID(int=number), override=override)
            case "leave", [number]:
                entries.leave(UUID(int=number))
            case "change_capacity", [capacity]:
                entries.change_capacity(capacity)

    say_the_same_from_any_snapshot_on(entries.collect_events())


def say_the_same_from_any_snapshot_on(facts: Sequence[Any]) -> None:
    whole = fold(facts)
    for cut in range(1, len(facts) + 1):
        before = fold(facts[:cut])
        assert before is not None
        after = fold(facts[cut:], thaw(type(before), freeze(type(before), vars(before))))
        assert after == whole
        assert in_order(after) == in_order(whole)


def in_order(aggregate: Any) -> list[list[Any]]:
    """What equality of dictionaries leaves out."""
    return [list(value) for value in vars(aggregate).values() if isinstance(value, dict)]


@pytest.mark.parametrize("entrants", [3, 4, 8])
async def test_the_kept_aggregates_equal_what_their_facts_alone_say(entrants: int) -> None:
    evening = await play(entrants, True, [("ruled", 0), ("forfeit", 1)])

    for id_ in evening.facts.by_stream:
        kept = (await evening.repository.load([id_]))[id_]
        assert kept == evening.now(id_)
