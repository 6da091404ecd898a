"""What follows for matches, in the same transaction."""

from application.kernel.subject import Policy
from application.match import commands
from domain.bracket.bracket import Bracket
from domain.tournament.tournament import Tournament


def whenever_the_bracket_moves_settle_the_sides(
    fact: Bracket.Advanced | Bracket.Finalized | Bracket.RoundDrawn | Bracket.Joined, bracket: Bracket
) -> list[commands.SettleSide]:
    """Whoever advances takes the next match's side at once, and so does whoever comes late."""
    return [
        commands.SettleSide(match=bracket.match_id(move.match), side=move.side, entrant=move.entrant)
        for move in fact.moves
    ]


def whenever_a_tournament_is_cancelled_void_its_open_matches(
    fact: Tournament.Cancelled, tournament: Tournament
) -> list[commands.VoidMatches]:
    """A cancelled tournament leaves nothing to play."""
    return [commands.VoidMatches(tournament=tournament.id)]


POLICIES = (
    Policy(
        (Bracket.Finalized, Bracket.Advanced, Bracket.RoundDrawn, Bracket.Joined),
        whenever_the_bracket_moves_settle_the_sides,
    ),
    Policy((Tournament.Cancelled,), whenever_a_tournament_is_cancelled_void_its_open_matches),
)
