"""What follows from a fact, in the same transaction: each policy a pure function from fact to commands."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from application.commands import brackets, matches, registrations
from domain.bracket import progress
from domain.bracket.bracket import Bracket
from domain.entry.entry_list import EntryList
from domain.match import outcomes
from domain.match.match import Match
from domain.tournament.tournament import Tournament

Policy = Callable[[Any, Any], Sequence[msgspec.Struct]]


def whenever_a_match_is_decided_advance_the_bracket(
    fact: outcomes.Event, match: Match
) -> list[msgspec.Struct]:
    """A decided match moves the bracket with it, or not at all."""
    return [
        brackets.AdvanceBracket(
            bracket=match.bracket,
            match=match.number,
            sides=list(match.sides),
            games=match.games,
            winner=match.winner,
            ending=match.ending or "",
        )
    ]


def whenever_the_bracket_moves_settle_the_sides(
    fact: progress.Advanced | progress.Finalized | progress.RoundDrawn | progress.Joined, bracket: Bracket
) -> list[msgspec.Struct]:
    """Whoever advances takes the next match's side at once, and so does whoever comes late."""
    return [
        matches.SettleSide(match=bracket.match_id(move.match), side=move.side, entrant=move.entrant)
        for move in fact.moves
    ]


def whenever_a_bracket_is_complete_go_on(fact: progress.Completed, bracket: Bracket) -> list[msgspec.Struct]:
    """The last result of a stage draws the next ones, or ends the tournament with everyone's place."""
    return [brackets.GoOn(tournament=bracket.tournament)]


def whenever_the_plan_changes_go_on(
    fact: Tournament.DefinitionChanged, tournament: Tournament
) -> list[msgspec.Struct]:
    """What could not be drawn as it was meant may be drawn now, or the tournament be over without it."""
    changed = tournament.status == "live" and fact.before.stages != fact.after.stages
    return [brackets.GoOn(tournament=tournament.id)] if changed else []


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
    Bracket.RoundDrawn: (whenever_the_bracket_moves_settle_the_sides,),
    Bracket.Joined: (whenever_the_bracket_moves_settle_the_sides,),
    Bracket.Completed: (whenever_a_bracket_is_complete_go_on,),
    EntryList.PlaceTaken: (whenever_a_place_is_taken_promote_whoever_waited,),
    Tournament.DefinitionChanged: (whenever_the_plan_changes_go_on,),
    Tournament.Cancelled: (
        whenever_a_tournament_is_cancelled_cancel_its_registrations,
        whenever_a_tournament_is_cancelled_void_its_open_matches,
    ),
}
