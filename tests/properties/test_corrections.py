"""A result put right later comes to the same as one that was right at first; undone it leaves no trace."""

from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from application.match.commands import CorrectResult, RuleResult, StartMatch
from domain.match.match import Match
from domain.match.score import GameScore
from domain.standings.placing import Placing
from projections.kernel.view import as_of
from projections.views import VIEWS
from tests.support.evening import Evening, run

FORMATS: list[dict[str, Any]] = [
    {"third_place": False},
    {"third_place": True},
    *({"format": "double-elimination", "grand_final": how} for how in ("none", "single", "reset")),
]
evenings = st.tuples(st.sampled_from(FORMATS), st.integers(2, 12), st.integers(0, 1000))


def score(winner: int) -> list[GameScore]:
    return [GameScore([1 - winner, winner])]


def winner_of(match: Match, chance: int) -> int:
    """The same whenever the same two meet in that match."""
    return hash((match.number, *[each and each.int % 1009 for each in match.sides], chance)) % 2


def play_on(evening: Evening, chance: int, first: dict[int, int] | None = None) -> None:
    """Every match that can be played, the first time with the winner that `first` says."""
    told = dict(first or {})
    while ready := [match for match in evening.matches() if match.status in ("ready", "live")]:
        match = ready[0]
        winner = told.pop(match.number, None)
        winner = winner_of(match, chance) if winner is None else winner
        if match.status == "ready":
            run(evening.send(StartMatch(match=match.id)))
        run(evening.send(RuleResult(match=match.id, games=score(winner))))


def begun(definition: dict[str, Any], entrants: int) -> Evening:
    """With the same ids as any other such evening, so that the same two are the same two."""
    evening = Evening()
    evening.tournament = UUID(int=7)
    return run(evening.live(entrants, **definition))  # type: ignore[no-any-return]


def places(evening: Evening) -> dict[UUID, Placing]:
    assert evening.status == "completed"
    completed = [fact.places for fact in evening.facts.all if type(fact).TOPIC == "Tournament.Completed"]
    assert completed[-1] == sorted(
        evening.bracket.places.values(), key=lambda placing: (placing.low, placing.high)
    )
    return dict(evening.bracket.places)


def shown(evening: Evening) -> dict[UUID, tuple[int, int]]:
    """The places that the standings show."""
    (standings,) = [view for view in VIEWS if view.name == "standings"]
    rows = as_of(standings, evening.facts.recorded).get("place", {}).values()
    return {row["entrant"]: (row["low"], row["high"]) for row in rows}


@settings(max_examples=60)
@given(evenings, st.integers(0, 10_000))
def test_a_result_put_right_later_comes_to_the_same(evening: Any, which: int) -> None:
    definition, entrants, chance = evening
    right, wrong = begun(definition, entrants), begun(definition, entrants)
    play_on(right, chance)
    played = [match for match in right.matches() if match.ending == "played"]
    chosen = played[which % len(played)]
    assert chosen.winner is not None
    play_on(wrong, chance, {chosen.number: 1 - chosen.winner})
    before = places(wrong)

    run(wrong.send(CorrectResult(match=chosen.id, games=score(chosen.winner), reason="typed wrong")))
    play_on(wrong, chance)
    assert places(wrong) == places(right)
    assert shown(wrong) == {entrant: (place.low, place.high) for entrant, place in places(right).items()}
    assert [match.sides for match in wrong.matches()] == [match.sides for match in right.matches()]

    run(wrong.send(CorrectResult(match=chosen.id, games=score(1 - chosen.winner), reason="it was right")))
    play_on(wrong, chance)
    assert places(wrong) == before


@settings(max_examples=30)
@given(evenings, st.integers(0, 10_000))
def test_a_correction_undone_restores_what_was_played_without_playing_it_again(
    evening: Any, which: int
) -> None:
    definition, entrants, chance = evening
    told = begun(definition, entrants)
    play_on(told, chance)
    before, matches = places(told), told.matches()
    played = [match for match in matches if match.ending == "played"]
    chosen = played[which % len(played)]
    assert chosen.winner is not None
    for winner in (1 - chosen.winner, chosen.winner):
        run(told.send(CorrectResult(match=chosen.id, games=score(winner), reason="which was it")))
    assert places(told) == before
    assert [(each.sides, each.winner, each.games, each.ending) for each in told.matches()] == [
        (each.sides, each.winner, each.games, each.ending) for each in matches
    ]


@settings(max_examples=30)
@given(evenings, st.integers(0, 10_000))
def test_a_match_that_is_played_again_the_same_way_changes_no_place(evening: Any, which: int) -> None:
    definition, entrants, chance = evening
    told = begun(definition, entrants)
    play_on(told, chance)
    before = places(told)
    played = [match for match in told.matches() if match.ending == "played"]
    run(told.send(CorrectResult(match=played[which % len(played)].id, reason="the station broke down")))
    assert told.status == "live"
    play_on(told, chance)
    assert places(told) == before
