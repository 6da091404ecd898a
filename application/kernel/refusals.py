"""What the write side reports besides the refusals of the domain."""

from domain.kernel.refusals import Refusal


class Contended(Refusal):
    """Others changed the same thing again and again while this was tried."""

    code, template = "conflict", "Others are changing the same thing. Try again."


class KeyInUse(Refusal):
    """The same idempotency key is being carried out at this moment."""

    code, template = "idempotency_key_in_use", "A command with this key is being carried out."
