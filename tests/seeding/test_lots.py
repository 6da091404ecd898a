"""A lot is drawn once for all: whoever knows the seed draws the same."""

import inspect
import subprocess
import sys
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.seeding.lots import drawn_by_lot

EIGHT = [UUID(int=number) for number in range(1, 9)]


def test_the_order_of_a_seed_never_changes() -> None:
    drawn = drawn_by_lot(EIGHT, "Siena, 2 July")
    assert [entrant.int for entrant in drawn] == [5, 6, 8, 7, 1, 2, 4, 3]
    assert drawn_by_lot(EIGHT, "Siena, 16 August") != drawn


@given(st.lists(st.uuids(), unique=True), st.text(st.characters(codec="utf-8")))
def test_the_order_they_come_in_does_not_matter(entrants: list[UUID], seed: str) -> None:
    shuffled = sorted(entrants)
    drawn = drawn_by_lot(entrants, seed)
    assert drawn_by_lot(shuffled, seed) == drawn
    assert sorted(drawn) == shuffled


@given(st.lists(st.uuids(), unique=True, min_size=1), st.text(st.characters(codec="utf-8")))
def test_who_leaves_does_not_change_the_order_of_the_others(entrants: list[UUID], seed: str) -> None:
    drawn = drawn_by_lot(entrants, seed)
    drawn.remove(entrants[0])
    assert drawn_by_lot(entrants[1:], seed) == drawn


def test_an_auditor_repeats_it_with_the_program_of_the_docstring() -> None:
    described = inspect.getdoc(drawn_by_lot)
    assert described
    program = described.split("python3 -c '")[1].split("'")[0]
    ran = subprocess.run(
        [sys.executable, "-c", program, "Siena, 2 July"],
        input="\n".join(map(str, EIGHT)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [UUID(line) for line in ran.stdout.split()] == drawn_by_lot(EIGHT, "Siena, 2 July")


def test_nobody_draws_twice() -> None:
    with pytest.raises(ValueError, match="one lot"):
        drawn_by_lot([EIGHT[0], EIGHT[0]], "twice")


def test_a_seed_is_text() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        drawn_by_lot(EIGHT, "\ud800")
