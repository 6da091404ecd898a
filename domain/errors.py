"""Refusals: the rules of the world, each with a public, stable code."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A command that cannot be carried out; it leaves no trace.

    `code` is public and never changes, `status` is the HTTP status that says it best, `detail` is a sentence
    whose placeholders are filled from the keyword arguments, which are public too (`context`).
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    template: ClassVar[str] = "This cannot be done now."

    def __init__(self, **context: Any) -> None:
        self.context = context
        super().__init__(self.detail)

    @property
    def detail(self) -> str:
        """The sentence for the person who asked."""
        return self.template.format(**self.context)


class NotFound(Refusal):
    """What the command names does not exist, or is not for these eyes."""

    code, status, template = "not_found", 404, "There is no such {what}."


class Forbidden(Refusal):
    """The authorization table says no."""

    code, status, template = "forbidden", 403, "You may not {action}."


class SignInRequired(Refusal):
    """What was asked for needs an account."""

    code, status, template = "sign_in_required", 401, "Sign in to {action}."


class Stale(Refusal):
    """`If-Match` names a version that is no longer the present one."""

    code, status = "stale_version", 412
    template = "You saw version {seen}, but it is at version {version} now."


class InvalidDefinition(Refusal):
    """A definition that contradicts itself."""

    code, status, template = "invalid_definition", 422, "{field}: {problem}."


class DuplicateAccount(Refusal):
    """The handle is taken."""

    code, template = "handle_taken", "The handle {handle} is taken."


class DuplicateGame(Refusal):
    """The slug is taken."""

    code, template = "game_exists", "A game with the slug {slug} exists."


class GameRetired(Refusal):
    """A retired game takes no new tournaments."""

    code, template = "game_retired", "{title} is retired."


class WrongStatus(Refusal):
    """The tournament's life does not allow this step now."""

    code, template = "tournament_status", "The tournament is {status}; to {step} it must be {needed}."


class FieldFrozen(Refusal):
    """What may change is narrower once registration opens, and again once the bracket is live."""

    code, template = "field_frozen", "{field} cannot change while the tournament is {status}."


class LastOwner(Refusal):
    """A tournament always has an owner."""

    code, template = "last_owner", "The only owner cannot be dismissed."


class RegistrationClosed(Refusal):
    """Registration is not open; `unless` says how somebody is entered all the same, if at all."""

    code, template = "registration_closed", "Registration is not open{unless}."


class ForfeitInstead(Refusal):
    """Whoever is in a final draw leaves it in play, by losing what is open, or before by another draw."""

    code = "forfeit_instead"
    template = "The draw is final: open it again and draw without them, or wait until the tournament is live."


class AnswerInvalid(Refusal):
    """An answer that the field does not take, or that is missing."""

    code, status, template = "answer_invalid", 422, "{field}: {problem}."


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


class TooFewEntrants(Refusal):
    """A bracket needs entrants."""

    code, template = "too_few_entrants", "There are {entrants} entrants, and {needed} are needed."


class TournamentFull(Refusal):
    """No draw is larger."""

    code, template = "tournament_full", "A draw has no more than {most} entrants."


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


class InvalidSeeds(Refusal):
    """Seeds must name every entrant exactly once."""

    code, status, template = "invalid_seeds", 422, "Seeds must name every entrant once: {problem}."


class WrongSeedingFile(Refusal):
    """A file to seed by names every entrant once, and nobody else."""

    code, status = "seeding_file", 422
    template = "The file does not name the entrants: `problems` says what is wrong, line by line."


class NotKeptApart(Refusal):
    """Seeds decide who can meet when only where the whole field is drawn to be knocked out."""

    code = "not_kept_apart"
    template = "Only single elimination, and double elimination from its first round, keeps entrants apart."
