"""Refusals of matches: what cannot have come of one, and who may not say what did."""

from domain.kernel.refusals import Refusal


class MatchNotReady(Refusal):
    """The match is not in the state the command needs."""

    code, template = "match_status", "The match is {status}; to {step} it must be {needed}."


class ConsequencesChanged(Refusal):
    """What a correction brings about is not what its sender was shown."""

    code, status = "consequences_changed", 409
    template = "What follows from this has changed since you looked: look again, and confirm that."


class ManySides(Refusal):
    """Where many meet, staff enter everyone's place; nobody wins by the others' absence."""

    code, template = "many_sides", "More than two meet here: staff enter their places; nobody can {step}."


class NotASide(Refusal):
    """Only a side of the match can report for it."""

    code, status, template = "not_a_side", 403, "Only the two sides of a match report its result."


class OwnMatch(Refusal):
    """Whoever plays a match does not rule on it, also not as staff."""

    code, status = "own_match", 403
    template = "You play this match yourself: another member of staff rules on it."


class OwnReport(Refusal):
    """A result counts only once the other side or staff agrees."""

    code, template = "own_report", "The other side, or staff, confirms a result."


class ResultIncomplete(Refusal):
    """The games do not decide the match."""

    code, status = "result_incomplete", 422
    template = "The games do not decide the match: {needed} won games are needed."


class ResultInvalid(Refusal):
    """The games cannot have happened like this."""

    code, status, template = "result_invalid", 422, "games[{game}]: {problem}."


class ReportsDiffer(Refusal):
    """The two sides say different things, and nobody has said which counts."""

    code, template = "reports_differ", "The two reports differ: give the games that count."


class NothingReported(Refusal):
    """There is no result to confirm."""

    code, template = "nothing_reported", "No result has been reported."
