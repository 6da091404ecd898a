"""What follows for entries, in the same transaction."""

from application.entry import commands
from application.kernel.subject import Policy
from domain.entry.entry_list import EntryList
from domain.tournament.tournament import Tournament


def whenever_a_place_is_taken_promote_whoever_waited(
    fact: EntryList.PlaceTaken, entries: EntryList
) -> list[commands.PromoteRegistration]:
    """A freed place goes to the longest waiting."""
    return [commands.PromoteRegistration(registration=fact.registration)]


def whenever_a_tournament_is_cancelled_cancel_its_registrations(
    fact: Tournament.Cancelled, tournament: Tournament
) -> list[commands.CancelRegistrations]:
    """A cancelled tournament leaves nobody registered."""
    return [commands.CancelRegistrations(tournament=tournament.id)]


POLICIES = (
    Policy((EntryList.PlaceTaken,), whenever_a_place_is_taken_promote_whoever_waited),
    Policy((Tournament.Cancelled,), whenever_a_tournament_is_cancelled_cancel_its_registrations),
)
