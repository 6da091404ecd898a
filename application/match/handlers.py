"""Commands on matches, decided."""

from application.bracket.drawing import brackets_of
from application.kernel.actor import Actor
from application.kernel.work import Work
from application.match import commands
from domain.bracket.bracket import Bracket
from domain.entry.registration import Registration
from domain.match.match import PLAYABLE, Match
from domain.match.refusals import NotASide, OwnMatch
from domain.match.score import GameScore
from domain.tournament.refusals import WrongStatus
from domain.tournament.tournament import Tournament


async def _in_play(
    command: commands.MatchCommand, work: Work, step: str, needed: tuple[str, ...] = ("live",)
) -> Match:
    """The match, while its tournament is one of `needed`; one that is decided answers for itself."""
    match = await work.load(Match, command.match)
    tournament = await work.load(Tournament, match.tournament)
    if tournament.status not in needed and match.status != "completed":
        raise WrongStatus(status=tournament.status, step=step, needed=" or ".join(needed))
    return match


async def side_of(match: Match, actor: Actor, work: Work) -> int | None:
    """The side the actor's account plays on, if any."""
    seated = await work.find_all(Registration, [entrant for entrant in match.sides if entrant])
    own = [entrant.id for entrant in seated if actor.account and entrant.account == actor.account]
    return match.sides.index(own[0]) if own else None


async def _own_side(match: Match, actor: Actor, work: Work) -> int:
    side = await side_of(match, actor, work)
    if side is None:
        raise NotASide()
    return side


async def _ruled_on(command: commands.MatchCommand, work: Work, actor: Actor, step: str) -> Match:
    """The match in play, for staff who do not play it themselves."""
    match = await _in_play(command, work, step)
    if await side_of(match, actor, work) is not None:
        raise OwnMatch()
    return match


async def schedule(command: commands.ScheduleMatch, work: Work, actor: Actor) -> None:
    """When and where, also before the sides are known."""
    match = await _in_play(command, work, "schedule a match", ("seeded", "live"))
    match.schedule(command.starts_at, command.station)


async def start(command: commands.StartMatch, work: Work, actor: Actor) -> None:
    """Only in a live tournament."""
    (await _in_play(command, work, "start a match")).start()


async def report(command: commands.ReportResult, work: Work, actor: Actor) -> None:
    """For the side the actor plays on."""
    match = await _in_play(command, work, "report a result")
    match.report(await _own_side(match, actor, work), command.games)


async def confirm(command: commands.ConfirmResult, work: Work, actor: Actor) -> None:
    """By the other side."""
    match = await _in_play(command, work, "confirm a result")
    match.confirm(await _own_side(match, actor, work))


async def rule(command: commands.RuleResult, work: Work, actor: Actor) -> None:
    """By staff."""
    (await _ruled_on(command, work, actor, "rule on a result")).rule(command.games)


async def forfeit(command: commands.ForfeitMatch, work: Work, actor: Actor) -> None:
    """A player gives up only the own side; staff either."""
    match = await _in_play(command, work, "forfeit")
    own = await side_of(match, actor, work)
    if own is not None and own != command.side:
        raise NotASide()
    match.forfeit(command.side, "forfeit", command.reason)


async def record_no_show(command: commands.RecordNoShow, work: Work, actor: Actor) -> None:
    """A side that did not come loses."""
    match = await _ruled_on(command, work, actor, "record a no-show")
    match.forfeit(command.side, "no_show", command.reason)


async def award_walkover(command: commands.AwardWalkover, work: Work, actor: Actor) -> None:
    """One side goes through."""
    match = await _ruled_on(command, work, actor, "award a walkover")
    match.award_walkover(command.side, command.reason)


async def forfeit_both(command: commands.ForfeitBoth, work: Work, actor: Actor) -> None:
    """Neither side goes on."""
    match = await _ruled_on(command, work, actor, "forfeit for both")
    match.forfeit_both(command.reason)


async def correct(command: commands.CorrectResult, work: Work, actor: Actor) -> None:
    """Where somebody else goes on now, everything that rested on the old result is taken back first."""
    match = await _ruled_on(command, work, actor, "correct a result")
    match.needs_two_sides()
    if command.games is None and command.forfeit is None and not command.both:
        await take_back(match, work)
        match.reopen([])
        return
    games, winner, ending = _outcome(command, match)
    bracket = await work.load(Bracket, match.bracket)
    same = (games, winner, ending) == (match.games, match.winner, match.ending)
    if winner != match.winner or (bracket.played_as.is_table and not same):
        await take_back(match, work)
    match.correct(games, winner, ending, command.reason)


def _outcome(command: commands.CorrectResult, match: Match) -> tuple[list[GameScore] | None, int | None, str]:
    """The games, the winning side and how it ended."""
    if command.games is not None:
        return command.games, match.winner_by(command.games), "played"
    if command.forfeit is not None:
        match.of_two("correct it to a forfeit")
        return None, 1 - command.forfeit, "forfeit"
    return None, None, "double_forfeit"


async def take_back(match: Match, work: Work) -> None:
    """What a decided match led to counts no more."""
    bracket = await work.load(Bracket, match.bracket)
    opened: dict[int, list[int]] = {}
    for seat in bracket.rewind(match.number):
        opened.setdefault(seat.match, []).append(seat.side)
    numbers = {bracket.match_id(number): number for number in opened}
    for following in await work.find_all(Match, list(numbers)):
        following.reopen(opened[following.number])
    tournament = await work.load(Tournament, match.tournament)
    if tournament.status != "live":
        tournament.reopen()


async def settle_side(command: commands.SettleSide, work: Work, actor: Actor) -> None:
    """Whoever advanced, or nobody; who is out of the tournament by then loses at once."""
    match = await work.load(Match, command.match)
    match.settle_side(command.side, command.entrant)
    bracket = await work.load(Bracket, match.bracket)
    if bracket.left:
        lose_for_absence(match, bracket)


def lose_for_absence(match: Match, bracket: Bracket) -> None:
    """What a match comes to where a side of it, or both, are out of the tournament."""
    out = [side for side, entrant in enumerate(match.sides) if entrant in bracket.left]
    if match.status not in PLAYABLE or not out or 2 < len(match.sides) != len(out):
        return
    if len(out) == len(match.sides):
        match.forfeit_both("neither plays on")
    elif (entrant := match.sides[out[0]]) is not None:
        match.forfeit(out[0], bracket.left[entrant], None)


async def void_all(command: commands.VoidMatches, work: Work, actor: Actor) -> None:
    """Every match that is not decided; none where the draw was never final."""
    tournament = await work.load(Tournament, command.tournament)
    for bracket in (await brackets_of(tournament, work)).values():
        for match in await work.find_all(Match, [bracket.match_id(number) for number in bracket.matches]):
            if match.status != "completed":
                match.void()
