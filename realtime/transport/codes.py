"""Every code the stream closes with besides those of RFC 6455, and what a client does then."""

import msgspec


class Code(msgspec.Struct, frozen=True):
    """A close code: what it is called, what it means, and what the client does."""

    code: int
    name: str
    meaning: str
    then: str


CODES: tuple[Code, ...] = (
    Code(1012, "restart", "The server restarts.", "Wait `retry_ms`, then reconnect with `since`."),
    Code(
        1013,
        "unavailable",
        "The log does not answer, or not whether you may still watch.",
        "Wait `retry_ms`, then reconnect with `since`.",
    ),
    Code(4002, "token_expired", "The token has expired.", "Refresh the token, then reconnect."),
    Code(4003, "token_invalid", "The token is not valid, or its session ended.", "Stop; sign in again."),
    Code(
        4008,
        "policy",
        "A limit was reached; the reason names it.",
        "Wait `retry_ms`, then reconnect; where there is none, what was asked is wrong: stop.",
    ),
    Code(4009, "payload_too_large", "A message was too large.", "Send less; reconnect."),
    Code(
        4010, "slow", "This client reads nothing for a while, or answers no ping.", "Reconnect with `since`."
    ),
    Code(4011, "epoch_changed", "Event numbers are counted anew.", "Fetch the state and begin from there."),
    Code(
        4403,
        "not_allowed",
        "This account may not see this any longer, or a visitor not at all.",
        "Stop; sign in, or try without a token.",
    ),
    Code(4404, "not_found", "There is no such thing, or not for these eyes.", "Stop."),
)
"""The reason is JSON, `{"r": …, "retry_ms": …}`, where a client may come back after `retry_ms`."""
