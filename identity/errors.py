"""What signing in may refuse; each says no more than a stranger may know."""

from domain.kernel.refusals import Refusal


class SignInFailed(Refusal):
    """The handle or the password is wrong; which of them is nobody's business."""

    code, status, template = "sign_in_failed", 401, "There is no account with this handle and password."


class TokenExpired(Refusal):
    """The token was good once."""

    code, status, template = "token_expired", 401, "The token has expired."


class TokenInvalid(Refusal):
    """The token is none of ours, was altered, or belongs to a session that ended."""

    code, status, template = "token_invalid", 401, "The token is not valid."


class TooManyAttempts(Refusal):
    """Slow down; `retry_after` is in seconds."""

    code, status, template = "too_many_attempts", 429, "Too many attempts. Try again in {retry_after} s."
