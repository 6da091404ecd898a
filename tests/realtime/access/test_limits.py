"""A pace lets through what it promises and no more, and venues are not counted as one person."""

from ipaddress import ip_network
from itertools import accumulate
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from realtime.access.limits import NANOSECONDS, Gcra, Limits, Paces

RATES = st.integers(1, 50)
BURSTS = st.integers(1, 50)


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[int, int, list[int]]:
    """Rate, burst and the nanosecond of each message: crowds, pauses, and just what the rate allows."""
    rate, burst = draw(RATES), draw(BURSTS)
    apart = NANOSECONDS // rate
    gap = st.sampled_from([0, apart, apart + 1]) | st.integers(0, apart) | st.integers(0, 2 * burst * apart)
    return rate, burst, list(accumulate(draw(st.lists(gap, max_size=150))))


@given(arrivals())
@example((3, 1, [0, NANOSECONDS // 3]))  # a third of a second is no whole number of nanoseconds
def test_no_window_lets_through_more_than_the_burst_and_what_the_rate_adds(
    arriving: tuple[int, int, list[int]],
) -> None:
    rate, burst, times = arriving
    pace = Gcra(rate, burst)
    passed = [at for at in times if pace.allow(at / NANOSECONDS)]
    for first, start in enumerate(passed):
        for count, end in enumerate(passed[first:], start=1):
            assert (count - burst) * NANOSECONDS <= rate * (end - start)


@given(rate=RATES, burst=BURSTS, since=st.floats(0, 1e6))
def test_at_rest_exactly_the_burst_passes(rate: int, burst: int, since: float) -> None:
    pace = Gcra(rate, burst)
    assert [pace.allow(since) for _ in range(burst + 2)] == [True] * burst + [False] * 2


@given(rate=st.sampled_from([1, 2, 4, 5, 8, 10, 20, 25, 50]), start=st.integers(0, 10**6))
def test_whoever_keeps_the_rate_is_never_refused(rate: int, start: int) -> None:
    pace = Gcra(rate, 1)
    assert all(pace.allow((start * rate + count) / rate) for count in range(100))


def test_what_is_refused_costs_nothing() -> None:
    pace = Gcra(10, 1)
    assert [pace.allow(at) for at in (0.0, 0.01, 0.05, 0.09, 0.1)] == [True, False, False, False, True]


def test_the_connections_of_an_account_share_a_pace_and_strangers_do_not() -> None:
    paces, ann = Paces(Limits(burst=2)), uuid4()
    one, two, stranger = paces.of(ann), paces.of(ann), paces.of(None)
    assert [one.allow(0), two.allow(0), one.allow(0), two.allow(0)] == [True, True, False, False]
    assert stranger.allow(0)
    assert paces.of(uuid4()).allow(0)
    assert paces.of(None) is not stranger


def test_a_pace_is_forgotten_with_the_last_connection_that_keeps_it() -> None:
    paces, ann = Paces(Limits(burst=1)), uuid4()
    one, two = paces.of(ann), paces.of(ann)
    assert one.allow(0)
    del one
    assert not two.allow(0)
    del two
    assert paces.of(ann).allow(0)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", False),
        ("::ffff:192.0.2.7", False),
        ("2001:db8::7", False),
        ("198.51.100.7", True),
        ("no address", True),
    ],
)
def test_addresses_of_an_exempt_network_are_not_counted(address: str, counted: bool) -> None:
    limits = Limits(exempt_networks=(ip_network("192.0.2.0/24"), ip_network("2001:db8::/32")))
    assert limits.counts(address, uuid4()) is counted


def test_at_an_exempt_tournament_no_address_is_counted() -> None:
    venue = uuid4()
    limits = Limits(exempt_tournaments=frozenset([venue]))
    assert not limits.counts("198.51.100.7", venue)
    assert limits.counts("198.51.100.7", uuid4())
    assert limits.counts("198.51.100.7", None)
