"""An entrant who comes when a stage is being played, seated: what that adds, and what it opens again."""

from uuid import UUID

from application.bracket.drawing import brackets_of, create, last_number, thought
from application.kernel.work import Work
from domain.bracket.bracket import Bracket
from domain.bracket.late_entry import joining
from domain.bracket.leading import went
from domain.bracket.refusals import Undrawable
from domain.match.ended import Ended
from domain.match.match import Match
from domain.tournament.tournament import Tournament

BEGUN = ("live", "reported", "completed")


async def open_stages(tournament: Tournament, work: Work) -> list[Bracket]:
    """The stages of a tournament in play that everyone is in, and that take another."""
    if tournament.status != "live":
        return []
    brackets = (await brackets_of(tournament, work)).values()
    return [each for each in brackets if each.status == "finalized" and each.played_as.takes_late_entries]


async def join(bracket: Bracket, entrant: UUID, tournament: Tournament, work: Work) -> None:
    """Into the next round that is drawn, or into the draw as it is: with new matches around those played."""
    if entrant in bracket.seeds:
        return
    if bracket.played_as.by_rounds:
        bracket.join(entrant, None)
        return
    before = {
        match.number: match
        for match in await work.find_all(Match, [bracket.match_id(number) for number in bracket.matches])
    }
    begun = [number for number, match in before.items() if match.status in BEGUN]
    ended = {
        number: went(Ended(match.sides, match.games, match.winner, match.ending or ""))
        for number, match in before.items()
        if match.status == "completed"
    }
    first = await last_number(tournament, work) + 1
    try:
        into = await thought(len(bracket.seeds), joining, bracket, entrant, begun, ended, first)
    except ValueError as refused:
        raise Undrawable(problem=str(refused)) from None
    bracket.join(entrant, into)
    for number, match in before.items():
        if number not in bracket.matches:
            match.void()
    for seat in into.cleared:
        before[seat.match].reopen([seat.side])
    create(bracket, [match for number, match in bracket.matches.items() if number not in before], work)
