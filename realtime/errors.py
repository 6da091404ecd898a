"""What the stream may refuse before it begins."""

from domain.errors import Refusal


class TooManyConnections(Refusal):
    """One account, and one address, holds only so many connections; `retry_after` is in seconds."""

    code, status = "connection_limit_exceeded", 429
    template = "One {whose} may hold {most} connections at once."


class RoomFull(Refusal):
    """So many are watching already; `retry_after` is in seconds."""

    code, status = "room_full", 503
    template = "This room has {most} places, and all are taken."
