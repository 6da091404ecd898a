"""An exchange is worth what counting everything again says."""

from hypothesis import given
from hypothesis import strategies as st

from domain.seeding.separation.arrangement import Arrangement
from domain.seeding.separation.every_order import cost

LABELS = st.lists(st.frozensets(st.integers(0, 4), max_size=3), min_size=3, max_size=40)


@given(LABELS, st.integers(1, 6), st.data())
def test_what_an_exchange_changes_is_known_before(
    labels: list[frozenset[int]], last: int, data: st.DataObject
) -> None:
    arrangement = Arrangement(range(len(labels)), labels, last)
    for _ in range(3):
        seed = data.draw(st.integers(1, len(labels)))
        levels = arrangement.depth - (seed - 1).bit_length()
        moves = list(arrangement.exchanges(seed, data.draw(st.integers(0, levels))))
        if not moves:
            continue
        one, other = data.draw(st.sampled_from(moves))
        said = arrangement.change(one, other)
        before = cost(arrangement.holders, labels, last)[0]
        arrangement.exchange(one, other)
        after = cost(arrangement.holders, labels, last)[0]
        assert said == next((new - old for old, new in zip(before, after, strict=True) if old != new), 0)
        assert arrangement.inside == Arrangement(arrangement.holders, labels, last).inside
