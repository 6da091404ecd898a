"""What holds for the places of any evening."""

from collections import Counter
from itertools import combinations_with_replacement

from domain.standings.placing import Placing
from domain.tournament.tournament import Tournament
from tests.support.stages import Staged


def no_place_is_promised_twice(places: list[Placing]) -> None:
    """No range holds more entrants than places, and none begins within the places of those who are better."""
    for low, high in combinations_with_replacement(range(1, len(places) + 1), 2):
        inside = [place for place in places if low <= place.low and place.high <= high]
        assert len(inside) <= high - low + 1, (low, high, places)
    for place in places:
        assert 1 <= place.low <= place.high <= len(places)
        assert sum(other.high < place.low for other in places) < place.low, places


def everyone_has_one_place(staged: Staged) -> None:
    """Without two who both lost in an elimination, every place is held."""
    assert staged.over
    completed = [fact.places for fact in staged.evening.facts.all if isinstance(fact, Tournament.Completed)][
        -1
    ]
    assert Counter(place.entrant for place in completed) == Counter(staged.everyone)
    no_place_is_promised_twice(completed)
    if not both_lost(staged):
        held = Counter((place.low, place.high) for place in completed)
        assert all(high - low + 1 == count for (low, high), count in held.items())
        assert sum(held.values()) == sum(high - low + 1 for low, high in held)


def both_lost(staged: Staged) -> bool:
    """Whether nobody went on from some match of an elimination."""
    return any(
        match.ending == "double_forfeit"
        for number, bracket in staged.brackets.items()
        if not bracket.played_as.is_table
        for match in staged.matches(number)
    )


def the_history_says_the_same(staged: Staged) -> None:
    """What the repository keeps is what the facts alone come to."""
    kept = staged.evening.kept()
    assert all(kept[id_] == staged.evening.now(id_) for id_ in staged.evening.facts.by_stream)
