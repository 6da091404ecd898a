"""Refusals of brackets: what cannot be drawn, and what comes too early or too late."""

from domain.kernel.refusals import Refusal


class TooFewEntrants(Refusal):
    """A bracket needs entrants."""

    code, template = "too_few_entrants", "There are {entrants} entrants, and {needed} are needed."


class BracketNotReady(Refusal):
    """The bracket is not in the state the command needs."""

    code, template = "bracket_status", "The bracket is {status}; to {step} it must be {needed}."


class BracketOutdated(Refusal):
    """The draw is not the one that today's entrants and definition come to."""

    code, template = "bracket_outdated", "It would be drawn otherwise by now: draw it again."


class Undrawable(Refusal):
    """A stage that so many entrants cannot play."""

    code, template = "undrawable", "This cannot be drawn: {problem}."


class SlotTaken(Refusal):
    """Somebody comes in for an entrant, or at a bye, where nobody has played, and is not in the stage yet."""

    code, template = "slot_taken", "Nobody can come in there: {problem}."


class SourcesOpen(Refusal):
    """A stage is drawn once those it takes from are complete."""

    code, template = "sources_open", "Stage {stage} comes first, and is not complete."


class RoundNotOver(Refusal):
    """A round is paired once every match of the one before is decided."""

    code, template = "round_not_over", "Round {round} is not over."


class RestInvalid(Refusal):
    """Only who would be paired can sit a round out."""

    code, status, template = "rest_invalid", 422, "Nobody can rest so: {problem}."


class NoMoreRounds(Refusal):
    """All rounds there are have been drawn."""

    code, template = "no_more_rounds", "There is no further round to draw."


class NoPairingLeft(Refusal):
    """Fewer than two are there, or whoever is has met everyone else."""

    code, template = "no_pairing", "No round can be drawn: {problem}."


class ChallengeRefused(Refusal):
    """A challenge that the ladder does not allow."""

    code, template = "challenge_refused", "This challenge is not possible: {problem}."


class RoundPlayed(Refusal):
    """Only the latest round can be taken back, before any of it is decided."""

    code, template = "round_played", "Round {round} is not there, or is played: it cannot be taken back."


class StageNotOver(Refusal):
    """A table ends when every match that is drawn is decided."""

    code, template = "stage_not_over", "There are {open} open matches, or nothing that can be ended by hand."


class ConductNotCounted(Refusal):
    """Points for fair play are recorded where they break ties."""

    code, template = "conduct_not_counted", "Fair play is no tie-break of this stage."
