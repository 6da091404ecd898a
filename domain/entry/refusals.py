"""Refusals of entries: who cannot come in, and who cannot leave."""

from domain.kernel.refusals import Refusal


class RegistrationClosed(Refusal):
    """Registration is not open; `unless` says how somebody is entered all the same, if at all."""

    code, template = "registration_closed", "Registration is not open{unless}."


class ForfeitInstead(Refusal):
    """Whoever is in a final draw leaves it in play, by losing what is open, or before by another draw."""

    code = "forfeit_instead"
    template = "The draw is final: open it again and draw without them, or wait until the tournament is live."


class DuplicateEntry(Refusal):
    """One entry for each entrant."""

    code, template = "duplicate_entry", "{name} is already entered."


class NotEntered(Refusal):
    """The registration is not in the tournament."""

    code, template = "not_entered", "This registration is {status}."


class ReinstateInstead(Refusal):
    """Who was put out, or left a tournament in play, does not simply enter again."""

    code, template = "reinstate_instead", "{name} was in this tournament: staff can reinstate them."


class CheckInClosed(Refusal):
    """Check-in is not open."""

    code, template = "check_in_closed", "Check-in is not open."


class TournamentFull(Refusal):
    """No draw is larger."""

    code, template = "tournament_full", "A draw has no more than {most} entrants."
