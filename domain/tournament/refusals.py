"""Refusals of tournaments: steps out of order, and definitions that may not change."""

from domain.kernel.refusals import Refusal


class WrongStatus(Refusal):
    """The tournament's life does not allow this step now."""

    code, template = "tournament_status", "The tournament is {status}; to {step} it must be {needed}."


class FieldFrozen(Refusal):
    """What may change is narrower once registration opens, and again once the bracket is live."""

    code, template = "field_frozen", "{field} cannot change while the tournament is {status}."


class LastOwner(Refusal):
    """A tournament always has an owner."""

    code, template = "last_owner", "The only owner cannot be dismissed."


class AnswerInvalid(Refusal):
    """An answer that the field does not take, or that is missing."""

    code, status, template = "answer_invalid", 422, "{field}: {problem}."
