"""A snapshot and the facts after it say what all facts say."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from application.kernel.repository import fold
from application.kernel.snapshots import freeze, thaw
from domain.entry.entry_list import EntryList

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


def in_order(aggregate: Any) -> dict[str, list[Any]]:
    """What equality of dictionaries leaves out."""
    return {name: list(value) for name, value in vars(aggregate).items() if isinstance(value, dict)}
