"""What the stream may refuse before it begins."""

from domain.kernel.refusals import Refusal


class TooManyConnections(Refusal):
    """One account, and one address, holds only so many connections; `retry_after` is in seconds."""

    code, status = "connection_limit_exceeded", 429
    template = "One {whose} may hold {most} connections at once."


class RoomFull(Refusal):
    """So many are watching already; `retry_after` is in seconds."""

    code, status = "room_full", 503
    template = "This room has {most} places, and all are taken."


class InvalidQuery(Refusal):
    """A parameter of the address is not what was expected."""

    code, status, template = "invalid_query", 422, "{name} is {expected}."


class OriginRefused(Refusal):
    """A page of another origin asks."""

    code, status, template = "origin_refused", 403, "Pages of {origin} may not open this stream."


class EpochChanged(Refusal):
    """The client counts events of another log: one that was restored, or begun anew."""

    code, status, template = "epoch_changed", 409, "Event numbers are counted anew; the last one is {head}."


class Unavailable(Refusal):
    """The log does not answer; `retry_after` is in seconds."""

    code, status = "unavailable", 503
    template = "The log does not answer. Come back in {retry_after} s."


class Draining(Refusal):
    """This server is about to stop; `retry_after` is in seconds."""

    code, status, template = "restart", 503, "This server restarts. Come back in {retry_after} s."
