"""Somebody comes in for an entrant who has not played: the seed is theirs, and every match of it."""

from uuid import UUID

from application.bracket.commands import ReplaceEntrant
from application.bracket.drawing import bracket_of
from application.entry.commands import AddEntrant
from application.entry.handlers import enter_by_name
from application.entry.late_entry import BEGUN
from application.kernel.actor import Actor
from application.kernel.work import Work
from application.match.handlers import lose_for_absence, side_of, take_back
from domain.bracket.bracket import Bracket
from domain.bracket.leading import followed
from domain.bracket.refusals import BracketNotReady, SlotTaken
from domain.entry.entry_list import EntryList
from domain.entry.ids import entry_list_id, registration_of_name
from domain.entry.registration import IN, Registration
from domain.kernel.refusals import NotFound
from domain.match.match import Match
from domain.match.refusals import OwnMatch

ABSENT = ("no_show", "walkover", "withdrawn", "disqualified")
"""How a match ends for one who was not there; who gives it up was."""


async def replace(command: ReplaceEntrant, work: Work, actor: Actor) -> None:
    """Whoever comes in, from the waitlist or the door, sits where the other sat; what goes on begins anew.

    Matches that the other lost by not being there are opened again, unless somebody has played on since.
    """
    bracket = await bracket_of(command, work, "replace an entrant")
    if bracket.status != "finalized":
        raise BracketNotReady(status=bracket.status, step="replace an entrant", needed="finalized")
    if command.entrant not in bracket.seeds or any(idle.entrant == command.entrant for idle in bracket.idle):
        raise SlotTaken(problem="the other is not in this stage, or rested in it")
    found = await work.find_all(Match, [bracket.match_id(number) for number in bracket.matches])
    matches = [match for match in found if command.entrant in match.sides]
    for match in reversed(matches):
        if match.status == "completed":
            if await side_of(match, actor, work) is not None:
                raise OwnMatch()
            await _open_again(match, command.entrant, bracket, work)
    comer = await _comer(command, bracket, work)
    bracket.replace(command.entrant, comer)
    for match in matches:
        if command.entrant in match.sides:  # and is not, where what another match led to was opened
            side = match.sides.index(command.entrant)
            match.reopen([side])
            match.settle_side(side, comer)
            lose_for_absence(match, bracket)


async def _open_again(match: Match, entrant: UUID, bracket: Bracket, work: Work) -> None:
    lost = match.winner is not None and match.sides[match.winner] != entrant
    if not lost or match.ending not in ABSENT:
        raise SlotTaken(problem=f"the other has played match {match.number}")
    undone, cleared = followed(bracket.matches, bracket.decided, match.number)
    next_ = await work.find_all(Match, [bracket.match_id(seat.match) for seat in cleared])
    if undone or any(each.status in BEGUN for each in next_):
        raise SlotTaken(problem=f"what match {match.number} led to has begun")
    await take_back(match, work)
    match.reopen([])  # so that it is not what the same two come to if they meet again


async def _comer(command: ReplaceEntrant, bracket: Bracket, work: Work) -> UUID:
    """Who comes in, entered by now."""
    if command.name is not None:
        if registration_of_name(command.tournament, command.name) in bracket.seeds:
            raise SlotTaken(problem=f"{command.name} is in this stage already")
        entry = AddEntrant(tournament=command.tournament, name=command.name, override=True)
        return UUID(str((await enter_by_name(entry, work))["registration"]))
    id_ = command.comer
    if id_ is None or (await work.apart().load(Registration, id_)).tournament != command.tournament:
        raise NotFound(what="registration")
    comer = await work.load(Registration, id_)
    if comer.status not in (*IN, "waitlisted") or id_ in bracket.seeds:
        raise SlotTaken(problem="whoever comes in is entered or waits, and is not in this stage yet")
    if comer.status == "waitlisted":
        (await work.load(EntryList, entry_list_id(command.tournament))).enter(id_, override=True)
    return id_
