"""What those who watch are told of a match."""

from application.match import commands as matches
from application.tournament.commands import CancelTournament
from domain.match.score import GameScore
from realtime.bracket.messages import BracketUpdated
from realtime.match.messages import MatchCompleted, MatchStarted, MatchVoided
from tests.support.evening import Evening
from tests.support.telling import told


async def test_a_match_is_told_with_its_names_from_the_draw_to_its_end() -> None:
    evening = await Evening().live(2, best_of=3)
    final = evening.match(1)
    await evening.send(matches.StartMatch(match=final.id))
    games = [GameScore([13, 7]), GameScore([13, 9])]
    await evening.send(matches.RuleResult(match=final.id, games=games))
    events = [each.event for each in told(evening)]
    started = next(event for event in events if isinstance(event, MatchStarted))
    completed = next(event for event in events if isinstance(event, MatchCompleted))
    assert [side and side.name for side in started.data.sides] == ["E1", "E2"]
    assert (completed.data.winner, completed.data.games, completed.data.ending) == (0, games, "played")
    over = [event for event in events if isinstance(event, BracketUpdated)][-1]
    assert [(place.entrant.name, place.low) for place in over.data.places] == [("E1", 1), ("E2", 2)]


async def test_a_match_that_is_voided_is_told_as_it_stood() -> None:
    evening = await Evening().live(2)
    await evening.send(CancelTournament(tournament=evening.tournament, reason="rain"))
    (voided,) = [each for each in told(evening) if isinstance(each.event, MatchVoided)]
    assert [side and side.name for side in voided.event.data.sides] == ["E1", "E2"]
    assert list(voided.about.concerned) == [evening.registration(name) for name in ("E1", "E2")]
