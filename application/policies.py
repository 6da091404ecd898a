"""What follows from a fact, in the same transaction: each policy a pure function from fact to commands."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from application.commands import brackets, matches, registrations, tournaments
from domain import outcomes
from domain.bracket import Bracket
from domain.entry_list import EntryList
from domain.match import Match
from domain.tournament import Tournament

Policy = Callable[[Any, Any], Sequence[msgspec.Struct]]


def whenever_a_match_is_decided_advance_the_bracket(
    fact: outcomes.Event, match: Match
) -> list[msgspec.Struct]:
    """A decided match moves the bracket with it, or not at all."""
    present = [entrant for entrant in match.sides if entrant is not None]
    winner = None if match.winner is None else match.sides[match.winner]
    losers = [entrant for entrant in present if entrant != winner]
    return [
        brackets.AdvanceBracket(
            tournament=match.tournament,
            match=match.number,
            winner=winner,
            loser=losers[0] if winner and losers else None,
            out=[] if winner else losers,
        )
    ]


def whenever_the_bracket_moves_settle_the_sides(
    fact: Bracket.Advanced | Bracket.Finalized, bracket: Bracket
) -> list[msgspec.Struct]:
    """Whoever advances takes the next match's side at once."""
    return [
        matches.SettleSide(match=bracket.match_id(move.match), side=move.side, entrant=move.entrant)
        for move in fact.moves
    ]


def whenever_the_bracket_is_complete_complete_the_tournament(
    fact: Bracket.Completed, bracket: Bracket
) -> list[msgspec.Struct]:
    """The last result ends the tournament with everyone's place."""
    return [tournaments.CompleteTournament(tournament=bracket.tournament, places=fact.places)]


def whenever_a_place_is_taken_promote_whoever_waited(
    fact: EntryList.PlaceTaken, entries: EntryList
) -> list[msgspec.Struct]:
    """A freed place goes to the longest waiting."""
    return [registrations.PromoteRegistration(registration=fact.registration)]


def whenever_a_tournament_is_cancelled_cancel_its_registrations(
    fact: Tournament.Cancelled, tournament: Tournament
) -> list[msgspec.Struct]:
    """A cancelled tournament leaves nobody registered."""
    return [registrations.CancelRegistrations(tournament=tournament.id)]


def whenever_a_tournament_is_cancelled_void_its_open_matches(
    fact: Tournament.Cancelled, tournament: Tournament
) -> list[msgspec.Struct]:
    """A cancelled tournament leaves nothing to play."""
    return [matches.VoidMatches(tournament=tournament.id)]


POLICIES: dict[type, tuple[Policy, ...]] = {
    Match.ResultConfirmed: (whenever_a_match_is_decided_advance_the_bracket,),
    Match.Forfeited: (whenever_a_match_is_decided_advance_the_bracket,),
    Match.WalkedOver: (whenever_a_match_is_decided_advance_the_bracket,),
    Match.DoubleForfeited: (whenever_a_match_is_decided_advance_the_bracket,),
    Match.LeftVacant: (whenever_a_match_is_decided_advance_the_bracket,),
    Match.ResultCorrected: (whenever_a_match_is_decided_advance_the_bracket,),
    Match.ResultRestored: (whenever_a_match_is_decided_advance_the_bracket,),
    Bracket.Finalized: (whenever_the_bracket_moves_settle_the_sides,),
    Bracket.Advanced: (whenever_the_bracket_moves_settle_the_sides,),
    Bracket.Completed: (whenever_the_bracket_is_complete_complete_the_tournament,),
    EntryList.PlaceTaken: (whenever_a_place_is_taken_promote_whoever_waited,),
    Tournament.Cancelled: (
        whenever_a_tournament_is_cancelled_cancel_its_registrations,
        whenever_a_tournament_is_cancelled_void_its_open_matches,
    ),
}
