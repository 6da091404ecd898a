"""What holds for the places of any evening."""

from itertools import combinations_with_replacement

from domain.values import Placing


def no_place_is_promised_twice(places: list[Placing]) -> None:
    """No range holds more entrants than places, and none begins within the places of those who are better."""
    for low, high in combinations_with_replacement(range(1, len(places) + 1), 2):
        inside = [place for place in places if low <= place.low and place.high <= high]
        assert len(inside) <= high - low + 1, (low, high, places)
    for place in places:
        assert 1 <= place.low <= place.high <= len(places)
        assert sum(other.high < place.low for other in places) < place.low, places
