"""What follows for brackets, in the same transaction."""

from typing import Any

from application.bracket import commands
from application.kernel.subject import Policy
from domain.bracket.bracket import Bracket
from domain.match.match import Match
from domain.tournament.tournament import Tournament


def whenever_a_match_is_decided_advance_the_bracket(fact: Any, match: Match) -> list[commands.AdvanceBracket]:
    """A decided match moves the bracket with it, or not at all."""
    return [
        commands.AdvanceBracket(
            bracket=match.bracket,
            match=match.number,
            sides=list(match.sides),
            games=match.games,
            winner=match.winner,
            ending=match.ending or "",
        )
    ]


def whenever_a_bracket_is_complete_go_on(fact: Bracket.Completed, bracket: Bracket) -> list[commands.GoOn]:
    """The last result of a stage draws the next ones, or ends the tournament with everyone's place."""
    return [commands.GoOn(tournament=bracket.tournament)]


def whenever_the_plan_changes_go_on(
    fact: Tournament.DefinitionChanged, tournament: Tournament
) -> list[commands.GoOn]:
    """What could not be drawn as it was meant may be drawn now, or the tournament be over without it."""
    changed = tournament.status == "live" and fact.before.stages != fact.after.stages
    return [commands.GoOn(tournament=tournament.id)] if changed else []


DECIDED = (
    Match.ResultConfirmed,
    Match.Forfeited,
    Match.WalkedOver,
    Match.DoubleForfeited,
    Match.LeftVacant,
    Match.ResultCorrected,
    Match.ResultRestored,
)
POLICIES = (
    Policy(DECIDED, whenever_a_match_is_decided_advance_the_bracket),
    Policy((Bracket.Completed,), whenever_a_bracket_is_complete_go_on),
    Policy((Tournament.DefinitionChanged,), whenever_the_plan_changes_go_on),
)
