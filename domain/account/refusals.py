"""Refusals of accounts."""

from domain.kernel.refusals import Refusal


class DuplicateAccount(Refusal):
    """The handle is taken."""

    code, template = "handle_taken", "The handle {handle} is taken."
