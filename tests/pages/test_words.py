"""How pages put things."""

import pytest

from api.match.words import place
from api.pages.words import count, ordinal


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (122, "122nd")],
)
def test_places_are_counted_as_people_count(number: int, said: str) -> None:
    assert ordinal(number) == said


def test_a_shared_place_is_a_range_and_one_alone_is_itself() -> None:
    assert (place([3, 4]), place([1, 1])) == ("out, 3rd–4th", "1st")


def test_one_is_one_and_many_are_many() -> None:
    assert [count(number, "entrant") for number in (1, 1284)] == ["1 entrant", "1,284 entrants"]
